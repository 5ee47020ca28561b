"""Green share of corridors: ground of classes that count as green, by corridor and all together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.measure.ellipsoid import area_m2
from geo.overlay.zonal import NOTHING
from geo.words import Text
from layers.kinds.rasters import LAND_COVER
from projects.metrics.corridors.stages import NAMES, STAGE, Corridors, corridors_of, stage_notes
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    SQUARE_METRES,
    Column,
    Computed,
    Given,
    Metric,
    Role,
    SheetRole,
    Table,
)
from projects.metrics.families import CORRIDOR
from projects.metrics.parameters import RULES_ON
from projects.metrics.rasters import Covered, RasterInput, covered, raster_notes
from projects.metrics.results import area, note, overlap, share, text_or_none
from projects.metrics.roles import CORRIDORS
from projects.metrics.rules_in_force import unverified_notes

CHECK = "corridor_green_share"
GREEN, NOT_GREEN, UNKNOWN = "green", "not_green", "no_data"
COUNTED = {
    GREEN: Text("计入绿化", "counts as green"),
    NOT_GREEN: Text("不计入", "does not count"),
    UNKNOWN: Text("规则没有这一类，按无资料计", "not in the rule: no data"),
}


@dataclass(frozen=True, slots=True)
class Greenness:
    """m² of ground: green, not green, and nothing known of it."""

    green_m2: float
    not_green_m2: float
    no_data_m2: float

    @property
    def whole_m2(self) -> float:
        return self.green_m2 + self.not_green_m2 + self.no_data_m2


def compute(given: Given) -> Computed:
    raster, rule = given.rasters["cover"], given.sheets["classes"]
    chosen = corridors_of(given, given.parameters["stage"])
    given.step(0, 2)
    found = covered(raster, chosen.frame.geometry, rule, given.parameters["rules_on"])
    given.step(1, 2)
    verdicts = {value: _verdict(found, value) for value in found.classes}
    once = _greenness(found.once, verdicts)
    result = {
        "total": _total(chosen, once),
        "corridors": _corridors(chosen, found, verdicts),
        "classes": _classes(raster, found, verdicts),
        "notes": _notes(given, raster, found, once) + stage_notes(chosen),
    }
    given.step(2, 2)
    return Computed(result)


def _verdict(found: Covered, value: int) -> str:
    if value not in found.rows:
        return UNKNOWN
    return GREEN if found.rows[value]["green"] == "yes" else NOT_GREEN


def _greenness(areas: pd.Series[float], verdicts: Mapping[int, str]) -> Greenness:
    parts = dict.fromkeys((GREEN, NOT_GREEN, UNKNOWN), 0.0)
    for value, m2 in areas.items():
        known = int(str(value))
        parts[UNKNOWN if known == NOTHING else verdicts[known]] += float(m2)
    return Greenness(parts[GREEN], parts[NOT_GREEN], parts[UNKNOWN])


def _figures(one: Greenness) -> dict[str, float | None]:
    return {
        "area_m2": area(one.whole_m2),
        "green_m2": area(one.green_m2),
        "not_green_m2": area(one.not_green_m2),
        "no_data_m2": area(one.no_data_m2),
        "green_share": share(one.green_m2, one.green_m2 + one.not_green_m2),
        "green_share_least": share(one.green_m2, one.whole_m2),
        "no_data_share": share(one.no_data_m2, one.whole_m2),
    }


def _total(chosen: Corridors, once: Greenness) -> dict[str, Any]:
    summed = float(area_m2(chosen.frame.geometry).sum())
    return {
        "corridors": len(chosen.frame),
        **_figures(once),
        "overlap_removed_m2": overlap(summed - once.whole_m2, summed),
    }


def _corridors(
    chosen: Corridors, found: Covered, verdicts: Mapping[int, str]
) -> list[dict[str, Any]]:
    frame = chosen.frame
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "status": status,
            **_figures(_greenness(areas, verdicts)),
        }
        for key, name, status, (_, areas) in zip(
            frame["key"], frame["name"], chosen.status, found.by_zone.iterrows(), strict=True
        )
    ]


def _classes(
    raster: RasterInput, found: Covered, verdicts: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Every class that occurs, the largest first, with what it was counted as."""
    whole = float(found.once.sum())
    there = [value for value in found.classes if found.once[value] > 0]
    return [
        {
            "key": str(value),
            "name": raster.named(value).zh,
            "counted": verdicts[value],
            "area_m2": area(found.once[value]),
            "share": share(float(found.once[value]), whole),
        }
        for value in sorted(there, key=lambda value: (-found.once[value], value))
    ]


def _notes(
    given: Given, raster: RasterInput, found: Covered, once: Greenness
) -> list[dict[str, Any]]:
    rule = given.sheets["classes"]
    there = [value for value in found.classes if found.once[value] > 0]
    used = [found.rows[value] for value in there if value in found.rows]
    green = [value for value in there if value in found.rows and _verdict(found, value) == GREEN]
    named = "、".join(f"{value} {raster.named(value).zh}" for value in green) or "—"
    named_en = ", ".join(f"{value} {raster.named(value).en}" for value in green) or "—"
    return [
        note(
            "green-classes",
            "计入绿化的类：{classes}。绿化率 = 计入绿化 ÷ 有资料的面积。",
            "Classes that count as green: {classes_en}. The share is green ÷ ground with data.",
            classes=named,
            classes_en=named_en,
        ),
        *raster_notes(raster, found, once.whole_m2),
        *unverified_notes(rule, used, "legend", "name"),
    ]


FIGURES = (
    Column("area_m2", Text("面积", "Area"), SQUARE_METRES, sums=True),
    Column("green_m2", Text("绿化", "Green"), SQUARE_METRES, sums=True),
    Column("not_green_m2", Text("非绿化", "Not green"), SQUARE_METRES, sums=True),
    Column("no_data_m2", Text("无资料", "No data"), SQUARE_METRES, sums=True),
    Column("green_share", Text("绿化率（有资料部分）", "Green share, of what is known"), RATIO),
    Column("green_share_least", Text("绿化率下限", "Green share, at least"), RATIO),
    Column("no_data_share", Text("无资料占比", "Share without data"), RATIO),
)
CORRIDOR_GREEN = Metric(
    id="corridor_green",
    version=1,
    family=CORRIDOR,
    place=50,
    title=Text("廊道绿化率", "Green share of corridors"),
    summary=Text(
        "各廊道及全部廊道中，土地覆盖类别计入绿化的面积比例；无资料的面积单列。",
        "The share of each corridor, and of all together, whose land cover counts as green; ground "
        "without data stands apart.",
    ),
    formula=Text(
        "绿化率 = 计入绿化的面积 ÷（计入 + 不计入）；下限 = 计入绿化的面积 ÷ 全部面积。"
        "边界像元按落入部分计，像元面积在椭球面上量算；合计中重叠的廊道只计一次。",
        "share = green ÷ (green + not green); at least = green ÷ all ground. Cells on a border "
        "count with the part inside, areas on the ellipsoid; in the total corridors that overlap "
        "count once.",
    ),
    source=Text(
        "哪些类计入绿化见规则“土地覆盖类别”；五份文件没有规定廊道绿化率，不与目标比较。",
        "Which classes count is said by the rule “land-cover classes”; none of the plans states a "
        "green share of corridors, so that it is compared with no target.",
    ),
    unit=RATIO,
    headline="green_share",
    inputs=(
        replace(
            CORRIDORS,
            summary=Text("面状廊道；线没有面积。", "Polygons; a line has no area."),
            geometry=("polygon",),
        ),
        Role(
            "cover",
            Text("土地覆盖", "Land cover"),
            Text("分类栅格。", "A raster of classes."),
            geometry=("raster",),
            kinds=(LAND_COVER.id,),
        ),
    ),
    sheets=(
        SheetRole(
            "classes",
            Text("土地覆盖类别", "Land-cover classes"),
            Text("哪些类计入绿化。", "Which classes count as green."),
            "land_cover_classes",
        ),
    ),
    parameters=(
        STAGE,
        RULES_ON,
    ),
    total=(
        Column("corridors", Text("廊道数", "Corridors"), COUNT),
        *FIGURES,
        Column("overlap_removed_m2", Text("扣除的重叠", "Overlap removed"), SQUARE_METRES),
    ),
    tables=(
        Table(
            "corridors",
            Text("廊道", "Corridors"),
            (Column("status", Text("建设状态", "Status"), NO_UNIT, "code", NAMES), *FIGURES),
            role="corridors",
        ),
        Table(
            "classes",
            Text("土地覆盖类别", "Land-cover classes"),
            (
                Column("counted", Text("是否计入绿化", "Counted"), NO_UNIT, "code", COUNTED),
                Column("area_m2", Text("面积", "Area"), SQUARE_METRES, sums=True),
                Column("share", Text("占比", "Share"), RATIO),
            ),
        ),
    ),
    nulls=Text(
        "栅格以外、像元无值和规则没有的类都计为无资料，从不算作非绿化；全部无资料时绿化率为空。",
        "Ground beyond the raster, cells without a value and classes that the rule lacks are no "
        "data, never not green; where all is no data there is no share.",
    ),
    asked_as="corridor_green_share",
    compute=compute,
    parts=("green_m2", "not_green_m2", "no_data_m2"),
)
