"""Continuity of corridors along bank lines, and the gaps with place, length and owner."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np

from geo.lines.continuity import Continuity, continuity
from geo.overlay.located import first_holding
from layers.kinds.codes import DIVISION_LEVELS
from projects.metrics.corridors.stages import (
    NO_STATUS,
    Corridors,
    apart_from_unknown,
    corridors_of,
    stage_notes,
)
from projects.metrics.declaration import (
    METRES,
    Computed,
    Given,
)
from projects.metrics.results import Amount, length, listed_zh, note, share, text_or_none
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import Span, judged_over, so_many

LEVELS = [code.value for code in DIVISION_LEVELS]


def compute(given: Given) -> Computed:
    """Gaps longest first."""
    chosen = corridors_of(given, given.parameters["stage"])
    banks = given.frames["banks"]
    found = _continuity(given, chosen.frame)
    owners = _owners(found.gaps, given.frames.get("divisions"))
    gaps = [_gap(at, row, banks, owners) for at, row in enumerate(found.gaps.to_dict("records"))]
    target = given.target
    result = {
        "total": _total(found, len(chosen.frame)),
        "gaps": gaps,
        "banks": _banks(banks, found),
        "target": None if target is None else _target(target, given, chosen, found.continuity),
        "notes": [*stage_notes(chosen), *_notes(given.parameters)],
    }
    keys = [row["key"] for row in gaps]
    shapes = gpd.GeoSeries(found.gaps.geometry.to_numpy(), index=keys, crs=found.gaps.crs)
    return Computed(result, {"gaps": shapes})


def _continuity(given: Given, corridors: gpd.GeoDataFrame) -> Continuity:
    return continuity(
        given.frames["banks"],
        corridors,
        reach_m=given.parameters["reach_m"],
        tolerance_m=given.parameters["tolerance_m"],
    )


def _target(target: Target, given: Given, chosen: Corridors, found: float | None) -> dict[str, Any]:
    """A corridor without a status may be of the stage or not: judged without them and with them."""
    block = quantity_block(target, {"share": found})
    if not chosen.unknown:
        return block
    without, beside = apart_from_unknown(given, chosen)
    span = Span(
        _continuity(given, without).continuity,
        _continuity(given, beside).continuity,
        so_many(len(chosen.unknown), NO_STATUS),
    )
    return judged_over(target, block, span)


def _total(found: Continuity, corridors: int) -> dict[str, Any]:
    return {
        "corridors": corridors,
        "banks_m": length(found.total_m),
        "covered_m": length(found.covered_m),
        "bridged_m": length(found.bridged_m),
        "gap_m": length(found.gap_m),
        "gaps": len(found.gaps),
        "continuity": share(found.total_m - found.gap_m, found.total_m),
    }


def _owners(gaps: gpd.GeoDataFrame, divisions: gpd.GeoDataFrame | None) -> list[str | None]:
    """The most detailed division that holds the middle of each gap."""
    if divisions is None or gaps.empty:
        return [None] * len(gaps)
    depth = [-_depth(level) for level in divisions["level"]]
    detailed = divisions.iloc[np.argsort(depth, kind="stable")]
    middles = gpd.GeoSeries.from_xy(gaps["lon"], gaps["lat"], crs=gaps.crs)
    held = first_holding(gpd.GeoDataFrame(geometry=middles), detailed)
    return [None if at < 0 else text_or_none(detailed["name"].iloc[at]) for at in held.tolist()]


def _depth(level: Any) -> int:
    """0 for a province and more for what is smaller; a division without a level comes last."""
    text = text_or_none(level)
    return LEVELS.index(text) if text in LEVELS else -1


def _gap(
    at: int, row: dict[Any, Any], banks: gpd.GeoDataFrame, owners: list[str | None]
) -> dict[str, Any]:
    names = [text_or_none(banks["name"].iloc[k]) or banks["key"].iloc[k] for k in row["rows"]]
    return {
        "key": f"G{at + 1}",
        "name": listed_zh(names, 3),
        "length_m": length(row["length_m"]),
        "from_m": length(row["from_m"]),
        "owner": owners[at],
        "lon": round(float(row["lon"]), 7),
        "lat": round(float(row["lat"]), 7),
    }


def _banks(banks: gpd.GeoDataFrame, found: Continuity) -> list[dict[str, Any]]:
    rows = zip(banks["key"], banks["name"], found.by_line.to_dict("records"), strict=True)
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "banks_m": length(one["total_m"]),
            "gap_m": length(one["gap_m"]),
            "continuity": share(one["total_m"] - one["gap_m"], one["total_m"]),
        }
        for key, name, one in rows
    ]


def _notes(parameters: Any) -> list[dict[str, Any]]:
    return [
        note(
            "no-standard-tolerance",
            "搭接距离 {reach_m}、断点容差 {tolerance_m} 是参数，没有标准规定；"
            "只有两者相同的结果可以比较。",
            "The reach of {reach_m} and the tolerance of {tolerance_m} are parameters that "
            "no standard sets; compare results with the same two only.",
            reach_m=Amount(parameters["reach_m"], METRES, exact=True),
            tolerance_m=Amount(parameters["tolerance_m"], METRES, exact=True),
        )
    ]
