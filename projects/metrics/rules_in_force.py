"""Rows of the sponge rules as a computation uses them, and what to tell of those unverified."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from geo import words
from geo.errors import EcoAtlasError, declare
from geo.figures.said import said, typed
from geo.figures.units import RATIO
from geo.words import LANGUAGES, Text
from projects.metrics.results import listed, note, same_place
from projects.sheets import SheetInfo
from projects.sheets.in_force import rows_in_force

Row = dict[str, Any]

DESIGN_RAINFALL_ASKED = declare(
    "design-rainfall-asked",
    "error",
    Text(
        "没有给出设计降雨量，也没有给出城市，无法计算容积。",
        "Neither a design rainfall nor a city is given: no volume can be worked out.",
    ),
    Text(
        "请填写设计降雨量（毫米），或选择规则表中的城市：{cities}。",
        "Give the design rainfall in mm, or a city of the rule: {cities}.",
    ),
)
DESIGN_RAINFALL_UNKNOWN = declare(
    "design-rainfall-unknown",
    "error",
    Text(
        "规则表“设计降雨量”中没有“{city}”控制率 {percent} 的数值。",
        "The rule “design rainfall” has no value for “{city}” at a capture ratio of {percent}.",
    ),
    Text(
        "表中有：{known}。没有可靠数值的城市不设默认值："
        "请用指标“设计降雨量推求”由当地不少于 30 年的逐日降雨推求，或把当地导则的数值补入规则表。",
        "It has: {known}. A city without a value to rely on has no default: derive it with the "
        "metric of that name from 30 years of local daily rain, or enter the local guide's.",
    ),
)


def rainfall_row(sheet: SheetInfo, city: str | None, ratio: float, day: str | None) -> Row:
    """The row of a city and capture ratio.

    Raises `design-rainfall-asked` without a city, `design-rainfall-unknown` without such a row.
    """
    rows = rows_in_force(sheet, day)
    if not city:
        cities = words.listed(dict.fromkeys(str(row["city"]) for row in rows))
        raise EcoAtlasError(DESIGN_RAINFALL_ASKED, cities=cities)
    for row in rows:
        if same_place(row["city"], city) and math.isclose(row["ratio"], ratio, abs_tol=1e-9):
            return row
    known = words.listed(
        f"{row['city']} {said(row['ratio'], RATIO, exact=True).zh}" for row in rows
    )
    raise EcoAtlasError(
        DESIGN_RAINFALL_UNKNOWN, city=city[:40], percent=said(ratio, RATIO, exact=True), known=known
    )


def unverified_notes(rule: SheetInfo, rows: Iterable[Row], *keys: str) -> list[dict[str, Any]]:
    """A note for the rows that went in although nobody has checked them against a source."""
    doubtful = [row for row in rows if row["basis"] == "unverified"]
    if not doubtful:
        return []
    return [
        note(
            "rule-unverified",
            "规则“{title}”的这些行未经核实，使用前请核对出处：{rows}。",
            "These rows of the rule “{title}” are unverified; check them at their source: {rows}.",
            rule=rule.id,
            title=rule.title,
            rows=listed(_named(rule, row, keys) for row in doubtful),
        )
    ]


def _named(rule: SheetInfo, row: Row, keys: Iterable[str]) -> Text:
    """A row by its cells as their columns word them, so that it is found again in the sheet."""
    cells = [_shown(rule, key, row[key]) for key in keys]
    return Text(*(" ".join(one.in_(language) for one in cells) for language in LANGUAGES))


def _shown(rule: SheetInfo, key: str, value: Any) -> Text:
    column = rule.kind.column(key)
    titles = dict(column.codes) if column else {}
    if value in titles:
        return titles[value]
    plain = typed(value) if isinstance(value, float) else str(value)
    return Text(plain, plain)
