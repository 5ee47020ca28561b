"""Rounds: opened for a quarter with the projects that each unit reports on; found again, locked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from layers.system.china_time import today
from layers.system.database import now
from projects.records.model.codes import OVER
from projects.records.model.tables import LEAD, Project, ProjectUnit
from projects.rounds import errors
from projects.rounds.rules_in_force import rules_on
from projects.rounds.tables import Round, RoundEntry, RoundEvent
from projects.targets.periods import Period, read_period


@dataclass(frozen=True, slots=True)
class RoundInfo:
    """A round, free of the session."""

    id: int
    period: str
    due_on: dt.date
    state: str
    opened_by: str
    opened_at: dt.datetime


AnyRound = Round | RoundInfo


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a round."""

    action: str
    by: str
    at: dt.datetime
    reason: str | None


def info(row: Round) -> RoundInfo:
    return RoundInfo(*(getattr(row, one.name) for one in fields(RoundInfo)))


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening did: how many projects are asked for now that were not, of how many units, and
    the projects under way that nobody leads."""

    round: RoundInfo
    added: int
    units: int
    without_unit: tuple[str, ...]


def known_quarter(written: object) -> Period:
    """The quarter that is meant; raises `round-period-invalid`."""
    found = read_period(written)
    if found is None or found.kind != "quarter":
        raise EcoAtlasError(errors.ROUND_PERIOD, value=str(written)[:40])
    return found


def period_of(one: AnyRound) -> Period:
    return known_quarter(one.period)


def as_of(one: AnyRound) -> dt.date:
    """The day of what a round reports: the last of its quarter, or today before that."""
    return min(period_of(one).ends, today())


def open_round(
    session: Session, period: Period, by: Actor, *, due_on: dt.date | None = None
) -> Opened:
    """Open the round of a quarter, or ask in the open one for projects that came since.

    Raises `round-closed`, `round-empty`.
    """
    found = session.scalar(select(Round).where(Round.period == str(period)).with_for_update())
    if found is not None and found.state == "closed":
        raise EcoAtlasError(errors.ROUND_CLOSED, period=period)
    asked, without = _asked(session, period, found)
    if found is None:
        if not asked:
            raise EcoAtlasError(errors.ROUND_EMPTY)
        found = _new(session, period, by, due_on)
    elif due_on is not None:
        found.due_on = due_on
    session.add_all(
        RoundEntry(round_id=found.id, project_code=code, unit_code=unit, state="empty")
        for code, unit in asked
    )
    session.flush()
    if asked:
        details = {"due_on": found.due_on.isoformat(), "projects": len(asked)}
        record(session, by, "round-opened", found.period, details=details)
    return Opened(info(found), len(asked), len({unit for _, unit in asked}), tuple(without))


def _new(session: Session, period: Period, by: Actor, due_on: dt.date | None) -> Round:
    days = rules_on(session, period.ends).due_days
    made = Round(
        period=str(period),
        due_on=due_on or period.ends + dt.timedelta(days=days),
        state="open",
        opened_by=by.name,
        opened_at=now(),
    )
    session.add(made)
    session.flush()
    add_event(session, made, "opened", by)
    return made


def _asked(
    session: Session, period: Period, there: Round | None
) -> tuple[list[tuple[str, str]], list[str]]:
    """Projects with their lead units that are asked for and not yet there; those without one.

    Asked for is what is under way, and what came to its end within the quarter.
    """
    query = (
        select(Project.code, ProjectUnit.unit_code)
        .outerjoin(
            ProjectUnit,
            and_(ProjectUnit.project_code == Project.code, ProjectUnit.role == LEAD),
        )
        .where(
            or_(
                Project.status.not_in(OVER),
                Project.actual_end_date.between(period.begins, period.ends),
            ),
            or_(Project.start_date.is_(None), Project.start_date <= period.ends),
        )
        .order_by(Project.code)
    )
    if there is not None:
        asked = select(RoundEntry.project_code).where(RoundEntry.round_id == there.id)
        query = query.where(Project.code.not_in(asked))
    rows = session.execute(query).all()
    led = [(code, unit) for code, unit in rows if unit is not None]
    return led, [code for code, unit in rows if unit is None]


def add_event(
    session: Session, one: AnyRound, action: str, by: Actor, reason: str | None = None
) -> None:
    session.add(RoundEvent(round_id=one.id, action=action, by=by.name, at=now(), reason=reason))
    session.flush()


def round_of(session: Session, period: Period | None = None) -> RoundInfo:
    """The round of a quarter; without one the newest that is open, else the newest.

    Raises `round-unknown`, `round-none`.
    """
    query = select(Round)
    if period is not None:
        found = session.scalar(query.where(Round.period == str(period)))
        if found is None:
            raise EcoAtlasError(errors.ROUND_UNKNOWN, period=period)
        return info(found)
    newest = query.order_by((Round.state == "open").desc(), Round.period.desc())
    found = session.scalar(newest.limit(1))
    if found is None:
        raise EcoAtlasError(errors.ROUND_NONE)
    return info(found)


def locked_round(session: Session, period: Period | None, *, closing: bool = False) -> Round:
    """The round as it is and stays until the transaction ends: writing shares its row, closing has
    it alone. Raises as `round_of` does."""
    one = round_of(session, period)
    query = select(Round).where(Round.id == one.id)
    query = query.with_for_update(read=not closing, key_share=closing)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def require_open(one: AnyRound) -> None:
    """Raises `round-closed`."""
    if one.state == "closed":
        raise EcoAtlasError(errors.ROUND_CLOSED, period=one.period)


def list_rounds(session: Session) -> list[RoundInfo]:
    """Every round, the newest first; one query."""
    return [info(row) for row in session.scalars(select(Round).order_by(Round.period.desc()))]


def round_before(session: Session, one: AnyRound) -> RoundInfo | None:
    """The round of the newest quarter before it."""
    query = select(Round).where(Round.period < one.period).order_by(Round.period.desc())
    found = session.scalar(query.limit(1))
    return info(found) if found else None


def events_of(session: Session, one: AnyRound) -> list[Event]:
    """What happened to a round, the newest first."""
    row = RoundEvent
    query = select(row.action, row.by, row.at, row.reason).where(row.round_id == one.id)
    return [Event(*found) for found in session.execute(query.order_by(row.id.desc()))]
