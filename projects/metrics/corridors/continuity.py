"""Continuity of corridors along bank lines, and the gaps with place, length and owner."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np

from geo.figures.units import DEGREES
from geo.lines.continuity import Continuity, continuity
from geo.overlay.located import first_holding
from geo.words import Text
from layers.kinds.codes import DIVISION_LEVELS
from layers.kinds.required import ECOLOGICAL_CORRIDOR
from projects.metrics.cards import Card
from projects.metrics.corridors.length import REACH
from projects.metrics.corridors.stages import (
    BANKS,
    NO_STATUS,
    STAGE,
    Corridors,
    apart_from_unknown,
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
from projects.metrics.results import Amount, length, listed_zh, note, share, text_or_none
from projects.metrics.roles import CORRIDORS, DIVISIONS
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import Span, judged_over, so_many

CHECK = "SC-CORRIDOR-CONT"
LEVELS = [code.value for code in DIVISION_LEVELS]


def compute(given: Given) -> Computed:
    """Gaps longest first."""
    chosen = corridors_of(given, given.parameters["stage"])
    banks = given.frames["banks"]
    found = _continuity(given, chosen.frame)
    owners = _owners(found.gaps, given.frames.get("divisions"))
    gaps = [_gap(at, row, banks, owners) for at, row in enumerate(found.gaps.to_dict("records"))]
    target = given.target
    result = {
        "total": _total(found, len(chosen.frame)),
        "gaps": gaps,
        "banks": _banks(banks, found),
        "target": None if target is None else _target(target, given, chosen, found.continuity),
        "notes": [*stage_notes(chosen), *_notes(given.parameters)],
    }
    keys = [row["key"] for row in gaps]
    shapes = gpd.GeoSeries(found.gaps.geometry.to_numpy(), index=keys, crs=found.gaps.crs)
    return Computed(result, {"gaps": shapes})


def _continuity(given: Given, corridors: gpd.GeoDataFrame) -> Continuity:
    return continuity(
        given.frames["banks"],
        corridors,
        reach_m=given.parameters["reach_m"],
        tolerance_m=given.parameters["tolerance_m"],
    )


def _target(target: Target, given: Given, chosen: Corridors, found: float | None) -> dict[str, Any]:
    """A corridor without a status may be of the stage or not: judged without them and with them."""
    block = quantity_block(target, {"share": found})
    if not chosen.unknown:
        return block
    without, beside = apart_from_unknown(given, chosen)
    span = Span(
        _continuity(given, without).continuity,
        _continuity(given, beside).continuity,
        so_many(len(chosen.unknown), NO_STATUS),
    )
    return judged_over(target, block, span)


def _total(found: Continuity, corridors: int) -> dict[str, Any]:
    return {
        "corridors": corridors,
        "banks_m": length(found.total_m),
        "covered_m": length(found.covered_m),
        "bridged_m": length(found.bridged_m),
        "gap_m": length(found.gap_m),
        "gaps": len(found.gaps),
        "continuity": share(found.total_m - found.gap_m, found.total_m),
    }


def _owners(gaps: gpd.GeoDataFrame, divisions: gpd.GeoDataFrame | None) -> list[str | None]:
    """The most detailed division that holds the middle of each gap."""
    if divisions is None or gaps.empty:
        return [None] * len(gaps)
    depth = [-_depth(level) for level in divisions["level"]]
    detailed = divisions.iloc[np.argsort(depth, kind="stable")]
    middles = gpd.GeoSeries.from_xy(gaps["lon"], gaps["lat"], crs=gaps.crs)
    held = first_holding(gpd.GeoDataFrame(geometry=middles), detailed)
    return [None if at < 0 else text_or_none(detailed["name"].iloc[at]) for at in held.tolist()]


def _depth(level: Any) -> int:
    """0 for a province and more for what is smaller; a division without a level comes last."""
    text = text_or_none(level)
    return LEVELS.index(text) if text in LEVELS else -1


def _gap(
    at: int, row: dict[Any, Any], banks: gpd.GeoDataFrame, owners: list[str | None]
) -> dict[str, Any]:
    names = [text_or_none(banks["name"].iloc[k]) or banks["key"].iloc[k] for k in row["rows"]]
    return {
        "key": f"G{at + 1}",
        "name": listed_zh(names, 3),
        "length_m": length(row["length_m"]),
        "from_m": length(row["from_m"]),
        "owner": owners[at],
        "lon": round(float(row["lon"]), 7),
        "lat": round(float(row["lat"]), 7),
    }


def _banks(banks: gpd.GeoDataFrame, found: Continuity) -> list[dict[str, Any]]:
    rows = zip(banks["key"], banks["name"], found.by_line.to_dict("records"), strict=True)
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "banks_m": length(one["total_m"]),
            "gap_m": length(one["gap_m"]),
            "continuity": share(one["total_m"] - one["gap_m"], one["total_m"]),
        }
        for key, name, one in rows
    ]


def _notes(parameters: Any) -> list[dict[str, Any]]:
    return [
        note(
            "no-standard-tolerance",
            "搭接距离 {reach_m}、断点容差 {tolerance_m} 是参数，没有标准规定；"
            "只有两者相同的结果可以比较。",
            "The reach of {reach_m} and the tolerance of {tolerance_m} are parameters that "
            "no standard sets; compare results with the same two only.",
            reach_m=Amount(parameters["reach_m"], METRES, exact=True),
            tolerance_m=Amount(parameters["tolerance_m"], METRES, exact=True),
        )
    ]


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
    compute=compute,
    card=Card(),
    checks=(Check(CHECK, about=(ECOLOGICAL_CORRIDOR.id,)),),
    parts=PARTS,
    sums=(
        Sum("banks_m", PARTS),
        Sum("banks_m", ("banks_m",), rows="banks"),
        Sum("gap_m", ("gap_m",), rows="banks"),
    ),
)
