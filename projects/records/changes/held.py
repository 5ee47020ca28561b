"""What the records of many projects are checked against, read at once and kept for all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from projects.records.changes.known import known_now
from projects.records.changes.values import Known
from projects.records.model.part_index import PartIndex, Place
from projects.records.model.part_kinds import PARTS, key_of
from projects.records.model.part_tables import ProgressEntry
from projects.records.model.tables import Project

AT_ONCE = 500
Reported = Sequence[tuple[dt.date, float]]
"""Days and percentages of the reports on a project, the newest last."""


@dataclass(frozen=True, slots=True)
class Locked:
    """The rows of some projects, locked until the transaction ends: records, parts by their place,
    and what was reported before."""

    projects: Mapping[str, Project] = field(default_factory=dict)
    parts: Mapping[Place, Any] = field(default_factory=dict)
    reports: Mapping[str, Reported] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """Registers and clauses; of the projects that are held their locked rows, their parts and what
    was reported before. Of any other project all that is read when it is asked for."""

    known: Known
    projects: Mapping[str, Project] = field(default_factory=dict)
    parts: PartIndex | None = None
    reports: Mapping[str, Reported] = field(default_factory=dict)
    rows: Mapping[Place, Any] = field(default_factory=dict)
    """Kept, so that the session finds each without asking for it."""


def lock_projects(session: Session, codes: Collection[str]) -> Locked:
    """These projects as they are now; five queries for each `AT_ONCE` of them."""
    wanted = sorted(codes)
    projects: dict[str, Project] = {}
    parts: dict[Place, Any] = {}
    reports: dict[str, list[tuple[dt.date, float]]] = {code: [] for code in wanted}
    for at in range(0, len(wanted), AT_ONCE):
        some = wanted[at : at + AT_ONCE]
        query = select(Project).where(Project.code.in_(some)).with_for_update()
        for one in session.scalars(query.execution_options(populate_existing=True)):
            projects[one.code] = one
        for kind in PARTS.values():
            table: Any = kind.table
            for part in session.scalars(select(table).where(table.project_code.in_(some))):
                parts[part.project_code, kind.name, key_of(kind, part)] = part
        row = ProgressEntry
        told = select(row.project_code, row.reported_on, row.percent)
        told = told.where(row.project_code.in_(some)).order_by(row.reported_on, row.id)
        for code, day, percent in session.execute(told):
            reports[code].append((day, percent))
    return Locked(projects, parts, reports)


def hold(session: Session, codes: Collection[str]) -> Held:
    """The same, with the registers that records are checked against."""
    rows = lock_projects(session, codes)
    index = PartIndex.of(session)
    return Held(known_now(session), rows.projects, index, rows.reports, rows.parts)
