"""Declaration of the metric “continuity of corridors”; `continuity` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.figures.units import DEGREES
from geo.words import Text
from layers.kinds.required import ECOLOGICAL_CORRIDOR
from projects.metrics.cards import Card
from projects.metrics.corridors.length_metric import REACH
from projects.metrics.corridors.stage_columns import BANKS, STAGE
from projects.metrics.declaration import (
    COUNT,
    METRES,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Metric,
    Sum,
    Table,
)
from projects.metrics.families import CORRIDOR
from projects.metrics.parameters import distance, target_parameter
from projects.metrics.roles import CORRIDORS, DIVISIONS

CHECK = "SC-CORRIDOR-CONT"


PARTS = ("covered_m", "bridged_m", "gap_m")


CONTINUITY = Column("continuity", Text("连续度", "Continuity"), RATIO)


CORRIDOR_CONTINUITY = Metric(
    id="corridor_continuity",
    version=2,
    family=CORRIDOR,
    place=30,
    title=Text("生态廊道连续度", "Continuity of corridors"),
    summary=Text(
        "沿岸线廊道不间断的程度，断点逐处列出位置、长度和所在行政区。",
        "How far corridors go along the banks without a break, and every gap with place, length "
        "and division.",
    ),
    formula=Text(
        "连续度 = 1 − Σ断点长度 ÷ 岸线总长。岸线上某处在搭接距离内（垂直于岸线量）有廊道即不断；"
        "不长于容差的间断不算断点。",
        "continuity = 1 − Σ gaps ÷ length of the banks. A place is covered when a corridor lies "
        "within reach, at right angles to the bank; breaks up to the tolerance are no gaps.",
    ),
    source=Text(
        "政策台账核算方式 SC-CORRIDOR-CONT；容差与搭接距离没有标准，由使用者确定。",
        "Check SC-CORRIDOR-CONT of the policy register; no standard gives tolerance or reach.",
    ),
    unit=RATIO,
    headline="continuity",
    inputs=(
        BANKS,
        CORRIDORS,
        replace(
            DIVISIONS,
            summary=Text("给出时注明断点中点所在的行政区。", "If given, gaps name their division."),
            fields=(),
            wanted=("level",),
            optional=True,
        ),
    ),
    parameters=(
        STAGE,
        REACH,
        distance(
            "tolerance_m",
            Text("断点容差", "Tolerance of gaps"),
            Text("不长于它的间断不算断点。", "Breaks up to this length are no gaps."),
            10.0,
            100_000.0,
        ),
        target_parameter("share"),
    ),
    total=(
        Column("corridors", Text("廊道数", "Corridors"), COUNT),
        Column("banks_m", Text("岸线总长", "Length of the banks"), METRES),
        Column("covered_m", Text("有廊道", "With a corridor"), METRES),
        Column("bridged_m", Text("容差以内的间断", "Breaks within the tolerance"), METRES),
        Column("gap_m", Text("断点长度", "Gaps"), METRES),
        Column("gaps", Text("断点数", "Gaps, number"), COUNT),
        CONTINUITY,
    ),
    tables=(
        Table(
            "gaps",
            Text("断点", "Gaps"),
            (
                Column("length_m", Text("长度", "Length"), METRES, sums=True),
                Column("from_m", Text("起点桩号", "From the start"), METRES),
                Column("owner", Text("所在行政区", "Division"), NO_UNIT, "text"),
                Column("lon", Text("中点经度", "Longitude"), DEGREES),
                Column("lat", Text("中点纬度", "Latitude"), DEGREES),
            ),
            shapes=True,
            size="length_m",
        ),
        Table(
            "banks",
            Text("岸线", "Banks"),
            (
                Column("banks_m", Text("长度", "Length"), METRES, sums=True),
                Column("gap_m", Text("断点长度", "Gaps"), METRES, sums=True),
                CONTINUITY,
            ),
            role="banks",
            size="gap_m",
        ),
    ),
    nulls=Text(
        "没有廊道时全部岸线为断点；没有岸线时连续度为空；没有建设状态的廊道只在阶段为“全部”时计入。",
        "Without corridors all of the bank is a gap; without banks there is no continuity; "
        "corridors without a status count at the stage “all” only.",
    ),
    computed_by="corridors.continuity:compute",
    card=Card(),
    checks=(Check(CHECK, about=(ECOLOGICAL_CORRIDOR.id,)),),
    parts=PARTS,
    sums=(
        Sum("banks_m", PARTS),
        Sum("banks_m", ("banks_m",), rows="banks"),
        Sum("gap_m", ("gap_m",), rows="banks"),
    ),
)
