"""Outfalls counted: those of untreated sewage in the built-up area, and all of them by river."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from geo.overlay.bands import within_distance
from geo.overlay.located import first_holding
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
    Computed,
    Given,
    Metric,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import distance
from projects.metrics.results import listed, note, text_or_none
from projects.metrics.stands import YES_IS_MET

DIRECT = "domestic"
YES, NO, UNKNOWN = "yes", "no", "unknown"
WORDS = {YES: Text("是", "yes"), NO: Text("否", "no"), UNKNOWN: Text("不明", "unknown")}


def compute_direct(given: Given) -> Computed:
    """Every outfall of untreated domestic sewage inside; those out of use count apart."""
    outfalls = given.frames["outfalls"]
    inside = outfalls[first_holding(outfalls, given.frames["built_up"]) >= 0]
    rows = [row for row in map(_row, inside.to_dict("records")) if row["kind"] == DIRECT]
    in_use = [row["in_use"] for row in rows]
    unnamed = [row["key"] for row in inside.to_dict("records") if text_or_none(row["kind"]) is None]
    total = {
        "direct": in_use.count(YES) + in_use.count(UNKNOWN),
        "use_unknown": in_use.count(UNKNOWN),
        "closed": in_use.count(NO),
        "inside": len(inside),
        "kind_unknown": len(unnamed),
    }
    return Computed({"total": total, "outfalls": rows, "notes": _notes(unnamed)})


def compute_inventory(given: Given) -> Computed:
    """Outfalls within the distance of a bank, by the river of the nearest one."""
    outfalls, banks = given.frames["outfalls"], given.frames["banks"]
    found = within_distance(outfalls, banks, given.parameters["distance_m"])
    rivers = np.array([text_or_none(one) or "—" for one in banks["river"]], dtype=object)
    rows = []
    for at in np.flatnonzero(found.within):
        row = _row(outfalls.iloc[at].to_dict()) | {"river": rivers[found.line[at]]}
        rows.append(row | {"distance_m": round(float(found.distance_m[at]), 4)})
    by_river = [_river(name, rows) for name in dict.fromkeys(rivers)]
    total = {
        "outfalls": len(outfalls),
        "near": len(rows),
        "far": len(outfalls) - len(rows),
        "distance_m": given.parameters["distance_m"],
    }
    unnamed = [row["key"] for row in rows if row["kind"] is None]
    return Computed(
        {"total": total, "rivers": by_river, "outfalls": rows, "notes": _notes(unnamed)}
    )


def _row(outfall: dict[Any, Any]) -> dict[str, Any]:
    return {
        "key": outfall["key"],
        "name": text_or_none(outfall["name"]),
        "kind": text_or_none(outfall["kind"]),
        "in_use": _flag(outfall["in_use"]),
        "permitted": _flag(outfall["permitted"]),
        "receiving_water": text_or_none(outfall["receiving_water"]),
    }


def _flag(value: Any) -> str:
    if text_or_none(value) is None:
        return UNKNOWN
    return YES if value else NO


def _river(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    own = [row for row in rows if row["river"] == name]
    return {
        "key": name,
        "name": None,
        "near": len(own),
        "in_use": sum(row["in_use"] == YES for row in own),
        "not_permitted": sum(row["permitted"] == NO for row in own),
        "direct": sum(row["kind"] == DIRECT for row in own),
    }


def _notes(unnamed: list[Any]) -> list[dict[str, Any]]:
    notes = [
        note(
            "no-record-is-no-proof",
            "没有记录不等于没有排污口。",
            "Having no record of an outfall does not mean that there is none.",
        )
    ]
    if unnamed:
        notes.append(
            note(
                "outfall-kind-empty",
                "{count} 个排污口没有填写类型：{keys}。",
                "{count:outfall|outfalls} {count:~has|have} no kind: {keys}.",
                count=len(unnamed),
                keys=listed(unnamed),
            )
        )
    return notes


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
    compute=compute_direct,
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
    compute=compute_inventory,
    checks=(Check("SC-OUTFALL-INVENTORY"),),
)
