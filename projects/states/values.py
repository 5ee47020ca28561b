"""Values of the ledger as the rule of states takes them: as they stood at the end of a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from geo.words import Text
from layers.system.china_time import CHINA, day, today
from projects.policy.tables import PolicyTarget
from projects.states.known import Entry, SetNumber
from projects.targets.periods import read_period
from projects.targets.tables import TargetSetValue, TargetValueChange, TargetValueRow
from projects.targets.units import reporting_unit_text

APPROVED, REPORTED = "approved", "reported"
CLASSES = {"Ⅰ": 1.0, "Ⅱ": 2.0, "Ⅲ": 3.0, "Ⅳ": 4.0, "Ⅴ": 5.0, "劣Ⅴ": 6.0}
"""Classes of water as the ledger has them in words; worse than the fifth is a sixth."""
Whole = Callable[[str, str], bool]
"""Whether a unit tells of the whole area of a target, by the ids of both."""


def entries_on(
    session: Session, on: dt.date, targets: Collection[str], whole: Whole, *, waiting: bool
) -> dict[str, list[Entry]]:
    """By target what the cells of the ledger held at the end of a day; one query.

    waiting: also what was reported and not approved by then.
    """
    wanted = {APPROVED, REPORTED} if waiting else {APPROVED}
    found: dict[str, list[Entry]] = defaultdict(list)
    for cell, version, target, unit, period, at, status, value, done, text in _cells(session, on):
        if status not in wanted or target not in targets or (span := _span(period)) is None:
            continue
        title, begins, ends = span
        found[target].append(
            Entry(
                cell=cell,
                version=version,
                unit=unit,
                unit_title=reporting_unit_text(unit),
                period=title,
                begins=begins,
                ends=ends,
                value=_class(text) if value is None else float(value),
                done=done,
                text=text,
                status=status,
                since=_day(at),
                whole=whole(unit, target),
            )
        )
    return found


def _cells(session: Session, on: dt.date) -> Iterable[Sequence[Any]]:
    """Today's cells as they are; of an earlier day what the last change until then left."""
    return session.execute(_now() if on >= today() else _then(on))


def _now() -> Select[*tuple[Any, ...]]:
    row = TargetValueRow
    place = (row.id, row.version, row.target_id, row.unit, row.period, row.at)
    return select(*place, row.status, row.value, row.done, row.text).order_by(row.id)


def _then(on: dt.date) -> Select[*tuple[Any, ...]]:
    change, row = TargetValueChange, TargetValueRow
    end = dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), CHINA)
    last = select(func.max(change.id)).where(change.at < end).group_by(change.value_id)
    place = (row.id, change.version, row.target_id, row.unit, row.period, change.at)
    left = change.content
    content = (
        left["status"].as_string(),
        left["value"].as_float(),
        left["done"].as_boolean(),
        left["text"].as_string(),
    )
    query = select(*place, *content).join(row, row.id == change.value_id)
    return query.where(change.id.in_(last)).order_by(row.id)


def _class(text: str | None) -> float | None:
    return CLASSES.get((text or "").strip().removesuffix("类").strip())


@lru_cache(maxsize=1024)
def _span(period: str) -> tuple[Text, dt.date, dt.date] | None:
    """Title, first and last day of a period."""
    found = read_period(period)
    return None if found is None else (found.title, found.begins, found.ends)


@lru_cache(maxsize=4096)
def _day(at: dt.datetime) -> dt.date:
    return day(at)


def numbers_of(session: Session, targets: Mapping[str, PolicyTarget]) -> dict[str, list[SetNumber]]:
    """By target every number that the level above set for the whole of it, as they were set; one
    query. What it set for a bureau or a part is theirs, and the whole is not judged by it."""
    found: dict[str, list[SetNumber]] = defaultdict(list)
    for row in session.scalars(select(TargetSetValue).order_by(TargetSetValue.id)):
        target = targets.get(row.target_id)
        if target is not None and (not row.unit or [row.unit] == target.divisions):
            unit = row.measured_in
            number = SetNumber(
                value=row.value,
                comparator=row.comparator,
                unit=Text(unit, unit) if unit else None,
                set_by=row.issuer,
                document=row.document,
                since=day(row.at),
            )
            found[row.target_id].append(number)
    return found
