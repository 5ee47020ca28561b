"""How far a round is, unit by unit: who is late is seen first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from geo.words import Text
from layers.system.china_time import day, today
from projects.rounds.lines import unit_names
from projects.rounds.rounds import AnyRound
from projects.rounds.tables import EntryConflict, RoundEntry
from projects.units.tables import Unit

WHOLE_STATES: dict[str, Text] = {
    "none": Text("未填报", "nothing reported"),
    "part": Text("部分填报", "partly reported"),
    "returned": Text("有退回", "some returned"),
    "done": Text("已报齐", "all reported"),
}


@dataclass(frozen=True, slots=True)
class UnitState:
    """A unit in a round: counts of its projects by state, conflicts that wait, whether it is late.

    days_late: since the day the reports were due; 0 while they are in time.
    """

    code: str
    name: Text
    post: str | None
    total: int
    reported: int
    drafts: int
    returned: int
    conflicts: int
    last_at: dt.datetime | None
    days_late: int

    @property
    def missing(self) -> int:
        return self.total - self.reported

    @property
    def late(self) -> bool:
        return self.days_late > 0

    @property
    def state(self) -> str:
        if self.returned:
            return "returned"
        if self.missing == 0:
            return "done"
        return "part" if self.reported or self.drafts else "none"


def unit_states(session: Session, one: AnyRound, on: dt.date | None = None) -> list[UnitState]:
    """The units of a round, the late ones and those with most missing first; three queries."""
    row = RoundEntry
    counted = {
        state: func.sum(case((row.state == state, 1), else_=0))
        for state in ("reported", "draft", "returned")
    }
    query = (
        select(
            row.unit_code, Unit.post, func.count(),
            *counted.values(), func.max(row.at), func.max(row.reported_at),
        )
        .join(Unit, Unit.code == row.unit_code)
        .where(row.round_id == one.id)
        .group_by(row.unit_code, Unit.post)
    )  # fmt: skip
    waiting, names = _waiting(session, one), unit_names(session, one)
    asked_on = on or today()
    found = [
        UnitState(
            code, names[code], post, total, int(reported), int(drafts), int(returned),
            waiting.get(code, 0), at,
            _days_late(one, total - int(reported), handed, asked_on),
        )
        for code, post, total, reported, drafts, returned, at, handed
        in session.execute(query)
    ]  # fmt: skip
    return sorted(
        found,
        key=lambda u: (not (u.late and u.missing), -u.days_late, -u.missing / u.total, u.code),
    )


def _days_late(one: AnyRound, missing: int, handed: dt.datetime | None, on: dt.date) -> int:
    """Of a unit that misses nothing: how long after the day its last report came."""
    if missing:
        return max((on - one.due_on).days, 0)
    return max((day(handed) - one.due_on).days, 0) if handed else 0


def _waiting(session: Session, one: AnyRound) -> dict[str, int]:
    query = (
        select(RoundEntry.unit_code, func.count())
        .join(EntryConflict, EntryConflict.entry_id == RoundEntry.id)
        .where(RoundEntry.round_id == one.id, EntryConflict.chosen.is_(None))
        .group_by(RoundEntry.unit_code)
    )
    return {pair[0]: pair[1] for pair in session.execute(query)}


def late_units(units: Sequence[UnitState]) -> list[UnitState]:
    """Those that still miss something and are late."""
    return [one for one in units if one.late and one.missing]
