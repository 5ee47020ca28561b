"""Declaration of the metric “length of corridors”; `length` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from projects.metrics.cards import Card
from projects.metrics.corridors.stage_columns import BANKS, NAMES
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
from projects.metrics.roles import CORRIDORS

CHECK = "SC-CORRIDOR-LEN"


PARTS = ("completed_m", "building_m", "planned_m", "unknown_m")


REACH = distance(
    "reach_m",
    Text("岸线搭接距离", "Reach from the bank"),
    Text(
        "廊道离岸线不超过它（垂直于岸线量）的岸段算有廊道。",
        "A place of the bank has a corridor when one lies this near, at right angles to it.",
    ),
    50.0,
    10_000.0,
)


STATUS = Column("status", Text("建设状态", "Status"), NO_UNIT, "code", NAMES)


CORRIDOR_LENGTH = Metric(
    id="corridor_length",
    version=3,
    family=CORRIDOR,
    place=10,
    title=Text("生态廊道长度", "Length of corridors"),
    summary=Text(
        "按规划、在建、建成汇总的廊道长度及建成比例，重合处只计一次。",
        "Length of corridors planned, under construction and completed; each place counts once.",
    ),
    formula=Text(
        "长度 = Σ椭球面长度；一处有几种状态时取最先进的（建成、在建、规划、不明）。"
        "给出岸线时 = 搭接距离内有廊道的岸线长度。建成比例 = 建成 ÷ 全部。",
        "length = Σ length on the ellipsoid; a place with several statuses has the most advanced "
        "one. With bank lines: the length of bank that has a corridor within reach. share = "
        "completed ÷ all.",
    ),
    source=Text(
        "政策台账核算方式 SC-CORRIDOR-LEN（如武汉经开区2023事项9-7：百里长江生态廊道）。",
        "Check SC-CORRIDOR-LEN of the policy register (for example item 9-7 of the Wuhan zone).",
    ),
    unit=METRES,
    headline="completed_m",
    inputs=(
        replace(
            CORRIDORS,
            summary=Text(
                "中心线；或面，沿岸线计长。", "Centre lines; or polygons along bank lines."
            ),
            geometry=("line", "polygon"),
        ),
        replace(BANKS, optional=True),
    ),
    parameters=(
        REACH,
        distance(
            "same_place_m",
            Text("重合距离", "Same place"),
            Text(
                "没有岸线时，相距不超过它的中心线算同一处。",
                "Without bank lines, centre lines nearer than this are one place.",
            ),
            1.0,
            1_000.0,
        ),
        target_parameter("length", "share"),
    ),
    total=(
        Column("corridors", Text("廊道数", "Corridors"), COUNT),
        Column("total_m", Text("总长度", "Length, all"), METRES),
        Column("completed_m", Text("建成", "Completed"), METRES),
        Column("building_m", Text("在建", "Under construction"), METRES),
        Column("planned_m", Text("规划", "Planned"), METRES),
        Column("unknown_m", Text("状态不明", "No status"), METRES),
        Column("completed_share", Text("建成比例", "Share completed"), RATIO),
        Column("banks_m", Text("岸线长度", "Length of the banks"), METRES),
        Column("banks_share", Text("建成占岸线", "Completed, share of the banks"), RATIO),
        Column("twice_m", Text("重合未计", "Drawn twice"), METRES),
        Column("off_banks_m", Text("岸线以外", "Off the banks"), METRES),
    ),
    tables=(
        Table(
            "statuses",
            Text("建设状态", "Status"),
            (
                Column("corridors", Text("廊道数", "Corridors"), COUNT, sums=True),
                Column("length_m", Text("长度", "Length"), METRES, sums=True),
                Column("share", Text("占比", "Share"), RATIO),
            ),
        ),
        Table(
            "corridors",
            Text("廊道", "Corridors"),
            (STATUS, Column("length_m", Text("长度", "Length"), METRES)),
            role="corridors",
        ),
    ),
    nulls=Text(
        "没有建设状态的单列，不算建成；没有图形的要素须先改正；没有廊道时比例为空。",
        "Without a status a corridor stands apart; without geometry it is refused; without "
        "corridors there is no share.",
    ),
    computed_by="corridors.length:compute",
    card=Card(),
    checks=(Check(CHECK),),
    parts=PARTS,
    sums=(Sum("total_m", PARTS), Sum("total_m", ("length_m",), rows="statuses")),
)
