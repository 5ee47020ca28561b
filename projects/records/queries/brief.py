"""What a list tells of each project, read as columns.

A list of all ten thousand projects takes one query; as records, each with its units and further
clauses, it took 46 and ten times as long.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, Protocol, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from projects.records.model.tables import LEAD, Project, ProjectLink, ProjectUnit
from projects.records.queries.asked import Asked
from projects.records.queries.conditions import Dated
from projects.records.queries.query import ordered
from projects.units.tables import Unit


class Brief(Dated, Protocol):
    """A project as lists tell it; a record is one too."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def progress_percent(self) -> float | None: ...
    @property
    def lead_unit(self) -> str | None: ...
    @property
    def investment_wan_yuan(self) -> Decimal | None: ...


def every_brief(session: Session, asked: Asked) -> Sequence[Brief]:
    """All the projects that fit, in order, without pages. Raises `unit-unknown`."""
    rows = session.execute(ordered(session, asked, select(*_columns()))).all()
    return cast(Sequence[Brief], rows)


def briefs_by_feature(
    session: Session, layers: Collection[str]
) -> dict[tuple[str, str], list[Brief]]:
    """By layer and key of the features of these layers the projects built on them, by code."""
    query = (
        select(ProjectLink.layer_id, ProjectLink.feature_key, *_columns())
        .join(Project, Project.code == ProjectLink.project_code)
        .where(ProjectLink.layer_id.in_(layers))
        .order_by(Project.code)
    )
    found: dict[tuple[str, str], list[Brief]] = {}
    for row in session.execute(query):
        found.setdefault((row.layer_id, row.feature_key), []).append(cast(Brief, row))
    return found


def _columns() -> list[Any]:
    return [
        Project.code,
        Project.name,
        Project.status,
        Project.progress_percent,
        _lead_unit().label("lead_unit"),
        Project.start_date,
        Project.due_date,
        Project.actual_start_date,
        Project.progress_rose_on,
        Project.investment_wan_yuan,
    ]


def _lead_unit() -> Any:
    """The first unit that leads, by the name that `Project.lead_unit` gives it."""
    leads = (ProjectUnit.project_code == Project.code) & (ProjectUnit.role == LEAD)
    return (
        select(Unit.short_name)
        .join(ProjectUnit, ProjectUnit.unit_code == Unit.code)
        .where(leads)
        .order_by(ProjectUnit.position)
        .limit(1)
        .correlate(Project)
        .scalar_subquery()
    )
