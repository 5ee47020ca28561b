"""Rows of a list that were checked, kept some hundred at a time: while they are written nobody else
may write to a database of one file, so that it is asked little and told much at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.audit import Actor
from projects.records.changes.held import AT_ONCE, Locked, lock_projects
from projects.records.changes.history import (
    record_added,
    record_changed,
    record_part,
    told_values,
    versions_before,
)
from projects.records.changes.parts import write_parts
from projects.records.changes.writing import add_entry, add_progress, differs, set_values
from projects.records.files.taking import Taken
from projects.records.model.part_kinds import PARTS
from projects.records.model.tables import Project
from projects.units.tables import Unit


@dataclass(frozen=True, slots=True)
class _Put:
    """A row whose fields stand in its record. before: what that told, of one that was there."""

    row: Taken
    project: Project
    differs: bool
    before: Mapping[str, Any] | None = None

    @property
    def percent(self) -> float | None:
        found: float | None = self.row.checked.get("progress_percent")
        return found


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where rows are kept: by whom, out of which file, and what was there before."""

    session: Session
    by: Actor | None
    file: str
    there: Locked
    last: Mapping[str, int]


def put_rows(
    session: Session, rows: Sequence[Taken], *, by: Actor | None, file: str
) -> dict[str, list[str]]:
    """Keep checked rows, new or changed; answers the codes `added`, `changed`, `unchanged`.

    A row changes a project if it did so when it was checked: the session sees what was seen then.
    """
    done: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    units = session.scalars(select(Unit)).all()  # held, so that names are told without asking
    for at in range(0, len(rows), AT_ONCE):
        for outcome, code in _put_some(session, rows[at : at + AT_ONCE], by, file):
            done[outcome].append(code)
    del units
    return done


def _put_some(
    session: Session, rows: Sequence[Taken], by: Actor | None, file: str
) -> list[tuple[str, str]]:
    codes = {old: [_code(row) for row in rows if (row.project is not None) == old]
             for old in (True, False)}  # fmt: skip
    there = lock_projects(session, codes[True])
    desk = _Desk(session, by, file, there, versions_before(session, codes[False]))
    put = [_set(desk, row) for row in rows]
    session.flush()  # what belongs to a record names it
    outcomes = [(_told(desk, one), one.project.code) for one in put]
    session.flush()
    return outcomes


def _code(row: Taken) -> str:
    return str(row.checked["code"])


def _set(desk: _Desk, row: Taken) -> _Put:
    if row.project is None:
        project = Project(code=_code(row), version=0, units=[], other_items=[])
        desk.session.add(project)
        set_values(project, row.checked)
        return _Put(row, project, True)
    project = desk.there.projects[_code(row)]
    if not differs(project, row.checked):
        return _Put(row, project, False)
    before = told_values(project)
    set_values(project, row.checked)
    return _Put(row, project, True, before)


def _told(desk: _Desk, one: _Put) -> str:
    """Keep what belongs to the record, and tell what became of it."""
    if one.differs:
        _record(desk, one)
    new = one.row.project is None
    told = not new and _put_report(desk, one)
    parts = _put_parts(desk, one)
    if new:
        return "added"
    return "changed" if one.differs or told or parts else "unchanged"


def _record(desk: _Desk, one: _Put) -> None:
    session, project, report = desk.session, one.project, one.row.report
    told = desk.there.reports.get(project.code, ())
    add_progress(session, project, one.row.checked, desk.by, report, told)
    if one.before is None:
        last = desk.last.get(project.code, 0)
        record_added(session, desk.by, project, report.reason, last=last, file=desk.file)
    else:
        record_changed(session, desk.by, project, one.before, report.reason, file=desk.file)


def _put_parts(desk: _Desk, one: _Put) -> bool:
    wanted = {(PARTS[name], key): values for (name, key), values in one.row.parts.items()}
    rows, reason = desk.there.parts, one.row.report.reason
    return write_parts(
        desk.session, one.project, wanted, desk.by, reason, rows=rows, file=desk.file
    )


def _put_report(desk: _Desk, one: _Put) -> bool:
    """A report of a new day whose figure is that of the one before: what it says is kept too."""
    session, project, report, percent = desk.session, one.project, one.row.report, one.percent
    says = (report.text, report.next_steps, report.invested_wan_yuan)
    newer = report.on is not None and (
        project.progress_on is None or report.on > project.progress_on
    )
    if not newer or percent is None or not any(one is not None for one in says):
        return False
    told = desk.there.reports.get(project.code, ())
    add_entry(session, project, percent, desk.by, report, told)
    after = {"reported_on": report.on, "progress_percent": percent, "text": report.text}
    record_part(session, desk.by, project, "reported", None, after, report.reason, file=desk.file)
    return True
