"""Reports on progress: added, never written over; the newest one is the project's progress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.audit import Actor
from projects.records.changes.attaching import attach
from projects.records.changes.conflicts import require_version
from projects.records.changes.held import Held, Reported
from projects.records.changes.history import as_json, record_part
from projects.records.changes.known import facts_of, known_now
from projects.records.changes.records import get_project, locked_project, named, refuse
from projects.records.changes.rules import broken, number
from projects.records.changes.values import Reading, read_value
from projects.records.changes.writing import Report, add_entry
from projects.records.model.errors import RECORD_PROGRESS_FELL
from projects.records.model.fields import FIELDS_BY_NAME
from projects.records.model.part_tables import ProgressEntry, ProjectFile

if TYPE_CHECKING:
    from layers.storage.store import Store

REPORT_AHEAD = declare(
    "project-report-ahead",
    "error",
    Text(
        "{place}：报告日期 {day} 在今天之后。", "{place}: the day of the report, {day}, lies ahead."
    ),
    Text("请核对日期。", "Check the day."),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it is kept, with the files that came with it."""

    id: int
    reported_on: dt.date
    percent: float
    invested_wan_yuan: Decimal | None
    text: str | None
    next_steps: str | None
    reason: str | None
    via: str
    by: str | None
    at: dt.datetime
    files: tuple[str, ...]


def report_progress(
    session: Session,
    code: str,
    percent: float | str,
    report: Report,
    *,
    by: Actor | None,
    store: Store | None = None,
    files: Mapping[str, Path] | None = None,
    based_on: int | None = None,
    held: Held | None = None,
) -> ProgressEntry:
    """Add a report. One that is of an earlier day than the newest changes nothing of the project.

    files: attachments by their names; they need the `store`. held: what records are checked
    against, where it was read already. Raises `unknown-project`,
    `record-progress-fell` where it lies below the report before it without a reason,
    `project-report-ahead`, `project-changed-meanwhile`, the `evidence-…` refusals.
    """
    project, place = locked_project(session, code, held), named(code)
    held = held or Held(known_now(session))
    known, told = held.known, held.reports.get(code)
    value = read_value(FIELDS_BY_NAME["progress_percent"], percent, Reading(place, known))
    require_version(session, project, based_on, {"progress_percent": value})
    day = report.on or known.today
    if day > known.today:
        raise EcoAtlasError(REPORT_AHEAD, place=place, day=day)
    _must_not_fall(_percent_on(session, code, day, told), value, code, report)
    if project.progress_on is None or day >= project.progress_on:
        said, why = {"progress_percent": value}, report.reason or "—"
        refuse(broken(facts_of(said, project, known, why, held.parts), place))
    before = as_json({"progress_percent": project.progress_percent})
    entry = add_entry(session, project, value, by, report, told)
    if files:
        session.flush()  # the file names the number of the report
    attach(session, store, code, files or {}, by, progress_id=entry.id)
    after = {
        "progress_percent": value,
        "reported_on": day,
        "text": report.text,
        "next_steps": report.next_steps,
        "invested_wan_yuan": report.invested_wan_yuan,
    }
    filled = {name: one for name, one in after.items() if one is not None}
    record_part(session, by, project, "reported", before, filled, report.reason)
    return entry


def _percent_on(session: Session, code: str, day: dt.date, told: Reported | None) -> float | None:
    """What the newest report until a day says."""
    if told is not None:
        return next((percent for on, percent in reversed(told) if on <= day), None)
    row = ProgressEntry
    query = select(row.percent).where(row.project_code == code, row.reported_on <= day)
    return session.scalar(query.order_by(row.reported_on.desc(), row.id.desc()).limit(1))


def _must_not_fall(before: float | None, percent: float, code: str, report: Report) -> None:
    if before is not None and percent < before and not report.reason:
        raise EcoAtlasError(
            RECORD_PROGRESS_FELL,
            place=named(code),
            before=number(before),
            after=number(percent),
        )


def reports_of(session: Session, code: str) -> Sequence[Told]:
    """The reports on a project, the newest first; raises `unknown-project`."""
    get_project(session, code)
    row = ProgressEntry
    query = select(row).where(row.project_code == code)
    files: dict[int | None, list[str]] = {}
    attached = select(ProjectFile.progress_id, ProjectFile.sha256).where(
        ProjectFile.project_code == code, ProjectFile.progress_id.is_not(None)
    )
    for entry, sha256 in session.execute(attached.order_by(ProjectFile.id)):
        files.setdefault(entry, []).append(sha256)
    return [
        Told(
            one.id,
            one.reported_on,
            one.percent,
            one.invested_wan_yuan,
            one.text,
            one.next_steps,
            one.reason,
            one.via,
            one.by,
            one.at,
            tuple(files.get(one.id, ())),
        )
        for one in session.scalars(query.order_by(row.reported_on.desc(), row.id.desc()))
    ]
