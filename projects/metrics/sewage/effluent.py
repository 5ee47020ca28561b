"""Effluent readings against the limits that held on their day; `sewage_limits` picks the limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from geo.figures.said import typed
from layers.reading.fields.dates import iso_date
from projects.metrics.declaration import NO_FIELD, Computed, Given
from projects.metrics.results import listed, note, text_or_none
from projects.metrics.rules_in_force import Row, unverified_notes
from projects.metrics.sewage.effluent_metric import BUILT_FIELD
from projects.metrics.sewage.limits import (
    EXCEEDED,
    NO_LIMIT,
    UNDECIDED,
    WITHIN,
    Days,
    Limits,
    Verdict,
)
from projects.metrics.sewage.load import positive
from projects.sheets import SheetInfo

UNREADABLE = "?"


AT_LEAST_1A = {"1A": "yes", "quasi_iv": "yes", "1B": "no", "2": "no", "3": "no"}


@dataclass(frozen=True, slots=True)
class Plant:
    key: str
    name: str | None = None
    standard: str | None = None
    days: Days = field(default_factory=Days)
    capacity_m3_d: float | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    reading: Row
    plant: Plant | None
    verdict: Verdict


def compute(given: Given) -> Computed:
    """Exceedances and undecided readings one row each; the plants with their counts."""
    plants, unread = _plants(given)
    rule = given.sheets["limits"]
    readings = sorted(
        given.sheets["readings"].rows, key=lambda row: (row["plant"], row["day"], row["item"])
    )
    limits = cache(lambda day: Limits.on(rule, day))
    judged = [_judge(row, plants.get(row["plant"]), limits(row["day"])) for row in readings]
    result = {
        "total": _total(judged, plants),
        "exceedances": [_row(one) for one in judged if one.verdict.state in (EXCEEDED, UNDECIDED)],
        "plants": [_plant_row(plant, judged) for plant in plants.values()],
        "notes": [
            *_strangers(judged),
            *_unread(unread),
            *_no_limit(judged),
            *_amended(judged, rule),
            *unverified_notes(rule, _used(judged), "standard", "item", "case"),
        ],
    }
    return Computed(result)


def _plants(given: Given) -> tuple[dict[str, Plant], list[str]]:
    """By key, and the keys of those whose day of building is no date."""
    frame = given.frames["plants"]
    field = given.parameters[BUILT_FIELD] or NO_FIELD
    written = [None] * len(frame) if field == NO_FIELD else frame[field]
    built = [_day(one) for one in written]
    unread = [key for key, day in zip(frame["key"], built, strict=True) if day == UNREADABLE]
    plants = {
        key: Plant(
            key,
            text_or_none(name),
            text_or_none(standard),
            Days(None if day == UNREADABLE else day, text_or_none(commissioned)),
            positive(capacity),
        )
        for key, name, standard, day, commissioned, capacity in zip(
            frame["key"],
            frame["name"],
            frame["standard"],
            built,
            frame["commissioned_on"],
            frame["capacity_m3_d"],
            strict=True,
        )
    }
    return plants, unread


def _day(value: Any) -> str | None:
    """A field that no kind declares holds dates as the file had them."""
    if pd.isna(value):
        return None
    try:
        return iso_date(value)
    except ValueError:
        return UNREADABLE


def _unread(keys: list[str]) -> list[dict[str, Any]]:
    if not keys:
        return []
    return [
        note(
            "building-day-unreadable",
            "{count} 座厂的建设日期读不懂，按未知处理：{keys}。",
            "The day of building of {count:plant|plants} is no date and counts as not known: "
            "{keys}.",
            count=len(keys),
            keys=listed(keys),
        )
    ]


def _judge(row: Row, plant: Plant | None, limits: Limits) -> Judged:
    if plant is None:
        return Judged(row, None, Verdict(NO_LIMIT))
    verdict = limits.judge(plant.standard, row["item"], row["value"], row["water_c"], plant.days)
    return Judged(row, plant, verdict)


def _total(judged: Sequence[Judged], plants: dict[str, Plant]) -> dict[str, Any]:
    states = [one.verdict.state for one in judged]
    levels = [AT_LEAST_1A.get(plant.standard or "", "unknown") for plant in plants.values()]
    return {
        "readings": len(judged),
        "judged": sum(state in (WITHIN, EXCEEDED) for state in states),
        "exceeded": states.count(EXCEEDED),
        "undecided": states.count(UNDECIDED),
        "no_limit": states.count(NO_LIMIT),
        "plants": len(plants),
        "plants_read": len({one.plant.key for one in judged if one.plant}),
        "plants_exceeding": len(
            {one.reading["plant"] for one in judged if one.verdict.state == EXCEEDED}
        ),
        "standard_1a": levels.count("yes"),
        "standard_below_1a": levels.count("no"),
        "standard_unknown": levels.count("unknown"),
    }


def _row(one: Judged) -> dict[str, Any]:
    reading, rows = one.reading, one.verdict.rows
    return {
        "key": f"{reading['plant']}/{reading['day']}/{reading['item']}",
        "name": one.plant.name if one.plant else None,
        "plant": reading["plant"],
        "day": reading["day"],
        "item": reading["item"],
        "value": reading["value"],
        "limit": " / ".join(dict.fromkeys(map(_limit, rows))),
        "state": one.verdict.state,
        "lacks": one.verdict.lacks,
        "rule": " / ".join(f"{row['standard']} {row['item']} {row['case']}" for row in rows),
        "valid_from": rows[0]["valid_from"],
        "rule_source": rows[0]["source"],
        "source": reading["source"],
    }


def _limit(row: Row) -> str:
    low, high = row["low"], row["high"]
    if low is None and high is None:
        return "—"
    one_sided = f"≤ {typed(high)}" if low is None else f"≥ {typed(low)}"
    text = one_sided if low is None or high is None else f"{typed(low)}–{typed(high)}"
    return f"{text} {row['unit'] or ''}".strip()


def _plant_row(plant: Plant, judged: Sequence[Judged]) -> dict[str, Any]:
    own = [one for one in judged if one.plant is plant]
    states = [one.verdict.state for one in own]
    return {
        "key": plant.key,
        "name": plant.name,
        "standard": plant.standard,
        "at_least_1a": AT_LEAST_1A.get(plant.standard or "", "unknown"),
        "readings": len(own),
        "judged": sum(state in (WITHIN, EXCEEDED) for state in states),
        "exceeded": states.count(EXCEEDED),
        "measured": _measured(states),
    }


def _measured(states: Sequence[str]) -> str:
    if EXCEEDED in states:
        return EXCEEDED
    if UNDECIDED in states:
        return UNDECIDED
    return WITHIN if WITHIN in states else "not_read"


def _used(judged: Sequence[Judged]) -> list[Row]:
    rows = (row for one in judged for row in one.verdict.rows)
    return list({(row["standard"], row["item"], row["case"]): row for row in rows}.values())


def _strangers(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    keys = dict.fromkeys(one.reading["plant"] for one in judged if one.plant is None)
    if not keys:
        return []
    return [
        note(
            "plant-unknown",
            "监测值中有 {count} 座厂不在污水厂图层里，未作判定：{keys}。",
            "{count:plant|plants} of the readings {count:~is|are} not in the layer; "
            "{count:~its|their} readings have no verdict: "
            "{keys}.",
            count=len(keys),
            keys=listed(keys),
        )
    ]


def _no_limit(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    pairs = dict.fromkeys(
        f"{one.plant.standard or '—'} {one.reading['item']}"
        for one in judged
        if one.plant and one.verdict.state == NO_LIMIT
    )
    if not pairs:
        return []
    return [
        note(
            "item-without-limit",
            "这些标准和项目在监测日没有限值，未作判定：{pairs}。",
            "These standards and items had no limit on the day of the reading and have no verdict: "
            "{pairs}.",
            pairs=listed(pairs),
        )
    ]


def _amended(judged: Sequence[Judged], rule: SheetInfo) -> list[dict[str, Any]]:
    """An amendment whose numbers are not in the rule: said of every reading it may change."""
    asked = {one.plant.standard for one in judged if one.plant}
    notes = []
    for day, rows in _amendments(rule, asked).items():
        later = [one for one in judged if one.plant and one.reading["day"] >= day]
        small = rows[0]["small_plant_m3_d"]
        plants = dict.fromkeys(
            one.plant.key for one in later if one.plant and _small(one.plant, small)
        )
        if later:
            notes.append(_amendment_note(rows[0], len(later), list(plants)))
    return notes


def _amendments(rule: SheetInfo, standards: set[str | None]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in Limits(tuple(rule.rows)).amendments:
        if row["standard"] in standards and row["valid_from"]:
            found.setdefault(row["valid_from"], []).append(row)
    return found


def _small(plant: Plant, below: float | None) -> bool:
    return below is not None and plant.capacity_m3_d is not None and plant.capacity_m3_d < below


def _amendment_note(row: Row, count: int, small: list[str]) -> dict[str, Any]:
    return note(
        "limits-amended",
        "{count} 个监测值在“{source}”生效（{day}）之后，仍按原限值比较，请对照修改单核对；"
        "小型厂（可能执行地方标准）：{plants}。",
        "{count:reading|readings} {count:~is|are} after “{source}” came into force ({day}) and "
        "{count:~is|are} compared with the "
        "limits before it; check them. Small plants that may follow a local standard: {plants}.",
        count=count,
        source=row["source"],
        day=row["valid_from"],
        plants=listed(small) or "—",
    )
