"""Declaration of the metric “green share of corridors”; `green` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from projects.metrics.cards import Card
from projects.metrics.corridors.stage_columns import NAMES, STAGE
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    SQUARE_METRES,
    Column,
    Metric,
    Sum,
    Table,
)
from projects.metrics.families import CORRIDOR
from projects.metrics.green_columns import CLASS_TABLE, CLASSES, COVER, FIGURES, NULLS, PARTS
from projects.metrics.parameters import RULES_ON
from projects.metrics.roles import CORRIDORS

CORRIDOR_GREEN = Metric(
    id="corridor_green",
    version=2,
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
        COVER,
    ),
    sheets=(CLASSES,),
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
            size="not_green_m2",
        ),
        CLASS_TABLE,
    ),
    nulls=NULLS,
    asked_as="corridor_green_share",
    computed_by="corridors.green:compute",
    card=Card(),
    parts=PARTS,
    sums=(Sum("area_m2", PARTS, places=("total", "corridors")),),
)
