"""Declaration of the metric “width of corridors”; `width` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.figures.units import TIMES
from geo.lines.reach import REACH_M
from geo.words import Text
from layers.kinds.required import ECOLOGICAL_CORRIDOR
from projects.metrics.corridors.stage_columns import BANKS, STAGE
from projects.metrics.declaration import (
    COUNT,
    METRES,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Metric,
    Parameter,
    SheetRole,
    Table,
)
from projects.metrics.families import CORRIDOR
from projects.metrics.parameters import distance
from projects.metrics.roles import CORRIDORS

NARROWEST = 100


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
    computed_by="corridors.width:compute",
    checks=(Check("SC-CORRIDOR-WIDTH"),),
)
