"""What each filter of projects means, as a condition of the database and of one project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, func, or_, select

from projects.policy.divisions import DIVISIONS, is_part_of
from projects.policy.register import PolicyItem
from projects.records.model.codes import BUILDING, OVER
from projects.records.model.limits import ProjectLimits
from projects.records.model.part_tables import ProjectFund, ProjectProblem, ProjectYear
from projects.records.model.tables import LEAD, Project, ProjectItem, ProjectLink, ProjectUnit
from projects.records.queries.asked import Asked
from projects.records.queries.pool_conditions import (
    NO_RULES,
    RELEASED,
    PoolRules,
    is_eligible,
    is_released,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What filters are read against: the day of the question with its limits, the codes of units
    by how they are asked, and the rule of the pool where that is asked."""

    limits: ProjectLimits
    units: Mapping[str, str] = field(default_factory=dict)
    pool: PoolRules = NO_RULES


class Dated(Protocol):
    """What of a project says whether it is late; a record, or the columns of a list."""

    @property
    def status(self) -> str: ...
    @property
    def start_date(self) -> dt.date | None: ...
    @property
    def due_date(self) -> dt.date | None: ...
    @property
    def actual_start_date(self) -> dt.date | None: ...
    @property
    def progress_rose_on(self) -> dt.date | None: ...


def conditions(asked: Asked, terms: Terms) -> list[ColumnElement[bool]]:
    """The filters as conditions on `Project`."""
    return [
        condition(value, terms)
        for name, condition in CONDITIONS.items()
        for value in [getattr(asked, name)]
        if value not in (None, ())
    ]


def is_late(day: dt.date) -> ColumnElement[bool]:
    """Due before the day, and neither built nor given up."""
    return and_(Project.due_date < day, Project.status.not_in(OVER))


def is_stagnant(limits: ProjectLimits) -> ColumnElement[bool]:
    """Under construction, and nothing rose for as long as the limit says."""
    since = func.coalesce(Project.progress_rose_on, Project.actual_start_date, Project.start_date)
    return and_(Project.status == BUILDING, since < limits.still_since)


def late(project: Dated, day: dt.date) -> bool:
    """The same of one project, as `is_late` asks it of all."""
    return project.due_date is not None and project.due_date < day and project.status not in OVER


def stagnant(project: Dated, limits: ProjectLimits) -> bool:
    """The same of one project, as `is_stagnant` asks it of all."""
    since = project.progress_rose_on or project.actual_start_date or project.start_date
    return project.status == BUILDING and since is not None and since < limits.still_since


def _text(value: str, _terms: Terms) -> ColumnElement[bool]:
    return or_(
        Project.code.icontains(value, autoescape=True),
        Project.name.icontains(value, autoescape=True),
    )


def _unit(value: str, terms: Terms) -> ColumnElement[bool]:
    return _has(ProjectUnit, ProjectUnit.unit_code == terms.units[value])


def _lead(value: str, terms: Terms) -> ColumnElement[bool]:
    code = terms.units[value]
    return _has(ProjectUnit, ProjectUnit.unit_code == code, ProjectUnit.role == LEAD)


def _has(table: Any, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a table has a row of the project. As a list of codes that is made once: asked for
    each project, SQLite goes through the rows of the unit ten thousand times."""
    return Project.code.in_(select(table.project_code).where(*where))


def _item(value: str, _terms: Terms) -> ColumnElement[bool]:
    return or_(Project.action_item_id == value, _has(ProjectItem, ProjectItem.item_id == value))


def _document(value: str, _terms: Terms) -> ColumnElement[bool]:
    begins = f"{value}-"
    return or_(
        Project.action_item_id.startswith(begins, autoescape=True),
        _has(ProjectItem, ProjectItem.item_id.startswith(begins, autoescape=True)),
    )


def _action(value: str, _terms: Terms) -> ColumnElement[bool]:
    items = select(PolicyItem.id).where(PolicyItem.action_id == value)
    return or_(Project.action_item_id.in_(items), _has(ProjectItem, ProjectItem.item_id.in_(items)))


def span_of() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """When a project begins and when it ends, as it was where that is told, else as planned."""
    begun = func.coalesce(Project.actual_start_date, Project.start_date)
    return begun, func.coalesce(Project.actual_end_date, Project.due_date)


def _year(value: int, _terms: Terms) -> ColumnElement[bool]:
    first, last = dt.date(value, 1, 1), dt.date(value, 12, 31)
    begun, ends = span_of()
    return or_(
        _has(ProjectYear, ProjectYear.year == value),
        _has(ProjectFund, ProjectFund.year == value),
        and_(begun <= last, ends >= first),
    )


def _district(value: str, _terms: Terms) -> ColumnElement[bool]:
    inside = [code for code in DIVISIONS if is_part_of(code, value)]
    return Project.district.in_([value, *inside])


def _flag(condition: Callable[[Terms], ColumnElement[bool]]) -> Condition:
    def asks(value: bool, terms: Terms) -> ColumnElement[bool]:
        # A date that is missing makes a comparison neither true nor false.
        found = func.coalesce(condition(terms), False)
        return found if value else ~found

    return asks


def _without_item(_terms: Terms) -> ColumnElement[bool]:
    return and_(Project.action_item_id.is_(None), ~_has(ProjectItem))


def _open_problem(_terms: Terms) -> ColumnElement[bool]:
    return _has(ProjectProblem, ProjectProblem.closed_on.is_(None))


def _pool(value: str, terms: Terms) -> ColumnElement[bool]:
    return is_released() if value == RELEASED else is_eligible(terms.pool)


Condition = Callable[[Any, Terms], ColumnElement[bool]]
CONDITIONS: dict[str, Condition] = {
    "text": _text,
    "status": lambda value, _: Project.status.in_(value),
    "kind": lambda value, _: Project.kind.in_(value),
    "unit": _unit,
    "lead": _lead,
    "item": _item,
    "document": _document,
    "action": _action,
    "year": _year,
    "district": _district,
    "fund": lambda value, _: _has(ProjectFund, ProjectFund.source.in_(value)),
    "layer": lambda value, _: _has(ProjectLink, ProjectLink.layer_id == value),
    "late": _flag(lambda terms: is_late(terms.limits.day)),
    "stagnant": _flag(lambda terms: is_stagnant(terms.limits)),
    "without_place": _flag(lambda _: ~_has(ProjectLink)),
    "without_item": _flag(_without_item),
    "without_unit": _flag(lambda _: ~_has(ProjectUnit, ProjectUnit.role == LEAD)),
    "without_district": _flag(lambda _: Project.district.is_(None)),
    "open_problems": _flag(_open_problem),
    "pool": _pool,
}
