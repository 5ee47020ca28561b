"""Townships that have a sewage plant or a declared service area: a count of units, not of area."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np

from geo.coverage.share import coverage
from geo.errors import EcoAtlasError, declare
from geo.overlay.located import first_holding
from geo.words import Text
from projects.metrics.cards import Card
from projects.metrics.columns import YES_NO
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    SQUARE_METRES,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    Table,
)
from projects.metrics.divisions import level_notes, of_level, without_level
from projects.metrics.families import SEWAGE
from projects.metrics.parameters import division_level, limit, target_parameter
from projects.metrics.results import area, note, share, text_or_none
from projects.metrics.roles import BOUNDARY, DIVISIONS, LIMITS, PLANTS, SERVICE_AREAS
from projects.metrics.stands import YES_IS_MET
from projects.metrics.units import NO, UNKNOWN, Tally, target_by_count
from projects.metrics.unknown import so_many

CHECK = "SC-TOWNSHIP-COVER"
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
WAYS = {
    "plant": Text("有污水处理厂", "a plant"),
    "service": Text("有服务范围", "a service area"),
    "none": Text("无", "nothing"),
}

TOWNSHIP_COVERAGE = Metric(
    id="township_coverage",
    version=2,
    family=SEWAGE,
    place=50,
    title=Text("乡镇污水治理覆盖率", "Townships with sewage treatment"),
    summary=Text(
        "有污水处理厂或申报服务范围的乡镇个数占全部乡镇的比例，附清单。",
        "Townships with a plant or a declared service area among all, with the list.",
    ),
    formula=Text(
        "覆盖率 = 已覆盖乡镇数 ÷ 乡镇总数；"
        "已覆盖：乡镇内有厂，或服务范围在乡镇内的面积不小于参数。",
        "share = townships covered ÷ all; covered: a plant lies inside, or service areas cover at "
        "least the given area of it.",
    ),
    source=Text(
        "政策台账核算方式 SC-TOWNSHIP-COVER（如十堰2018：到2019年乡镇污水治理全覆盖）。",
        "Check SC-TOWNSHIP-COVER of the policy register (for example Shiyan 2018: all townships by "
        "2019).",
    ),
    unit=RATIO,
    headline="share",
    inputs=(
        replace(DIVISIONS, name="townships", within="units"),
        replace(PLANTS, optional=True),
        replace(SERVICE_AREAS, optional=True),
        BOUNDARY,
    ),
    sheets=(LIMITS,),
    parameters=(
        division_level(
            Text("统计单元级别", "Level of the units"),
            Text("按哪一级行政区计数。", "Which divisions are counted."),
            "township",
        ),
        limit(
            "least_served_m2",
            Text("算作覆盖的最小服务面积", "Least service area that counts"),
            Text("小于它的服务范围只是跨界的边角。", "Less is the edge of a neighbour's area."),
            10_000.0,
            SQUARE_METRES,
            1e9,
        ),
        target_parameter("share"),
    ),
    total=(
        Column("units", Text("乡镇总数", "Townships"), COUNT),
        Column("covered", Text("已覆盖", "Covered"), COUNT),
        Column("not_covered", Text("未覆盖", "Not covered"), COUNT),
        Column("share", Text("覆盖率", "Share"), RATIO),
        Column("by_plant", Text("有污水处理厂", "With a plant"), COUNT),
        Column("by_service", Text("只有服务范围", "With a service area only"), COUNT),
    ),
    tables=(
        Table(
            "townships",
            Text("乡镇", "Townships"),
            (
                Column(
                    "covered",
                    Text("是否覆盖", "Covered"),
                    NO_UNIT,
                    "code",
                    YES_NO,
                    stands=YES_IS_MET,
                ),
                Column("by", Text("由什么覆盖", "By what"), NO_UNIT, "code", WAYS),
                Column("plants", Text("污水处理厂", "Plants"), COUNT, sums=True),
                Column(
                    "served_m2",
                    Text("服务范围面积", "Served"),
                    SQUARE_METRES,
                    against=("least_served_m2",),
                ),
            ),
            role="townships",
        ),
    ),
    nulls=Text(
        "没有填写级别的行政区不计入并说明；没有该级别的单元时覆盖率为空。",
        "Divisions without a level are not counted and are told; without units of the level there "
        "is no share.",
    ),
    compute=compute,
    card=Card(),
    checks=(Check(CHECK),),
    subjects=("township_sewage", "rural_sewage_coverage"),
)
