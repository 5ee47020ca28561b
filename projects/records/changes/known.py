"""What a record is checked against, as it stands in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from projects.policy.register import PolicyDocument, PolicyItem
from projects.records.changes.history import stored_values
from projects.records.changes.rules import Facts
from projects.records.changes.values import Known
from projects.records.model.part_index import PartIndex
from projects.records.model.part_kinds import FUNDS, STEPS
from projects.records.model.part_tables import ProjectColumns, ProjectFund, ProjectStep, ProjectYear
from projects.records.model.tables import Project
from projects.units.register import unit_register
from projects.units.tables import Unit, UnitAlias


def known_now(session: Session) -> Known:
    """Clauses with their divisions, and the register of units; three queries."""
    columns = PolicyItem.id, PolicyDocument.jurisdiction_code
    query = select(*columns).join(PolicyDocument, PolicyDocument.id == PolicyItem.document_id)
    clauses = {row.id: row.jurisdiction_code for row in session.execute(query)}
    return Known(frozenset(clauses), unit_register(session), clauses)


def mark_of(session: Session) -> str:
    """A mark of all that a list is checked against, another one once any of it is changed; five
    queries. What a project has by year, source and step is told by the version of the project."""
    clauses = select(PolicyItem.id, PolicyDocument.jurisdiction_code)
    units = select(
        Unit.code, Unit.name, Unit.short_name, Unit.name_en, Unit.division, Unit.ended_on
    )
    asked = (
        select(Project.code, Project.version).order_by(Project.code),
        clauses.join(PolicyDocument).order_by(PolicyItem.id),
        units.order_by(Unit.code),
        select(UnitAlias.unit_code, UnitAlias.name).order_by(UnitAlias.id),
        select(ProjectColumns.fingerprint, ProjectColumns.mapping).order_by(
            ProjectColumns.fingerprint
        ),
    )
    found = hashlib.sha256()
    for query in asked:
        for row in session.execute(query):
            found.update(repr(tuple(row)).encode())
    return found.hexdigest()


def facts_of(
    checked: Mapping[str, Any],
    project: Project | None,
    known: Known,
    reason: str | None,
    parts: PartIndex | None = None,
) -> Facts:
    """A record as it would stand after a change, with its plans, funds and steps.

    Progress that is not said is what it was: an empty cell reports nothing. parts: of many projects
    where they were read at once.
    """
    if project is None:
        return Facts(dict(checked), None, reason, known.today)
    before = stored_values(project)
    after = {**before, **checked}
    if after.get("progress_percent") is None:
        after["progress_percent"] = before["progress_percent"]
    plans, funds, steps = _parts(project) if parts is None else _indexed(parts, project.code)
    return Facts(after, before, reason, known.today, plans, funds, steps)


def _indexed(parts: PartIndex, code: str) -> tuple[Any, Any, Any]:
    plans: dict[int, Decimal] = {}
    funds: dict[tuple[int, str], Decimal] = {}
    steps: dict[str, Any] = {}
    for (name, key), values in parts.by_project.get(code, {}).items():
        if name == STEPS.name:
            steps[key[0]] = values["done_on"]
        elif name == FUNDS.name:
            funds[key[0], key[1]] = values["planned_wan_yuan"] or Decimal(0)
        elif values["planned_wan_yuan"] is not None:
            plans[key[0]] = values["planned_wan_yuan"]
    return plans, funds, steps


def _parts(project: Project) -> tuple[Any, Any, Any]:
    session = object_session(project)
    if session is None:
        return {}, {}, {}
    of = project.code
    years = select(ProjectYear.year, ProjectYear.planned_wan_yuan)
    funds = select(ProjectFund.year, ProjectFund.source, ProjectFund.planned_wan_yuan)
    steps = select(ProjectStep.step, ProjectStep.done_on)
    return (
        {
            year: planned
            for year, planned in session.execute(years.where(ProjectYear.project_code == of))
            if planned is not None
        },
        {
            (year, source): planned or Decimal(0)
            for year, source, planned in session.execute(
                funds.where(ProjectFund.project_code == of)
            )
        },
        {
            row.step: row.done_on
            for row in session.execute(steps.where(ProjectStep.project_code == of))
        },
    )
