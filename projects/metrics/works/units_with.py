"""Divisions that have something, of all of one level: by a field, a list, or what lies inside."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from projects.metrics.columns import NO, UNKNOWN, YES
from projects.metrics.declaration import (
    NO_FIELD,
    Computed,
    Given,
)
from projects.metrics.divisions import level_notes, of_level, without_level
from projects.metrics.results import listed, note, share, split, text_or_none
from projects.metrics.units import Tally, target_by_count, things_in
from projects.metrics.unknown import so_many

ONE_OF_THREE = declare(
    "units-by-one-way",
    "error",
    Text(
        "须恰好给出一种依据：单元图层的字段、清单，或落在单元内的图层；现给出 {count} 种。",
        "Give exactly one: a field of the units, a list, or a layer of what lies in them; {count} "
        "are given.",
    ),
    Text(
        "只保留 --has-field、--list、--things 三者之一。",
        "Keep one of --has-field, --list and --things.",
    ),
)


def compute(given: Given) -> Computed:
    """Units of the level asked for. What nobody says anything of is unknown, and stands apart.

    Raises `units-by-one-way`.
    """
    every, level = given.frames["units"], given.parameters["level"]
    units = of_level(every, level)
    states = _states(given, units)
    having = states.count(YES)
    rows = [
        {"key": key, "name": text_or_none(name), "has": state}
        for key, name, state in zip(units["key"], units["name"], states, strict=True)
    ]
    unknown = states.count(UNKNOWN)
    total = {
        "units": len(rows),
        "having": having,
        "without": states.count(NO),
        "unknown": unknown,
        "share": share(having, len(rows)),
    }
    unlevelled = _states(given, without_level(every))
    tally = Tally(having, len(rows), so_many(unknown, NOT_SAID), unknown, unlevelled)
    target = None if given.target is None else target_by_count(given.target, tally)
    notes = [*level_notes(every, units, level), *_notes(given, every, rows)]
    return Computed({"total": total, "units": rows, "target": target, "notes": notes})


def _states(given: Given, units: gpd.GeoDataFrame) -> list[str]:
    """(n,) whether each unit has it, by the one way that is given."""
    field = given.parameters["has_field"]
    field = None if field in (None, NO_FIELD) else field
    things, sheet = given.frames.get("things"), given.sheets.get("list")
    ways = sum(one is not None for one in (field, things, sheet))
    if ways != 1:
        raise EcoAtlasError(ONE_OF_THREE, count=ways)
    if things is not None:
        return [YES if count else NO for count in things_in(units, things).tolist()]
    if sheet is not None:
        said = {str(row["unit"]).strip(): str(row["has"]) for row in sheet.rows}
        return [said.get(str(key), UNKNOWN) for key in units["key"]]
    wanted = split(given.parameters["has_values"])
    values = [text_or_none(value) for value in units[field]]
    return [UNKNOWN if one is None else YES if one.strip() in wanted else NO for one in values]


def _notes(
    given: Given, every: gpd.GeoDataFrame, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    notes = []
    unknown = [row["key"] for row in rows if row["has"] == UNKNOWN]
    if unknown:
        notes.append(
            note(
                "unit-unknown",
                "{count} 个单元情况不明，计入分母，单列：{keys}。",
                "Of {count:unit|units} nothing is said; "
                "{count:~it is in the whole and stands|they are in the whole and stand} apart: "
                "{keys}.",
                count=len(unknown),
                keys=listed(unknown),
            )
        )
    sheet = given.sheets.get("list")
    known = {*every["key"], *given.outside.get("units", ())}
    strange = [] if sheet is None else [r["unit"] for r in sheet.rows if r["unit"] not in known]
    if strange:
        notes.append(
            note(
                "listed-unit-unknown",
                "清单中有 {count} 个代码不在行政区划图层里，未计入：{keys}。",
                "{count:code|codes} of the list {count:~is|are} not in the layer of divisions and "
                "{count:~does|do} not count: "
                "{keys}.",
                count=len(strange),
                keys=listed(strange),
            )
        )
    return notes


NOT_SAID = Text("{count} 个单元情况不明", "units of which nothing is said ({count})")
