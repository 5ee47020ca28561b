"""Length of corridors by status, of centre lines or along a bank, each place once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd

from geo.errors import EcoAtlasError, declare
from geo.lines.lengths import Lengths, length_by_class
from geo.words import Text
from projects.metrics.cards import Card
from projects.metrics.corridors.stages import (
    BANKS,
    BUILDING,
    COMPLETED,
    NAMES,
    NO_STATUS,
    ORDER,
    PLANNED,
    UNKNOWN,
    Corridors,
    corridors_of,
    stage_notes,
)
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
    Sum,
    Table,
)
from projects.metrics.families import CORRIDOR
from projects.metrics.parameters import distance, target_parameter
from projects.metrics.results import both, length, listed, share, text_or_none
from projects.metrics.roles import CORRIDORS
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import judged_over, so_many, span_of
from projects.metrics.works.length import length_notes, of_length

CHECK = "SC-CORRIDOR-LEN"
BANKS_ASKED = declare(
    "corridor-banks-asked",
    "error",
    Text(
        "廊道图层中有 {count} 个面（例如 {keys}），面没有长度。",
        "The layer has {count:polygon|polygons} (for example {keys}), and polygons have no length.",
    ),
    Text(
        "请给出岸线图层（--banks），沿岸线计长；或改用廊道中心线图层。",
        "Name a layer of bank lines (--banks) to measure along, or use the centre lines.",
    ),
)


def compute(given: Given) -> Computed:
    """Raises `corridor-banks-asked` for polygons without bank lines."""
    found = corridors_of(given, "all")
    banks = given.frames.get("banks")
    if banks is None:
        _refuse_polygons(found.frame)
    reach = given.parameters["reach_m" if banks is not None else "same_place_m"]
    measured = length_by_class(found.frame, found.status, ORDER, tolerance_m=reach, reference=banks)
    target = given.target
    result = {
        "total": _total(measured, len(found.frame)),
        "statuses": _statuses(found, measured),
        "corridors": _corridors(found, measured),
        "target": None if target is None else _target(target, found, measured),
        "notes": stage_notes(found) + length_notes(measured),
    }
    return Computed(result)


def _target(target: Target, found: Corridors, measured: Lengths) -> dict[str, Any]:
    completed, whole = measured.class_m[COMPLETED], measured.total_m
    most = of_length(completed + measured.class_m[UNKNOWN], whole)
    least, unknown = of_length(completed, whole), so_many(len(found.unknown), NO_STATUS)
    return judged_over(target, quantity_block(target, least), span_of(target, least, most, unknown))


def _refuse_polygons(frame: gpd.GeoDataFrame) -> None:
    areal = frame.loc[frame.geom_type.isin(("Polygon", "MultiPolygon")), "key"]
    if len(areal):
        raise EcoAtlasError(BANKS_ASKED, count=len(areal), keys=listed(areal, 3))


def _total(measured: Lengths, corridors: int) -> dict[str, Any]:
    of = measured.class_m
    banks = measured.reference_m
    return {
        "corridors": corridors,
        "total_m": length(measured.total_m),
        "completed_m": length(of[COMPLETED]),
        "building_m": length(of[BUILDING]),
        "planned_m": length(of[PLANNED]),
        "unknown_m": length(of[UNKNOWN]),
        "completed_share": share(of[COMPLETED], measured.total_m),
        "banks_m": None if banks is None else length(banks),
        "banks_share": share(of[COMPLETED], banks or 0.0),
        "twice_m": length(measured.twice_m),
        "off_banks_m": length(measured.off_reference_m),
    }


def _statuses(found: Corridors, measured: Lengths) -> list[dict[str, Any]]:
    return [
        {
            "key": name,
            "name": both(NAMES[name]),
            "corridors": found.status.count(name),
            "length_m": length(measured.class_m[name]),
            "share": share(measured.class_m[name], measured.total_m),
        }
        for name in ORDER
        if name in found.status
    ]


def _corridors(found: Corridors, measured: Lengths) -> list[dict[str, Any]]:
    rows = zip(
        found.frame["key"], found.frame["name"], found.status, measured.row_m.tolist(), strict=True
    )
    return [
        {"key": key, "name": text_or_none(name), "status": status, "length_m": length(of_row)}
        for key, name, status, of_row in rows
    ]


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
    compute=compute,
    card=Card(),
    checks=(Check(CHECK),),
    parts=PARTS,
    sums=(Sum("total_m", PARTS), Sum("total_m", ("length_m",), rows="statuses")),
)
