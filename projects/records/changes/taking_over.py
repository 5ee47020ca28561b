"""Units that earlier releases kept as text: found in the register once that is there.

What the register does not know, or knows several of, stays as a unit that is not sorted.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from projects.records.changes.history import stored_values
from projects.records.changes.known import known_now
from projects.records.model.tables import Project, ProjectUnit
from projects.units.finding import UnitRegister
from projects.units.kinds import UNSORTED
from projects.units.tables import Unit


def sort_units(session: Session) -> int:
    """Let projects name the registered units that their texts meant; answers how many units went.

    No version of a project is raised: the same units stand there under the same names.
    """
    loose = {one.code: one for one in session.scalars(select(Unit).where(Unit.kind == UNSORTED))}
    if not loose:
        return 0
    known = known_now(session)
    sorted_ = UnitRegister({c: u for c, u in known.units.units.items() if c not in loose})
    query = select(Project).where(Project.units.any(ProjectUnit.unit_code.in_(loose)))
    for project in session.scalars(query):
        divisions = known.divisions(stored_values(project))
        there = {(one.role, one.unit_code) for one in project.units}
        for one in list(project.units):
            if one.unit_code not in loose:
                continue
            meant = sorted_.meant(loose[one.unit_code].name, divisions)
            if len(meant) == 1 and (one.role, meant[0].code) not in there:
                project.units.remove(one)
                session.flush()
                project.units.append(
                    ProjectUnit(role=one.role, unit_code=meant[0].code, position=one.position)
                )
    session.flush()
    used = set(
        session.scalars(select(ProjectUnit.unit_code).where(ProjectUnit.unit_code.in_(loose)))
    )
    gone = [unit for code, unit in loose.items() if code not in used and unit.added_by is None]
    for unit in gone:
        session.delete(unit)
    session.flush()
    return len(gone)
