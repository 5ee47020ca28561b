"""Green share by township: ground of classes that count as green, in each division of a level."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd

from geo.measure.ellipsoid import area_m2
from geo.words import Text
from projects.metrics.cards import Card
from projects.metrics.declaration import (
    COUNT,
    RATIO,
    SQUARE_METRES,
    Column,
    Computed,
    Given,
    Metric,
    Sum,
    Table,
)
from projects.metrics.divisions import level_notes, of_level
from projects.metrics.families import CORRIDOR
from projects.metrics.green_ground import (
    CLASS_TABLE,
    CLASSES,
    COVER,
    FIGURES,
    NULLS,
    PARTS,
    class_rows_of,
    green_figures,
    green_notes,
    greenness,
    verdicts_of,
)
from projects.metrics.parameters import RULES_ON, division_level
from projects.metrics.rasters import Covered, covered
from projects.metrics.results import overlap, text_or_none
from projects.metrics.roles import DIVISIONS


def compute(given: Given) -> Computed:
    """Every division of the level, and all together, each place once."""
    every, raster = given.frames["townships"], given.rasters["cover"]
    level = given.parameters["level"]
    units = of_level(every, level)
    given.step(0, 2)
    found = covered(raster, units.geometry, given.sheets["classes"], given.parameters["rules_on"])
    given.step(1, 2)
    verdicts = verdicts_of(found)
    once = greenness(found.once, verdicts)
    summed = float(area_m2(units.geometry).sum())
    result = {
        "total": {
            "units": len(units),
            **green_figures(once),
            "overlap_removed_m2": overlap(summed - once.whole_m2, summed),
        },
        "townships": _rows(units, found, verdicts),
        "classes": class_rows_of(raster, found, verdicts),
        "notes": green_notes(given, raster, found, once) + level_notes(every, units, level),
    }
    given.step(2, 2)
    return Computed(result)


def _rows(
    units: gpd.GeoDataFrame, found: Covered, verdicts: dict[int, str]
) -> list[dict[str, Any]]:
    return [
        {"key": key, "name": text_or_none(name), **green_figures(greenness(areas, verdicts))}
        for key, name, (_, areas) in zip(
            units["key"], units["name"], found.by_zone.iterrows(), strict=True
        )
    ]


TOWNSHIP_GREEN_SHARE = Metric(
    id="township_green_share",
    version=2,
    family=CORRIDOR,
    place=60,
    title=Text("乡镇绿地率", "Green share by township"),
    summary=Text(
        "各乡镇（或所选级别的行政区）土地覆盖类别计入绿化的面积比例；无资料的面积单列。",
        "The share of each township, or division of the chosen level, whose land cover counts as "
        "green; ground without data stands apart.",
    ),
    formula=Text(
        "绿地率 = 计入绿化的面积 ÷（计入 + 不计入）；下限 = 计入绿化的面积 ÷ 全部面积。"
        "边界像元按落入部分计，像元面积在椭球面上量算；合计中重叠的行政区只计一次。",
        "share = green ÷ (green + not green); at least = green ÷ all ground. Cells on a border "
        "count with the part inside, areas on the ellipsoid; in the total divisions that overlap "
        "count once.",
    ),
    source=Text(
        "哪些类计入绿化见规则“土地覆盖类别”。它按遥感分类统计全部绿色地表，不是园林部门按"
        "《城市绿地分类标准》CJJ/T 85-2017 统计的绿地率；"
        "五份文件没有规定乡镇绿地率，不与目标比较。",
        "Which classes count is said by the rule “land-cover classes”. It is of all green ground "
        "by remote sensing, not the ratio of green space that parks departments report by CJJ/T "
        "85-2017; none of the plans states a green share of townships, so that it is compared "
        "with no target.",
    ),
    unit=RATIO,
    headline="green_share",
    inputs=(
        replace(DIVISIONS, name="townships"),
        COVER,
    ),
    sheets=(CLASSES,),
    parameters=(
        division_level(
            Text("统计单元级别", "Level of the units"),
            Text("按哪一级行政区统计。", "Which divisions are told apart."),
            "township",
        ),
        RULES_ON,
    ),
    total=(
        Column("units", Text("行政区数", "Divisions"), COUNT),
        *FIGURES,
        Column("overlap_removed_m2", Text("扣除的重叠", "Overlap removed"), SQUARE_METRES),
    ),
    tables=(
        Table(
            "townships",
            Text("行政区", "Divisions"),
            FIGURES,
            role="townships",
            size="not_green_m2",
        ),
        CLASS_TABLE,
    ),
    nulls=NULLS,
    compute=compute,
    card=Card(),
    parts=PARTS,
    sums=(Sum("area_m2", PARTS, places=("total", "townships")),),
)
