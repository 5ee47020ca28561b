"""Two units of the register that are one: what was of the first is of the second from now on."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.audit import Actor, record
from layers.system.china_time import today
from projects.accounts.tables import Account
from projects.records.changes.history import record_changed, told_values
from projects.records.changes.writing import BY_API, write
from projects.records.model.part_tables import ProjectProblem
from projects.records.model.tables import Project, ProjectUnit
from projects.units.register import get_unit
from projects.units.tables import UnitAlias

UNIT_INTO_ITSELF = declare(
    "unit-into-itself",
    "error",
    Text("“{unit}”不能并入自己。", "“{unit}” cannot be merged into itself."),
    Text("请写另一个单位。", "Name another unit."),
    status=422,
)


def merge_units(session: Session, code: str, into: str, *, by: Actor, reason: str | None) -> int:
    """Give projects, problems and accounts of a unit to another one, with all its names.

    The first one ends today and stays in the register, so that what was told of it can be read.
    Answers how many projects changed. Raises `unit-unknown`, `unit-into-itself`.
    """
    one, other = get_unit(session, code), get_unit(session, into)
    if one.code == other.code:
        raise EcoAtlasError(UNIT_INTO_ITSELF, unit=one.name)
    projects = _give_projects(session, one.code, other.code, by, reason)
    row = ProjectProblem
    session.execute(update(row).where(row.unit_code == one.code).values(unit_code=other.code))
    session.execute(
        update(Account).where(Account.unit_code == one.code).values(unit_code=other.code)
    )
    there = {other.name, other.short_name, *(alias.name for alias in other.aliases)}
    names = (one.name, one.short_name, *(alias.name for alias in one.aliases))
    for name in dict.fromkeys(names):
        if name not in there:
            other.aliases.append(UnitAlias(name=name, until=today()))
    one.ended_on = today()
    session.flush()
    details = {"into": other.code, "projects": projects, "reason": reason}
    record(session, by, "unit-merged", one.code, details=details)
    return projects


def _give_projects(session: Session, code: str, into: str, by: Actor, reason: str | None) -> int:
    of_unit = select(ProjectUnit.project_code).where(ProjectUnit.unit_code == code)
    query = select(Project).where(Project.code.in_(of_unit)).order_by(Project.code)
    projects = session.scalars(query.with_for_update()).all()
    for project in projects:
        before = told_values(project)
        lead = into if project.lead_unit_code == code else project.lead_unit_code
        others = [into if one == code else one for one in project.responsible_unit_codes]
        units = {"lead_unit": lead, "responsible_units": list(dict.fromkeys(others))}
        write(session, project, units, by, BY_API)
        session.expire(project, ["units"])
        record_changed(session, by, project, before, reason)
    return len(projects)
