"""Outfalls counted: those of untreated sewage in the built-up area, and all of them by river."""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.overlay.bands import within_distance
from geo.overlay.located import first_holding
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import listed, note, text_or_none
from projects.metrics.waters.outfall_counts_metric import NO, UNKNOWN, YES

DIRECT = "domestic"


def compute_direct(given: Given) -> Computed:
    """Every outfall of untreated domestic sewage inside; those out of use count apart."""
    outfalls = given.frames["outfalls"]
    inside = outfalls[first_holding(outfalls, given.frames["built_up"]) >= 0]
    rows = [row for row in map(_row, inside.to_dict("records")) if row["kind"] == DIRECT]
    in_use = [row["in_use"] for row in rows]
    unnamed = [row["key"] for row in inside.to_dict("records") if text_or_none(row["kind"]) is None]
    total = {
        "direct": in_use.count(YES) + in_use.count(UNKNOWN),
        "use_unknown": in_use.count(UNKNOWN),
        "closed": in_use.count(NO),
        "inside": len(inside),
        "kind_unknown": len(unnamed),
    }
    return Computed({"total": total, "outfalls": rows, "notes": _notes(unnamed)})


def compute_inventory(given: Given) -> Computed:
    """Outfalls within the distance of a bank, by the river of the nearest one."""
    outfalls, banks = given.frames["outfalls"], given.frames["banks"]
    found = within_distance(outfalls, banks, given.parameters["distance_m"])
    rivers = np.array([text_or_none(one) or "—" for one in banks["river"]], dtype=object)
    rows = []
    for at in np.flatnonzero(found.within):
        row = _row(outfalls.iloc[at].to_dict()) | {"river": rivers[found.line[at]]}
        rows.append(row | {"distance_m": round(float(found.distance_m[at]), 4)})
    by_river = [_river(name, rows) for name in dict.fromkeys(rivers)]
    total = {
        "outfalls": len(outfalls),
        "near": len(rows),
        "far": len(outfalls) - len(rows),
        "distance_m": given.parameters["distance_m"],
    }
    unnamed = [row["key"] for row in rows if row["kind"] is None]
    return Computed(
        {"total": total, "rivers": by_river, "outfalls": rows, "notes": _notes(unnamed)}
    )


def _row(outfall: dict[Any, Any]) -> dict[str, Any]:
    return {
        "key": outfall["key"],
        "name": text_or_none(outfall["name"]),
        "kind": text_or_none(outfall["kind"]),
        "in_use": _flag(outfall["in_use"]),
        "permitted": _flag(outfall["permitted"]),
        "receiving_water": text_or_none(outfall["receiving_water"]),
    }


def _flag(value: Any) -> str:
    if text_or_none(value) is None:
        return UNKNOWN
    return YES if value else NO


def _river(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    own = [row for row in rows if row["river"] == name]
    return {
        "key": name,
        "name": None,
        "near": len(own),
        "in_use": sum(row["in_use"] == YES for row in own),
        "not_permitted": sum(row["permitted"] == NO for row in own),
        "direct": sum(row["kind"] == DIRECT for row in own),
    }


def _notes(unnamed: list[Any]) -> list[dict[str, Any]]:
    notes = [
        note(
            "no-record-is-no-proof",
            "没有记录不等于没有排污口。",
            "Having no record of an outfall does not mean that there is none.",
        )
    ]
    if unnamed:
        notes.append(
            note(
                "outfall-kind-empty",
                "{count} 个排污口没有填写类型：{keys}。",
                "{count:outfall|outfalls} {count:~has|have} no kind: {keys}.",
                count=len(unnamed),
                keys=listed(unnamed),
            )
        )
    return notes
