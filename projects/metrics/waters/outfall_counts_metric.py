"""Declarations of outfalls counted, by kind and along rivers; `outfall_counts` computes them."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from layers.kinds.codes import OUTFALL_KINDS
from layers.kinds.model import titles_of
from projects.metrics import roles
from projects.metrics.cards import Card
from projects.metrics.declaration import (
    COUNT,
    METRES,
    NO_UNIT,
    Check,
    Column,
    Metric,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import distance
from projects.metrics.stands import YES_IS_MET

YES, NO, UNKNOWN = "yes", "no", "unknown"


WORDS = {YES: Text("是", "yes"), NO: Text("否", "no"), UNKNOWN: Text("不明", "unknown")}


OUTFALLS = replace(
    roles.OUTFALLS,
    summary=Text("带类型和使用状态。", "With kind and use."),
    wanted=("kind", "in_use", "permitted", "receiving_water"),
)


KIND = Column("kind", Text("类型", "Kind"), NO_UNIT, "code", titles_of(OUTFALL_KINDS))


LISTED = (
    KIND,
    Column("in_use", Text("在用", "In use"), NO_UNIT, "code", WORDS),
    Column("permitted", Text("经审批", "Permitted"), NO_UNIT, "code", WORDS, stands=YES_IS_MET),
    Column("receiving_water", Text("受纳水体", "Receiving water"), NO_UNIT, "text"),
)


NULLS = Text(
    "使用状态不明的按在用计并单列；没有类型的单列说明。",
    "Outfalls of unknown use count as in use and are told; those without a kind are told.",
)


OUTFALL_DIRECT = Metric(
    id="outfall_direct",
    version=2,
    family=PROTECTED_WATERS,
    place=10,
    title=Text("建成区生活污水直排口", "Direct outfalls in the built-up area"),
    summary=Text(
        "建成区内在用的生活污水直排口，附清单；“基本消除”没有容许值，只报数量。",
        "Outfalls of untreated domestic sewage in use inside the built-up area, with the list; "
        "“basically eliminated” has no tolerance, so the count is reported.",
    ),
    formula=Text(
        "数量 = 建成区内类型为生活污水直排口且未停用的排污口数。",
        "count = outfalls of untreated domestic sewage inside that are not out of use.",
    ),
    source=Text("政策台账核算方式 SC-OUTFALL-DIRECT。", "Check SC-OUTFALL-DIRECT of the register."),
    unit=COUNT,
    headline="direct",
    inputs=(
        OUTFALLS,
        replace(roles.BUILT_UP, summary=Text("在其中计数。", "Where they are counted.")),
    ),
    parameters=(),
    total=(
        Column("direct", Text("直排口", "Direct outfalls"), COUNT),
        Column("use_unknown", Text("其中状态不明", "Of these of unknown use"), COUNT),
        Column("closed", Text("已停用", "Out of use"), COUNT),
        Column("inside", Text("建成区内排污口", "Outfalls inside"), COUNT),
        Column("kind_unknown", Text("类型不明", "Kind unknown"), COUNT),
    ),
    tables=(Table("outfalls", Text("直排口", "Direct outfalls"), LISTED, role="outfalls"),),
    nulls=NULLS,
    computed_by="waters.outfall_counts:compute_direct",
    card=Card(),
    checks=(Check("SC-OUTFALL-DIRECT"),),
)


OUTFALL_INVENTORY = Metric(
    id="outfall_inventory",
    version=2,
    family=PROTECTED_WATERS,
    place=20,
    title=Text("沿河排污口统计", "Outfalls along rivers"),
    summary=Text(
        "岸线一定距离内的排污口，按最近岸线的河流分列。",
        "Outfalls within a distance of the bank, by the river of the nearest bank.",
    ),
    formula=Text(
        "计入：测地距离(排污口, 岸线) < 距离参数。",
        "counted: geodesic distance(outfall, bank) < the given distance.",
    ),
    source=Text(
        "政策台账核算方式 SC-OUTFALL-INVENTORY。", "Check SC-OUTFALL-INVENTORY of the register."
    ),
    unit=COUNT,
    headline="near",
    inputs=(
        OUTFALLS,
        roles.BANKS,
    ),
    parameters=(
        distance(
            "distance_m",
            Text("距离", "Distance"),
            Text("离岸线多远以内计入，随结果写明。", "How near counts; told with the result."),
            500.0,
            20_000.0,
            low=1.0,
        ),
    ),
    total=(
        Column("outfalls", Text("排污口", "Outfalls"), COUNT),
        Column("near", Text("距离内", "Within"), COUNT),
        Column("far", Text("距离外", "Beyond"), COUNT),
        Column("distance_m", Text("距离", "Distance"), METRES),
    ),
    tables=(
        Table(
            "rivers",
            Text("河流", "Rivers"),
            (
                Column("near", Text("排污口", "Outfalls"), COUNT, sums=True),
                Column("in_use", Text("在用", "In use"), COUNT, sums=True),
                Column("not_permitted", Text("未经审批", "Not permitted"), COUNT, sums=True),
                Column("direct", Text("生活直排", "Untreated domestic"), COUNT, sums=True),
            ),
        ),
        Table(
            "outfalls",
            Text("排污口", "Outfalls"),
            (
                Column("river", Text("河流", "River"), NO_UNIT, "text"),
                Column(
                    "distance_m",
                    Text("距岸线", "To the bank"),
                    METRES,
                    against=("distance_m",),
                ),
                *LISTED,
            ),
            role="outfalls",
        ),
    ),
    nulls=NULLS,
    computed_by="waters.outfall_counts:compute_inventory",
    checks=(Check("SC-OUTFALL-INVENTORY"),),
)
