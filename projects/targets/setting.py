"""Numbers that the level above sets for delegated targets, with the document they stand in."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.figures.said import grouped
from geo.words import Text
from layers.audit import Actor, record
from layers.system.database import now
from projects.policy.register import get_target
from projects.policy.tables import PolicyTarget
from projects.targets import errors
from projects.targets.tables import TargetSetValue
from projects.targets.units import find_reporting_unit, similar_units
from projects.targets.values import SetValue

COMPARATORS: dict[str, Text] = {
    ">=": Text("不低于", "at least"),
    "<=": Text("不高于", "at most"),
    "=": Text("等于", "equal to"),
}
DELEGATED = "delegated"


@dataclass(frozen=True, slots=True)
class Demand:
    """What a target is judged by: the plan's own number, or the one set by the level above."""

    comparator: str
    value: float | None
    unit: Text | None
    set_value: SetValue | None = None


def set_values_of(
    session: Session, target_ids: Collection[str] | None = None
) -> dict[str, list[SetValue]]:
    """By target the numbers that count: for each unit the newest one. One query."""
    every = _every(session, target_ids)
    newest = {(one.target_id, one.unit): one for one in every}
    found: dict[str, list[SetValue]] = {}
    for (target, _), one in sorted(newest.items()):
        found.setdefault(target, []).append(one)
    return found


def set_values_history(session: Session, target_id: str) -> list[SetValue]:
    """Every number that was ever set for a target, the newest first."""
    return _every(session, [target_id])[::-1]


def _every(session: Session, target_ids: Collection[str] | None) -> list[SetValue]:
    row = TargetSetValue
    query = select(*(getattr(row, one.name) for one in fields(SetValue))).order_by(row.id)
    if target_ids is not None:
        query = query.where(row.target_id.in_(target_ids))
    return [SetValue(*values) for values in session.execute(query)]


def demand_of(
    target: PolicyTarget, set_values: Mapping[str, list[SetValue]], unit: str = ""
) -> Demand:
    """What a target asks of a unit, or of the whole jurisdiction."""
    own = {one.unit: one for one in set_values.get(target.id, ())}
    found = own.get(unit) or own.get("")
    if found is None:
        return Demand(target.comparator, target.value, target.unit)
    words = found.measured_in
    return Demand(
        found.comparator, found.value, Text(words, words) if words else target.unit, found
    )


def set_value(
    session: Session,
    target: str,
    *,
    value: float,
    comparator: str,
    issuer: str,
    document: str,
    dated: dt.date,
    by: Actor,
    unit: str = "",
    measured_in: str | None = None,
    year: int | None = None,
    note: str | None = None,
    at: dt.datetime | None = None,
) -> SetValue:
    """Keep what the level above has set; an earlier number stays in the history. at: when it was
    entered; now, but in the demonstration.

    Raises `unknown-target`, `target-unit-invalid`, `target-set-value-invalid`.
    """
    found = get_target(session, target)
    given = {
        "unit": _unit(unit),
        "comparator": comparator,
        "value": value,
        "measured_in": _text((measured_in or "").replace("％", "%"), 40),
        "year": year,
        "issuer": _text(issuer, 100),
        "document": _text(document, 200),
        "dated": dated,
        "note": _text(note, 500),
    }
    _require(found, given)
    row = TargetSetValue(target_id=found.id, by=by.name, at=at or now(), **given)
    session.add(row)
    session.flush()
    record(session, by, "target-set", found.id, details=given)
    return SetValue(**{one.name: getattr(row, one.name) for one in fields(SetValue)})


def _unit(written: str) -> str:
    if not written.strip():
        return ""
    found = find_reporting_unit(written)
    if found is None:
        near = similar_units(written)
        raise EcoAtlasError(errors.UNIT_INVALID, value=written[:60], near=near)
    return found


def _text(written: str | None, longest: int) -> str | None:
    return " ".join((written or "").split())[:longest] or None


def _require(target: PolicyTarget, given: Mapping[str, Any]) -> None:
    for wrong, what in _faults(target, given):
        if wrong:
            raise EcoAtlasError(errors.SET_VALUE_INVALID, what=what)


def _faults(target: PolicyTarget, given: Mapping[str, Any]) -> list[tuple[bool, Text]]:
    value, own, measured_in = given["value"], target.unit, given["measured_in"]
    share, shown = "%" in (measured_in, own and own.zh), grouped(value)
    return [
        (
            target.kind != DELEGATED,
            Text(
                f"目标 {target.id} 的数值由文件自己写明，不由上级另行下达。",
                f"Target {target.id} has its number in the plan; it is not set by the level above.",
            ),
        ),
        (not math.isfinite(value), Text("下达的数值不是数字。", "What was set is not a number.")),
        (
            share and not 0 <= value <= 100,
            Text("百分比应在 0 至 100 之间。", "A percentage lies between 0 and 100."),
        ),
        (
            share and 0 < value <= 1 and not given["note"],
            Text(
                f"百分比按 0 至 100 填写，{shown} 即 {shown}%；若确实如此，请在说明里写明。",
                f"A percentage is written from 0 to 100: {shown} is {shown}%. If that is "
                "meant, say so in the note.",
            ),
        ),
        (
            own is not None and measured_in not in (None, own.zh, own.en),
            Text(
                f"目标 {target.id} 在文件中的单位是“{own and own.zh}”，请换算后填写，单位留空。",
                f"The plan gives target {target.id} in {own and own.en}: convert the number, and "
                "leave the unit empty.",
            ),
        ),
        (
            given["comparator"] not in COMPARATORS,
            Text("比较方式应为 >=、<= 或 =。", "The comparison is >=, <= or =."),
        ),
        (
            not (given["issuer"] and given["document"]),
            Text("请写明下达机关和文号。", "Say who has set it, and the number of the document."),
        ),
    ]
