"""Declaration of the metric “load of sewage plants”; `load` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.figures.units import CUBIC_METRES_A_DAY
from geo.words import Text
from projects.metrics.cards import Card
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Metric,
    SheetRole,
    Table,
)
from projects.metrics.families import SEWAGE
from projects.metrics.parameters import DAY
from projects.metrics.roles import PLANTS
from projects.metrics.stands import MET, MISSED, REVIEW, UNKNOWN

STATES = {
    "over": Text("超过上限", "above the upper bound"),
    "normal": Text("正常", "within the bounds"),
    "low": Text("低于下限", "below the lower bound"),
    "no_capacity": Text("缺设计规模", "capacity missing"),
    "no_inflow": Text("缺进水量", "inflow missing"),
    "no_data": Text("规模和进水量都缺", "both missing"),
}


STANDING = {
    "over": MISSED,
    "low": REVIEW,
    "normal": MET,
    **dict.fromkeys(("no_capacity", "no_inflow", "no_data"), UNKNOWN),
}


CAPACITY = Column("capacity_m3_d", Text("设计规模", "Design capacity"), CUBIC_METRES_A_DAY)


INFLOW = Column("inflow_m3_d", Text("日均进水量", "Mean inflow"), CUBIC_METRES_A_DAY)


LOAD = Column("load", Text("负荷率", "Load factor"), RATIO, against=("over_bound", "low_bound"))


SEWAGE_LOAD = Metric(
    id="sewage_load",
    version=1,
    family=SEWAGE,
    place=20,
    title=Text("污水处理厂负荷率", "Load of sewage plants"),
    summary=Text(
        "各污水处理厂日均进水量与设计规模之比，超过上限和低于下限的都提示。",
        "Mean daily inflow of each plant against its capacity; too high and too low are told.",
    ),
    formula=Text(
        "负荷率ᵢ = 日均进水量ᵢ ÷ 设计规模ᵢ；总负荷率 = Σ进水量 ÷ Σ规模（只计两值俱全的厂）。",
        "loadᵢ = inflowᵢ ÷ capacityᵢ; whole load = Σ inflow ÷ Σ capacity of plants with both.",
    ),
    source=Text(
        "界限取自规则表“污水处理厂负荷率提示界限”，是管理选择，并非标准规定。",
        "The bounds are those of the sheet “load factors to look at”: a choice, no standard.",
    ),
    unit=RATIO,
    headline="load",
    inputs=(
        replace(
            PLANTS,
            summary=Text("带有设计规模和进水量的污水厂。", "Plants with capacity and inflow."),
            wanted=("capacity_m3_d", "inflow_m3_d"),
        ),
    ),
    sheets=(
        SheetRole(
            "limits",
            Text("负荷率界限", "Bounds of the load"),
            Text("高于或低于多少时提示。", "Above and below which a plant is pointed out."),
            "plant_load_limits",
        ),
    ),
    parameters=(DAY,),
    total=(
        Column("plants", Text("污水厂数", "Plants"), COUNT),
        Column("judged", Text("可算负荷率", "With a load factor"), COUNT),
        Column("over", Text("超过上限", "Above the bound"), COUNT),
        Column("low", Text("低于下限", "Below the bound"), COUNT),
        Column("missing", Text("缺数据", "Without data"), COUNT),
        CAPACITY,
        INFLOW,
        LOAD,
        Column("over_bound", Text("上限", "Upper bound"), RATIO),
        Column("low_bound", Text("下限", "Lower bound"), RATIO),
    ),
    tables=(
        Table(
            "plants",
            Text("污水处理厂", "Sewage plants"),
            (
                CAPACITY,
                INFLOW,
                LOAD,
                Column("state", Text("情况", "State"), NO_UNIT, "code", STATES, stands=STANDING),
            ),
            role="plants",
            size="load",
        ),
    ),
    nulls=Text(
        "缺设计规模（或为 0）、缺进水量的厂没有负荷率，单列并说明；进水量为 0 是数值。",
        "Plants without capacity (or with 0) or without inflow have no load factor and are told; "
        "an inflow of 0 is a value.",
    ),
    computed_by="sewage.load:compute",
    card=Card(),
    checks=(Check("SC-SEWAGE-LOAD"),),
)
