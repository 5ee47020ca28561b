"""What the map of a result draws: which tables, in which colours, with which words."""

from __future__ import annotations

from typing import Any

from geo.figures.said import part
from geo.words import Text
from projects.metrics.declaration import Column, Table
from projects.metrics.drawing import colour_column, is_drawn
from webmap.metrics.cards import RunCard

PARTS = {"met": "#3a9d5d", "not_met": "#e0582b", "not_assessed": "#8a9099", "no_zone": "#c3cbcc"}
PALETTE = ("#2469b3", "#b2772b", "#7a4aa5", "#2f8f8f", "#b54a74", "#6a7f2b", "#4d5a64", "#c25b3f")
# Shares from little to much, in five steps that can also be told apart in grey.
STEPS = ("#f0e6b8", "#c9d98f", "#8fbf7f", "#4d9a72", "#17695a")
PLAIN, EMPTY = "#0b6e6e", "#c3cbcc"
NO_VALUE = Text("无值", "No value")


def map_options(card: RunCard) -> dict[str, Any] | None:
    """For the script of the map; None where no table of the run has shapes."""
    drawn = [one for one in card.metric.tables if is_drawn(one, card.run)]
    drawn = [one for one in drawn if card.result.get(one.name)]
    if not drawn:
        return None
    return {"run": card.run.id, "tables": [_table(card, one) for one in drawn]}


def _table(card: RunCard, table: Table) -> dict[str, Any]:
    column = colour_column(table)
    return {
        "name": table.name,
        "title": table.title,
        "url": f"/api/v1/metrics/runs/{card.run.id}/shapes/{table.name}",
        "own": table.shapes or table.places is not None,
        "column": column.title if column else None,
        "legend": legend(column),
        "plain": PALETTE[4] if table.shapes else PLAIN,
        "empty": EMPTY,
    }


def legend(column: Column | None) -> list[dict[str, Any]]:
    """Colours with their words: `value` of a code, with sign and form of how it stands, or `from`
    and `to` of a share."""
    if column is None:
        return []
    if column.codes:
        stands = column.stands
        own = PARTS | {code: one.colour for code, one in stands.items()} | dict(column.colours)
        free = iter(PALETTE * (len(column.codes) // len(PALETTE) + 1))
        return [
            {"value": code, "title": title, "colour": own.get(code) or next(free)}
            | ({"form": stands[code].form, "sign": stands[code].sign} if code in stands else {})
            for code, title in column.codes.items()
        ]
    edges = [step / len(STEPS) for step in range(len(STEPS) + 1)]
    return [
        {"from": low, "to": high, "title": f"{part(low)}–{part(high)}", "colour": colour}
        for low, high, colour in zip(edges, edges[1:], STEPS, strict=False)
    ] + [{"value": None, "title": NO_VALUE, "colour": EMPTY}]
