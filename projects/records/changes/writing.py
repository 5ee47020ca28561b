"""Writing checked values into a record: units and clauses in their order, progress as a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.system.china_time import today
from projects.records.changes.held import Reported
from projects.records.changes.history import stored_values
from projects.records.model.part_tables import ProgressEntry
from projects.records.model.tables import LEAD, RESPONSIBLE, Project, ProjectItem, ProjectUnit


@dataclass(frozen=True, slots=True)
class Report:
    """What a change tells besides its values: the day it is of, why, and by which way it came."""

    on: dt.date | None = None
    reason: str | None = None
    via: str = "api"
    text: str | None = None
    next_steps: str | None = None
    invested_wan_yuan: Decimal | None = None


BY_API = Report()


def differs(project: Project, checked: Mapping[str, Any]) -> bool:
    """Whether checked values say something else than the record; empty progress says nothing."""
    stored = stored_values(project)
    return any(
        stored[name] != value
        for name, value in checked.items()
        if not (name == "progress_percent" and value is None)
    )


def write(
    session: Session,
    project: Project,
    checked: Mapping[str, Any],
    by: Actor | None,
    report: Report,
    told: Reported | None = None,
) -> None:
    """Put checked values into a record, which is in the session; a figure of progress that is new
    becomes a report of its own. told: the reports before, where they were read already."""
    set_values(project, checked)
    session.flush()
    add_progress(session, project, checked, by, report, told)


def set_values(project: Project, checked: Mapping[str, Any]) -> None:
    """Checked values but for progress, in the record and not yet in the database."""
    for name, value in checked.items():
        if name == "other_item_ids":
            _write_items(project, value)
        elif name == "lead_unit":
            _write_units(project, LEAD, [value] if value else [])
        elif name == "responsible_units":
            _write_units(project, RESPONSIBLE, value)
        elif name != "progress_percent":
            setattr(project, name, value)


def add_progress(
    session: Session,
    project: Project,
    checked: Mapping[str, Any],
    by: Actor | None,
    report: Report,
    told: Reported | None = None,
) -> None:
    """A report of a figure of progress that is new; of a record that is in the database."""
    percent = checked.get("progress_percent")
    if percent is not None and percent != project.progress_percent:
        add_entry(session, project, percent, by, report, told)


def _write_items(project: Project, ids: Sequence[str]) -> None:
    kept = {other.item_id: other for other in project.other_items}
    project.other_items = [kept.get(item_id) or ProjectItem(item_id=item_id) for item_id in ids]
    for position, other in enumerate(project.other_items):
        other.position = position


def _write_units(project: Project, role: str, codes: Sequence[str]) -> None:
    kept = {one.unit_code: one for one in project.units if one.role == role}
    others = [one for one in project.units if one.role != role]
    mine = [kept.get(code) or ProjectUnit(role=role, unit_code=code) for code in codes]
    for position, one in enumerate(mine):
        one.position = position
    project.units = sorted([*others, *mine], key=lambda one: (one.role, one.position))


def add_entry(
    session: Session,
    project: Project,
    percent: float,
    by: Actor | None,
    report: Report,
    told: Reported | None = None,
) -> ProgressEntry:
    """Add a report; the project then has the progress of its newest one. told: the reports before,
    where they were read already."""
    entry = ProgressEntry(
        project_code=project.code,
        reported_on=report.on or today(),
        percent=percent,
        invested_wan_yuan=report.invested_wan_yuan,
        text=report.text,
        next_steps=report.next_steps,
        reason=report.reason,
        via=report.via,
        by=by.name if by else None,
    )
    session.add(entry)
    if told is None:
        session.flush()
        take_newest(session, project)
    else:
        # Sorted as the database does: of one day the report that came last is the newest.
        added = [*told, (entry.reported_on, percent)]
        _say_newest(project, sorted(added, key=lambda one: one[0]))
    return entry


def take_newest(session: Session, project: Project) -> None:
    """Let the record say what its newest report says, and when a report last rose."""
    columns = ProgressEntry.reported_on, ProgressEntry.percent
    query = select(*columns).where(ProgressEntry.project_code == project.code)
    query = query.order_by(ProgressEntry.reported_on, ProgressEntry.id)
    _say_newest(project, [(day, percent) for day, percent in session.execute(query)])
    session.flush()


def _say_newest(project: Project, newest_last: Reported) -> None:
    rose, highest = None, 0.0
    for day, percent in newest_last:
        if percent > highest:
            rose, highest = day, percent
    project.progress_on, project.progress_percent = newest_last[-1]
    project.progress_rose_on = rose
