"""What is late about a project: since when, for how long, and whose it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from projects.records.model.limits import ProjectLimits
from projects.records.model.part_tables import ProjectProblem
from projects.records.model.tables import Project
from projects.records.queries.conditions import late, stagnant

What = Literal["due", "stagnant", "problem"]


@dataclass(frozen=True, slots=True)
class Lateness:
    """One thing that is late: the last day it was not, and the unit that answers for it."""

    what: What
    since: dt.date
    days: int
    unit: str | None


def lateness(
    project: Project,
    problems: Sequence[ProjectProblem],
    units: Mapping[str, str],
    limits: ProjectLimits,
) -> list[Lateness]:
    """Everything late on the day of the limits, what waits longest first.

    units: names of units by code; a problem that names none is of the lead unit.
    """
    late_ones = _of_problems(project, problems, units, limits.day)
    found = [*_of_project(project, limits), *late_ones]
    return sorted(found, key=lambda one: one.since)


def _of_project(project: Project, limits: ProjectLimits) -> Iterator[Lateness]:
    day = limits.day
    if late(project, day) and project.due_date is not None:
        yield Lateness("due", project.due_date, (day - project.due_date).days, project.lead_unit)
    since = project.progress_rose_on or project.actual_start_date or project.start_date
    if stagnant(project, limits) and since is not None:
        yield Lateness("stagnant", since, (day - since).days, project.lead_unit)


def _of_problems(
    project: Project, problems: Sequence[ProjectProblem], units: Mapping[str, str], day: dt.date
) -> Iterator[Lateness]:
    for one in problems:
        if one.closed_on is None and one.deadline is not None and one.deadline < day:
            unit = units.get(one.unit_code or "") or project.lead_unit
            yield Lateness("problem", one.deadline, (day - one.deadline).days, unit)
