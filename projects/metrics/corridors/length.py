"""Length of corridors by status, of centre lines or along a bank, each place once."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.errors import EcoAtlasError, declare
from geo.lines.lengths import Lengths, length_by_class
from geo.words import Text
from projects.metrics.corridors.stage_columns import NAMES, UNKNOWN
from projects.metrics.corridors.stages import (
    BUILDING,
    COMPLETED,
    NO_STATUS,
    ORDER,
    PLANNED,
    Corridors,
    corridors_of,
    stage_notes,
)
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import both, length, listed, share, text_or_none
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import judged_over, so_many, span_of
from projects.metrics.works.length import length_notes, of_length

BANKS_ASKED = declare(
    "corridor-banks-asked",
    "error",
    Text(
        "廊道图层中有 {count} 个面（例如 {keys}），面没有长度。",
        "The layer has {count:polygon|polygons} (for example {keys}), and polygons have no length.",
    ),
    Text(
        "请给出岸线图层（--banks），沿岸线计长；或改用廊道中心线图层。",
        "Name a layer of bank lines (--banks) to measure along, or use the centre lines.",
    ),
)


def compute(given: Given) -> Computed:
    """Raises `corridor-banks-asked` for polygons without bank lines."""
    found = corridors_of(given, "all")
    banks = given.frames.get("banks")
    if banks is None:
        _refuse_polygons(found.frame)
    reach = given.parameters["reach_m" if banks is not None else "same_place_m"]
    measured = length_by_class(found.frame, found.status, ORDER, tolerance_m=reach, reference=banks)
    target = given.target
    result = {
        "total": _total(measured, len(found.frame)),
        "statuses": _statuses(found, measured),
        "corridors": _corridors(found, measured),
        "target": None if target is None else _target(target, found, measured),
        "notes": stage_notes(found) + length_notes(measured),
    }
    return Computed(result)


def _target(target: Target, found: Corridors, measured: Lengths) -> dict[str, Any]:
    completed, whole = measured.class_m[COMPLETED], measured.total_m
    most = of_length(completed + measured.class_m[UNKNOWN], whole)
    least, unknown = of_length(completed, whole), so_many(len(found.unknown), NO_STATUS)
    return judged_over(target, quantity_block(target, least), span_of(target, least, most, unknown))


def _refuse_polygons(frame: gpd.GeoDataFrame) -> None:
    areal = frame.loc[frame.geom_type.isin(("Polygon", "MultiPolygon")), "key"]
    if len(areal):
        raise EcoAtlasError(BANKS_ASKED, count=len(areal), keys=listed(areal, 3))


def _total(measured: Lengths, corridors: int) -> dict[str, Any]:
    of = measured.class_m
    banks = measured.reference_m
    return {
        "corridors": corridors,
        "total_m": length(measured.total_m),
        "completed_m": length(of[COMPLETED]),
        "building_m": length(of[BUILDING]),
        "planned_m": length(of[PLANNED]),
        "unknown_m": length(of[UNKNOWN]),
        "completed_share": share(of[COMPLETED], measured.total_m),
        "banks_m": None if banks is None else length(banks),
        "banks_share": share(of[COMPLETED], banks or 0.0),
        "twice_m": length(measured.twice_m),
        "off_banks_m": length(measured.off_reference_m),
    }


def _statuses(found: Corridors, measured: Lengths) -> list[dict[str, Any]]:
    return [
        {
            "key": name,
            "name": both(NAMES[name]),
            "corridors": found.status.count(name),
            "length_m": length(measured.class_m[name]),
            "share": share(measured.class_m[name], measured.total_m),
        }
        for name in ORDER
        if name in found.status
    ]


def _corridors(found: Corridors, measured: Lengths) -> list[dict[str, Any]]:
    rows = zip(
        found.frame["key"], found.frame["name"], found.status, measured.row_m.tolist(), strict=True
    )
    return [
        {"key": key, "name": text_or_none(name), "status": status, "length_m": length(of_row)}
        for key, name, status, of_row in rows
    ]
