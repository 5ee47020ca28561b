"""Finding projects: one function for pages, API and command line.

However many projects there are, an answer takes the same few queries: one that counts, one for the
page, one each for units and further clauses, and one for the limits by which they have not risen
for long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from projects.records.model.limits import limits_on
from projects.records.model.tables import Project
from projects.records.queries.asked import Asked
from projects.records.queries.conditions import Terms, conditions
from projects.records.queries.pool_conditions import NO_RULES, pool_rules
from projects.units.register import get_unit

QUERIES = 5
"""How many queries an answer takes, beside one for the register of units where a unit is asked and
two for the limits where an office has its own."""
SORTS: dict[str, Any] = {
    "code": Project.code,
    "name": Project.name,
    "status": Project.status,
    "due_date": Project.due_date,
    "progress": Project.progress_percent,
    "investment": Project.investment_wan_yuan,
    "updated": Project.updated_at,
    "reported": Project.progress_on,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A page of projects, how many there are in all, and what was asked."""

    projects: Sequence[Project]
    total: int
    asked: Asked

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.asked.size))


def find_projects(session: Session, asked: Asked) -> Found:
    """The projects that fit, in order, a page of them. Raises `unit-unknown`."""
    where = conditions(asked, terms_of(session, asked))
    query = _ordered(select(Project).where(*where), asked.sort)
    page = query.offset((asked.page - 1) * asked.size).limit(asked.size)
    return Found(session.scalars(page).all(), _count(session, where), asked)


def count_projects(session: Session, asked: Asked) -> int:
    """How many projects fit. Raises `unit-unknown`."""
    return _count(session, conditions(asked, terms_of(session, asked)))


def _count(session: Session, where: Sequence[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(Project).where(*where)) or 0


def terms_of(session: Session, asked: Asked) -> Terms:
    """What filters are read against. Raises `unit-unknown`."""
    units = {one: get_unit(session, one).code for one in (asked.unit, asked.lead) if one}
    rules = pool_rules(session, asked.today) if asked.pool else NO_RULES
    return Terms(limits_on(session, asked.today), units, rules)


def every_project(session: Session, **filters: Any) -> Sequence[Project]:
    """All the projects that fit filters of `Asked`, in order, without pages."""
    return every_of(session, Asked(**filters))


def every_of(session: Session, asked: Asked) -> Sequence[Project]:
    """The same for what was asked already; its page does not count."""
    return session.scalars(ordered(session, asked, select(Project))).all()


def ordered(session: Session, asked: Asked, query: Select[Any]) -> Select[Any]:
    """A query of projects kept to those that fit, in order. Raises `unit-unknown`."""
    return _ordered(query.where(*conditions(asked, terms_of(session, asked))), asked.sort)


def _ordered(query: Select[Any], sort: str) -> Select[Any]:
    column = SORTS[sort.removeprefix("-")]
    order = column.desc() if sort.startswith("-") else column.asc()
    return query.order_by(order.nulls_last(), Project.code)
