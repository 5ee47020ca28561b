"""Declaration of the metric “green share by township”; `township_green` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from projects.metrics.cards import Card
from projects.metrics.declaration import (
    COUNT,
    RATIO,
    SQUARE_METRES,
    Column,
    Metric,
    Sum,
    Table,
)
from projects.metrics.families import CORRIDOR
from projects.metrics.green_columns import CLASS_TABLE, CLASSES, COVER, FIGURES, NULLS, PARTS
from projects.metrics.parameters import RULES_ON, division_level
from projects.metrics.roles import DIVISIONS

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
    computed_by="corridors.township_green:compute",
    card=Card(),
    parts=PARTS,
    sums=(Sum("area_m2", PARTS, places=("total", "townships")),),
)
