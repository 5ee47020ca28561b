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
from projects.records.attaching import attach
from projects.records.conflicts import require_version
from projects.records.errors import RECORD_PROGRESS_FELL
from projects.records.fields import FIELDS_BY_NAME
from projects.records.history import as_json, record_part
from projects.records.known import facts_of, known_now
from projects.records.part_tables import ProgressEntry, ProjectFile
from projects.records.records import get_project, locked_project, named, refuse
from projects.records.rules import broken, number
from projects.records.tables import Project
from projects.records.values import Known, Reading, read_value
from projects.records.writing import Report, add_entry

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
    known: Known | None = None,
) -> ProgressEntry:
    """Add a report. One that is of an earlier day than the newest changes nothing of the project.

    files: attachments by their names; they need the `store`. known: what records are checked
    against, where it was read already. Raises `unknown-project`,
    `record-progress-fell` where it lies below the report before it without a reason,
    `project-report-ahead`, `project-changed-meanwhile`, the `evidence-…` refusals.
    """
    project, place = locked_project(session, code), named(code)
    known = known or known_now(session)
    value = read_value(FIELDS_BY_NAME["progress_percent"], percent, Reading(place, known))
    require_version(session, project, based_on, {"progress_percent": value})
    day = report.on or known.today
    if day > known.today:
        raise EcoAtlasError(REPORT_AHEAD, place=place, day=day)
    _must_not_fall(session, project, value, day, report)
    if project.progress_on is None or day >= project.progress_on:
        facts = facts_of({"progress_percent": value}, project, known, report.reason or "—")
        refuse(broken(facts, place))
    before = as_json({"progress_percent": project.progress_percent})
    entry = add_entry(session, project, value, by, report)
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


def _must_not_fall(
    session: Session, project: Project, percent: float, day: dt.date, report: Report
) -> None:
    row = ProgressEntry
    query = select(row.percent).where(row.project_code == project.code, row.reported_on <= day)
    before = session.scalar(query.order_by(row.reported_on.desc(), row.id.desc()).limit(1))
    if before is not None and percent < before and not report.reason:
        raise EcoAtlasError(
            RECORD_PROGRESS_FELL,
            place=named(project.code),
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
