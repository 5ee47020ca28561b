"""Townships that have a sewage plant or a declared service area: a count of units, not of area."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np

from geo.coverage.share import coverage
from geo.errors import EcoAtlasError, declare
from geo.overlay.located import first_holding
from geo.words import Text
from projects.metrics.columns import NO, UNKNOWN
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.divisions import level_notes, of_level, without_level
from projects.metrics.results import area, note, share, text_or_none
from projects.metrics.units import Tally, target_by_count
from projects.metrics.unknown import so_many

FACILITIES_ASKED = declare(
    "township-facilities-asked",
    "error",
    Text(
        "既没有给出污水处理厂，也没有给出服务范围，无法判断哪些乡镇已覆盖。",
        "Neither sewage plants nor service areas are given: no township can be counted.",
    ),
    Text(
        "请至少给出其中一个图层（--plants 或 --service-areas）。",
        "Give one of the two layers at least (--plants or --service-areas).",
    ),
)


def compute(given: Given) -> Computed:
    """Units of the level asked for; each with what covers it."""
    plants, services = given.frames.get("plants"), given.frames.get("service_areas")
    if plants is None and services is None:
        raise EcoAtlasError(FACILITIES_ASKED)
    every = given.frames["townships"]
    units = of_level(every, given.parameters["level"])
    rows = _rows(units, _plants_in(units, plants), _served_m2(units, services), given)
    covered = sum(row["covered"] == "yes" for row in rows)
    total = {
        "units": len(rows),
        "covered": covered,
        "not_covered": len(rows) - covered,
        "share": share(covered, len(rows)),
        "by_plant": sum(row["plants"] > 0 for row in rows),
        "by_service": sum(row["by"] == "service" for row in rows),
    }
    lacking = [name for name in FACILITIES if name not in given.frames]
    uncovered = len(rows) - covered if lacking else 0
    unknown = tuple(said for name in lacking for said in so_many(uncovered, FACILITIES[name]))
    others = without_level(every)
    found = _rows(others, _plants_in(others, plants), _served_m2(others, services), given)
    may_be = [UNKNOWN if lacking and one["covered"] == NO else one["covered"] for one in found]
    tally = Tally(covered, len(rows), unknown, uncovered, may_be)
    target = None if given.target is None else target_by_count(given.target, tally)
    notes = _notes(every, units, given.parameters["level"])
    return Computed({"total": total, "townships": rows, "target": target, "notes": notes})


def _plants_in(units: gpd.GeoDataFrame, plants: gpd.GeoDataFrame | None) -> Any:
    if plants is None or not len(units):
        return np.zeros(len(units), dtype=int)
    place = first_holding(plants, units)
    return np.bincount(place[place >= 0], minlength=len(units))


def _served_m2(units: gpd.GeoDataFrame, services: gpd.GeoDataFrame | None) -> Any:
    if services is None or not len(units):
        return np.zeros(len(units))
    return np.array([zone.covered_m2 for zone in coverage(units, services).zones])


def _rows(units: gpd.GeoDataFrame, plants: Any, served: Any, given: Given) -> list[dict[str, Any]]:
    least = given.parameters["least_served_m2"]
    return [
        _row(key, name, int(count), float(ground), least)
        for key, name, count, ground in zip(
            units["key"], units["name"], plants, served, strict=True
        )
    ]


def _row(key: str, name: Any, plants: int, served_m2: float, least_m2: float) -> dict[str, Any]:
    by = "plant" if plants else "service" if served_m2 > 0 and served_m2 >= least_m2 else "none"
    return {
        "key": key,
        "name": text_or_none(name),
        "covered": "no" if by == "none" else "yes",
        "by": by,
        "plants": plants,
        "served_m2": area(served_m2),
    }


def _notes(every: gpd.GeoDataFrame, units: gpd.GeoDataFrame, level: str) -> list[dict[str, Any]]:
    return [
        note(
            "units-not-area",
            "覆盖率按乡镇个数计算；有一座厂或服务范围达到参数面积即算覆盖，不表示该乡镇全部污水已收集。",
            "The share counts units: one plant, or a service area of the given size, covers a "
            "township. It does not say that all of its sewage is collected.",
        ),
        *level_notes(every, units, level),
    ]


FACILITIES = {
    "plants": Text(
        "没有给出污水处理厂图层，{count} 个没有服务范围的单元是否有厂不明",
        "units without a service area, for no layer of sewage plants is given ({count})",
    ),
    "service_areas": Text(
        "没有给出服务范围图层，{count} 个没有厂的单元是否在服务范围内不明",
        "units without a plant, for no layer of service areas is given ({count})",
    ),
}


"""What is not known where one of the two layers is not given."""
