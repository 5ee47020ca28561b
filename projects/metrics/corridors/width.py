"""Width of corridors at transects, or as declared: distribution, share above a chosen width."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import EcoAtlasError, declare
from geo.figures.units import TIMES
from geo.lines.transects import REACH_M, Widths, declared_widths, widths
from geo.words import Text
from layers.kinds.required import ECOLOGICAL_CORRIDOR
from projects.metrics.corridors.stages import BANKS, STAGE, Corridors, corridors_of, stage_notes
from projects.metrics.corridors.width_classes import width_classes
from projects.metrics.declaration import (
    COUNT,
    METRES,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    Parameter,
    SheetRole,
    Table,
)
from projects.metrics.families import CORRIDOR
from projects.metrics.parameters import distance
from projects.metrics.results import Amount, length, note, share, text_or_none
from projects.metrics.roles import CORRIDORS
from projects.metrics.rules_in_force import unverified_notes
from projects.sheets.in_force import rows_in_force

NARROWEST = 100
LOW_RATIO, HIGH_RATIO = 0.8, 1.25
"""Outside of these a note doubts the transects; figure and verdict do not follow from it."""

MIXED_CORRIDORS = declare(
    "corridors-lines-and-polygons",
    "error",
    Text(
        "廊道图层中既有面（{areas} 个）也有线（{lines} 个），宽度不能用同一种方法量算。",
        "The layer holds polygons ({areas}) and lines ({lines}): widths cannot be had in one way.",
    ),
    Text("请分成两个图层分别计算。", "Part it into two layers and compute each."),
)


def compute(given: Given) -> Computed:
    """Raises `corridors-lines-and-polygons` and those of `geo.lines.transects`."""
    chosen = corridors_of(given, given.parameters["stage"])
    found = _widths(chosen.frame, given)
    rule = given.sheets["widths"]
    rows = rows_in_force(rule, None)
    narrow = _narrowest(found, chosen, given)
    result = {
        "total": _total(found, given.parameters["required_width_m"]),
        "classes": width_classes(found, rows),
        "narrowest": narrow.drop(columns="geometry").to_dict("records"),
        "notes": [
            *stage_notes(chosen),
            *_notes(found, given),
            *unverified_notes(rule, rows, "from_m"),
        ],
    }
    shapes = gpd.GeoSeries(narrow.geometry.to_numpy(), index=narrow["key"], crs=narrow.crs)
    return Computed(result, {"narrowest": shapes})


def _widths(frame: gpd.GeoDataFrame, given: Given) -> Widths:
    areas = int(frame.geom_type.isin(("Polygon", "MultiPolygon")).sum())
    lines = len(frame) - areas
    if areas and lines:
        raise EcoAtlasError(MIXED_CORRIDORS, areas=areas, lines=lines)
    if lines:
        return declared_widths(frame, pd.to_numeric(frame["width_m"], errors="coerce").to_numpy())
    banks = given.frames.get("banks")
    return widths(
        frame,
        banks,
        every_m=given.parameters["every_m"],
        offset_m=0.0 if banks is None else given.parameters["offset_m"],
        reach_m=given.parameters["reach_m"],
    )


def _total(found: Widths, required_m: float | None) -> dict[str, Any]:
    wide = None if required_m is None else found.share_at_least(required_m)
    none = found.width_m == 0
    there = replace(found, step_m=np.where(none, 0.0, found.step_m))
    return {
        "transects": 0 if found.transects is None else len(found.transects),
        "length_m": length(found.length_m),
        "unknown_m": length(found.unknown_m),
        "without_m": length(found.step_m[none].sum()),
        "minimum_m": _or_none(found.minimum_m),
        "median_m": _or_none(found.median_m),
        "minimum_there_m": _or_none(there.minimum_m),
        "median_there_m": _or_none(there.median_m),
        "share_wide": None if wide is None else share(wide, 1.0),
        "area_ratio": None if found.area_ratio is None else round(found.area_ratio, 6),
    }


def _or_none(value: float | None) -> float | None:
    return None if value is None else length(value)


def _narrowest(found: Widths, chosen: Corridors, given: Given) -> gpd.GeoDataFrame:
    """The narrowest transects that meet a corridor, as rows with their shapes."""
    columns = ["key", "name", "width_m", "at_m", "step_m", "geometry"]
    if found.transects is None or found.transects.empty:
        return gpd.GeoDataFrame({name: [] for name in columns}, geometry="geometry", crs=4490)
    table = found.transects[found.transects["width_m"] > 0]
    table = table.sort_values(["width_m", "line", "at_m"], kind="stable").head(NARROWEST)
    lines = given.frames.get("banks")
    named = chosen.frame if lines is None else lines
    table = table.assign(
        key=[f"T{n + 1}" for n in range(len(table))],
        name=[text_or_none(named["name"].iloc[k]) for k in table["line"]],
        **{one: table[one].map(length) for one in ("width_m", "at_m", "step_m")},
    )
    return table[columns]


def _notes(found: Widths, given: Given) -> list[dict[str, Any]]:
    notes = []
    if given.parameters["required_width_m"] is None:
        notes.append(
            note(
                "no-required-width",
                "没有给出要求宽度：政策文件都没有规定廊道宽度，因此只列分布，不设默认值。",
                "No required width is given: no plan states one, so there is no default and only "
                "the distribution is shown.",
            )
        )
    ratio = found.area_ratio
    if ratio is not None and not LOW_RATIO <= ratio <= HIGH_RATIO:
        notes.append(
            note(
                "area-ratio-off",
                "横断面面积之和是廊道面积的 {ratio} 倍：远小于 1 时有廊道不在量算线上，"
                "远大于 1 时横断面在弯处交叉，宽度只可参考。",
                "The transects explain {ratio:time|times} the area of the corridors: far below 1 "
                "some corridors are off the line, far above 1 transects cross in bends.",
                ratio=Amount(ratio, TIMES),
            )
        )
    if found.transects is not None and found.transects["cut"].any():
        notes.append(
            note(
                "width-cut",
                "有 {count} 条横断面到达量算半宽仍未到廊道边缘，实际更宽。",
                "{count:transect|transects} {count:~ends at its|end at their} reach inside a "
                "corridor, which is wider there.",
                count=int(np.count_nonzero(found.transects["cut"])),
            )
        )
    return notes


REQUIRED = ("required_width_m",)
CORRIDOR_WIDTH = Metric(
    id="corridor_width",
    version=2,
    family=CORRIDOR,
    place=20,
    title=Text("生态廊道宽度", "Width of corridors"),
    summary=Text(
        "每隔一定距离作横断面量宽：分布、中位数、最窄处，以及不小于要求宽度的长度占比。",
        "Widths at transects: distribution, median, narrowest places, and the share of length with "
        "at least a required width.",
    ),
    formula=Text(
        "宽度 = 横断面落在廊道面内的长度；占比 = Σ宽度不小于 w 的步长 ÷ Σ步长。"
        "线状廊道用其申报宽度，按长度加权。面积比 = Σ(宽度 × 步长) ÷ 廊道面积，接近 1 时可信。",
        "width = length of the transect inside the corridor; share = Σ steps with at least w ÷ Σ "
        "steps. Lines have their declared width, weighted by length. area ratio = Σ(width × step) "
        "÷ area of the corridors: near 1 the widths can be trusted.",
    ),
    source=Text(
        "政策台账核算方式 SC-CORRIDOR-WIDTH；"
        "分级取自规则“生态廊道宽度分级”（朱强等2005，未核实）。",
        "Check SC-CORRIDOR-WIDTH of the policy register; classes from the rule “corridor widths” "
        "(Zhu Qiang et al. 2005, unverified).",
    ),
    unit=METRES,
    headline="median_m",
    inputs=(
        replace(
            CORRIDORS,
            summary=Text("廊道面；或带申报宽度的线。", "Polygons; or lines with a declared width."),
            wanted=("status", "width_m"),
        ),
        replace(
            BANKS,
            title=Text("量算线", "Lines to measure along"),
            summary=Text(
                "岸线或中心线；没有时由廊道面推求轴线。",
                "Bank or centre lines; without them the axis is derived from the polygons.",
            ),
            kinds=(*BANKS.kinds, ECOLOGICAL_CORRIDOR.id),
            optional=True,
        ),
    ),
    sheets=(
        SheetRole(
            "widths",
            Text("生态廊道宽度分级", "Classes of corridor width"),
            Text("宽度分布的分级界限。", "Borders of the classes of the distribution."),
            "corridor_widths",
        ),
    ),
    parameters=(
        STAGE,
        Parameter(
            "required_width_m",
            Text("要求宽度 w", "Required width w"),
            Text("不填则只列分布。", "Without it only the distribution is shown."),
            "number",
            origin=Text("没有默认值：政策文件未规定", "no default: no plan states one"),
            unit=METRES,
            low=0.1,
            high=10_000.0,
        ),
        distance(
            "every_m",
            Text("横断面间距 s", "Spacing s of the transects"),
            Text("沿线每隔多少米作一条横断面。", "One transect in so many metres of the line."),
            100.0,
            10_000.0,
        ),
        distance(
            "offset_m",
            Text("离线距离", "Distance from the line"),
            Text(
                "给出量算线时，廊道可以离线多远起算。",
                "With lines: how far beside the line a corridor may begin.",
            ),
            50.0,
            5_000.0,
        ),
        distance(
            "reach_m",
            Text("横断面半宽", "Half the transect"),
            Text("横断面向两侧各伸多远。", "How far a transect reaches to each side."),
            REACH_M,
            50_000.0,
        ),
    ),
    total=(
        Column("transects", Text("横断面数", "Transects"), COUNT),
        Column("length_m", Text("量得宽度的长度", "Length with a width"), METRES),
        Column("unknown_m", Text("宽度不明的长度", "Length without a width"), METRES),
        Column("without_m", Text("没有廊道的长度", "Length without a corridor"), METRES),
        Column("minimum_m", Text("最小宽度", "Least width"), METRES, against=REQUIRED),
        Column("median_m", Text("宽度中位数", "Median width"), METRES, against=REQUIRED),
        Column(
            "minimum_there_m",
            Text("最小宽度（有廊道处）", "Least width where there is one"),
            METRES,
            against=REQUIRED,
        ),
        Column(
            "median_there_m",
            Text("中位数（有廊道处）", "Median width, where any"),
            METRES,
            against=REQUIRED,
        ),
        Column("share_wide", Text("不小于 w 的长度占比", "Share of length ≥ w"), RATIO),
        Column("area_ratio", Text("面积比", "Area ratio"), TIMES),
    ),
    tables=(
        Table(
            "classes",
            Text("宽度分布", "Distribution of widths"),
            (
                Column("from_m", Text("下限", "From"), METRES),
                Column("to_m", Text("上限（不含）", "Below"), METRES),
                Column("length_m", Text("长度", "Length"), METRES, sums=True),
                Column("share", Text("占比", "Share"), RATIO, sums=True),
                Column("says", Text("文献说法", "What is said of it"), NO_UNIT, "text"),
            ),
        ),
        Table(
            "narrowest",
            Text(
                f"最窄的横断面（至多 {NARROWEST} 条）", f"Narrowest transects (at most {NARROWEST})"
            ),
            (
                Column("width_m", Text("宽度", "Width"), METRES, against=REQUIRED),
                Column("at_m", Text("桩号", "From the start"), METRES),
                Column("step_m", Text("代表长度", "Stands for"), METRES),
            ),
            shapes=True,
        ),
    ),
    nulls=Text(
        "没有申报宽度的线计入“宽度不明”，不进占比；量算线上没有廊道处宽度为 0，计入占比。",
        "Lines without a declared width are length unknown and in no share; where a line has no "
        "corridor the width is 0 and counts.",
    ),
    compute=compute,
    checks=(Check("SC-CORRIDOR-WIDTH"),),
)
