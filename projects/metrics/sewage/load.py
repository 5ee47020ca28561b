"""Hydraulic load of sewage plants: mean daily inflow against design capacity."""

from __future__ import annotations

import math
from numbers import Real
from typing import Any

from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import SHARE_DIGITS, listed, note, text_or_none
from projects.metrics.rules_in_force import Row, unverified_notes
from projects.sheets.in_force import rows_in_force


def compute(given: Given) -> Computed:
    """One row a plant; the whole load is of the plants that have both values."""
    rule = given.sheets["limits"]
    bounds = {row["bound"]: row for row in rows_in_force(rule, given.parameters["day"])}
    plants = given.frames["plants"]
    rows = [
        _plant(*values, bounds)
        for values in zip(
            plants["key"],
            plants["name"],
            plants["capacity_m3_d"],
            plants["inflow_m3_d"],
            strict=True,
        )
    ]
    notes = [*_missing(rows), *unverified_notes(rule, bounds.values(), "bound", "load")]
    return Computed({"total": _total(rows, bounds), "plants": rows, "notes": notes})


def positive(value: Any, *, zero: bool = False) -> float | None:
    """A number above 0 (or 0 where that is a value); anything else is missing."""
    if not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value):
        return None
    number = float(value)
    return number if number > 0 or (zero and number == 0) else None


def _plant(
    key: str, name: Any, capacity: Any, inflow: Any, bounds: dict[str, Row]
) -> dict[str, Any]:
    room, water = positive(capacity), positive(inflow, zero=True)
    load = None if room is None or water is None else round(water / room, SHARE_DIGITS)
    return {
        "key": key,
        "name": text_or_none(name),
        "capacity_m3_d": room,
        "inflow_m3_d": water,
        "load": load,
        "state": _missing_state(room, water) if load is None else _state(load, bounds),
    }


def _missing_state(capacity: float | None, inflow: float | None) -> str:
    if capacity is None and inflow is None:
        return "no_data"
    return "no_capacity" if capacity is None else "no_inflow"


def _state(load: float, bounds: dict[str, Row]) -> str:
    if "over" in bounds and load > bounds["over"]["load"]:
        return "over"
    return "low" if "low" in bounds and load < bounds["low"]["load"] else "normal"


def _total(rows: list[dict[str, Any]], bounds: dict[str, Row]) -> dict[str, Any]:
    judged = [row for row in rows if row["load"] is not None]
    capacity = sum(row["capacity_m3_d"] for row in judged)
    inflow = sum(row["inflow_m3_d"] for row in judged)
    return {
        "plants": len(rows),
        "judged": len(judged),
        "over": sum(row["state"] == "over" for row in rows),
        "low": sum(row["state"] == "low" for row in rows),
        "missing": len(rows) - len(judged),
        "capacity_m3_d": capacity,
        "inflow_m3_d": inflow,
        "load": round(inflow / capacity, SHARE_DIGITS) if judged else None,
        "over_bound": bounds["over"]["load"] if "over" in bounds else None,
        "low_bound": bounds["low"]["load"] if "low" in bounds else None,
    }


def _missing(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = [row["key"] for row in rows if row["load"] is None]
    if not keys:
        return []
    return [
        note(
            "load-unknown",
            "{count} 座污水厂缺设计规模或进水量，不计入负荷率：{keys}。",
            "{count:plant|plants} {count:~lacks|lack} capacity or inflow and {count:~is|are} in "
            "no load factor: {keys}.",
            count=len(keys),
            keys=listed(keys),
        )
    ]
