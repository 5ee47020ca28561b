"""What the records of many projects are checked against, read at once and kept for all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from projects.records.known import known_now
from projects.records.part_index import PartIndex
from projects.records.part_tables import ProgressEntry, ProjectYear
from projects.records.tables import Project
from projects.records.values import Known

AT_ONCE = 500
Reported = Sequence[tuple[dt.date, float]]
"""Days and percentages of the reports on a project, the newest last."""


@dataclass(frozen=True, slots=True)
class Held:
    """Registers and clauses; of the projects that are held their locked rows, their parts and what
    was reported before. Of any other project all that is read when it is asked for."""

    known: Known
    projects: Mapping[str, Project] = field(default_factory=dict)
    parts: PartIndex | None = None
    reports: Mapping[str, Reported] = field(default_factory=dict)
    years: Sequence[ProjectYear] = ()
    """Kept, so that the session finds each without asking for it."""


def hold(session: Session, codes: Collection[str]) -> Held:
    """These projects, locked until the transaction ends, with what belongs to them."""
    wanted = sorted(codes)
    projects: dict[str, Project] = {}
    reports: dict[str, list[tuple[dt.date, float]]] = {code: [] for code in wanted}
    years: list[ProjectYear] = []
    for at in range(0, len(wanted), AT_ONCE):
        some = wanted[at : at + AT_ONCE]
        query = select(Project).where(Project.code.in_(some)).with_for_update()
        for one in session.scalars(query.execution_options(populate_existing=True)):
            projects[one.code] = one
        plans = select(ProjectYear).where(ProjectYear.project_code.in_(some))
        years += session.scalars(plans)
        row = ProgressEntry
        told = select(row.project_code, row.reported_on, row.percent)
        told = told.where(row.project_code.in_(some)).order_by(row.reported_on, row.id)
        for code, day, percent in session.execute(told):
            reports[code].append((day, percent))
    return Held(known_now(session), projects, PartIndex.of(session), reports, years)
