"""Closing a round: what was reported becomes the projects' progress, and nothing changes any more
until somebody opens it again with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from layers.audit import Actor, record
from projects.records.changes.held import Held, hold
from projects.records.changes.parts import set_parts
from projects.records.changes.progress import report_progress
from projects.records.changes.records import update_project
from projects.records.changes.writing import Report
from projects.records.model.part_kinds import YEARS
from projects.rounds import errors
from projects.rounds.fields import END, PERCENT, SPENT, STATUS
from projects.rounds.rounds import AnyRound, add_event, as_of, locked_round, require_open
from projects.rounds.settling import count_waiting
from projects.rounds.tables import RoundEntry
from projects.targets.closing import said_reason
from projects.targets.periods import Period

VIA = "round"


@dataclass(frozen=True, slots=True)
class Closed:
    """How many reports were taken into the records, and how many projects stay unreported."""

    period: str
    taken: int
    missing: int


def close_round(session: Session, period: Period | None, by: Actor, note: str = "") -> Closed:
    """Close a round. Raises `round-closed`, `round-conflicts-open`, `round-not-taken`."""
    one = locked_round(session, period, closing=True)
    require_open(one)
    waiting = count_waiting(session, one)
    if waiting:
        raise EcoAtlasError(errors.ROUND_CONFLICTS, period=one.period, count=waiting)
    row = RoundEntry
    query = select(row).where(row.round_id == one.id).order_by(row.project_code)
    entries = session.scalars(query.with_for_update()).all()
    reported = [entry for entry in entries if entry.state == "reported"]
    new = [entry for entry in reported if entry.version > entry.taken_version]
    _take(session, one, new, by)
    one.state = "closed"
    said = " ".join(note.split())[:500] or None
    add_event(session, one, "closed", by, said)
    missing = len(entries) - len(reported)
    details = {"taken": len(new), "missing": missing} | ({"reason": said} if said else {})
    record(session, by, "round-closed", one.period, details=details)
    return Closed(one.period, len(new), missing)


def reopen_round(session: Session, period: Period, by: Actor, reason: str) -> None:
    """Open a closed round again. Raises `target-step-reason`, `round-open`."""
    said = said_reason(reason)
    one = locked_round(session, period, closing=True)
    if one.state == "open":
        raise EcoAtlasError(errors.ROUND_OPEN, period=one.period)
    one.state = "open"
    add_event(session, one, "reopened", by, said)
    record(session, by, "round-reopened", one.period, details={"reason": said})


def _take(session: Session, one: AnyRound, entries: Sequence[RoundEntry], by: Actor) -> None:
    """All of them or none; raises `round-not-taken` with everything that does not fit."""
    day, held = as_of(one), hold(session, [entry.project_code for entry in entries])
    problems: list[Problem] = []
    for entry in entries:
        try:
            _take_one(session, entry, day, by, held)
        except EcoAtlasError as error:
            problems += error.problems or [error.problem]
        entry.taken_version = entry.version
    if problems:
        first = problems[0].message
        raise EcoAtlasError(
            errors.ROUND_NOT_TAKEN, problems=tuple(problems), count=len(problems), first=first
        )
    session.flush()


def _take_one(session: Session, entry: RoundEntry, day: dt.date, by: Actor, held: Held) -> None:
    """One report: the stage where it is another one, the figure as a report of the day, and what
    was spent since the first of January."""
    code, percent = entry.project_code, entry.progress_percent
    project = held.projects[code]
    report = Report(
        on=day,
        reason=entry.reason,
        via=VIA,
        text=told(entry),
        next_steps=entry.next_steps,
        invested_wan_yuan=entry.invested_wan_yuan,
    )
    values = {
        name: getattr(entry, name)
        for name in (STATUS, END)
        if getattr(entry, name) not in (None, getattr(project, name))
    }
    newest = project.progress_on is None or day >= project.progress_on
    rises = newest and percent != project.progress_percent
    if values:
        values |= {PERCENT: percent} if rises else {}
        update_project(session, code, values, by=by, report=report, held=held)
    if percent is not None and not (values and rises):
        report_progress(session, code, percent, report, by=by, held=held)
    if entry.spent_wan_yuan is not None:
        spent = {(YEARS, (day.year,)): {SPENT: entry.spent_wan_yuan}}
        set_parts(session, code, spent, by=by, reason=entry.reason, held=held)


def told(entry: RoundEntry) -> str | None:
    """Progress and problems as one text."""
    parts = [entry.text, f"存在问题：{entry.problems}" if entry.problems else None]
    return "\n".join(part for part in parts if part) or None
