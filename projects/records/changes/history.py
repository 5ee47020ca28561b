"""What a record holds, and what each change made of it: for its page, and for the audit log.

Every change raises the version of its project by one and leaves a row that stays. Who may see a
project may read its history; the audit log, which the administrator reads, has the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record, record_with
from layers.catalogue import Layer
from layers.system.database import now
from projects.records.model.errors import PROJECT_NOT_OWN
from projects.records.model.fields import PROJECT_FIELDS
from projects.records.model.money import plain_number
from projects.records.model.part_kinds import PARTS, field_title, key_of
from projects.records.model.part_tables import ProjectChange
from projects.records.model.tables import Project

Values = dict[str, Any]
LINKS = ("linked", "unlinked")
UNIT_FIELDS = ("lead_unit", "responsible_units")
OF_PROBLEMS = ("problem", "closed")
"""Changes whose fields are those of a problem, though some are called like fields of a record."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `before` and `after` have the fields that differ, as people read them."""

    version: int
    action: str
    at: dt.datetime
    by: str | None
    reason: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def stored_values(project: Project) -> Values:
    """Every declared field as it is kept: units by their code."""
    return {**told_values(project), **_unit_codes(project)}


def _unit_codes(project: Project) -> Values:
    return {
        "lead_unit": project.lead_unit_code,
        "responsible_units": project.responsible_unit_codes,
    }


def told_values(project: Project) -> Values:
    """Every declared field as people read it: units by their name."""
    return {field.name: getattr(project, field.name) for field in PROJECT_FIELDS}


def versions_before(session: Session, codes: Collection[str]) -> dict[str, int]:
    """The last version of each project of these codes that there was once; one query."""
    code, last = ProjectChange.project_code, func.max(ProjectChange.version).label("last")
    query = select(code, last).where(code.in_(codes)).group_by(code)
    return {row.project_code: row.last for row in session.execute(query)}


def record_added(
    session: Session,
    by: Actor | None,
    project: Project,
    reason: str | None = None,
    *,
    last: int,
    **more: Any,
) -> None:
    """The filled fields of a new project; one of a code that there was once goes on counting from
    its `last` version."""
    project.version = last
    after = {name: value for name, value in told_values(project).items() if value not in (None, [])}
    _record(session, by, project, "added", {"after": after}, reason, more)


def record_changed(
    session: Session,
    by: Actor | None,
    project: Project,
    before: Mapping[str, Any],
    reason: str | None = None,
    **more: Any,
) -> None:
    """The fields that are not what they were; nothing at all when all of them are."""
    after = told_values(project)
    differ = [name for name in after if after[name] != before[name]]
    if differ:
        sides = {
            "before": {name: before[name] for name in differ},
            "after": {name: after[name] for name in differ},
        }
        _record(session, by, project, "changed", sides, reason, more)


def record_part(
    session: Session,
    by: Actor | None,
    project: Project,
    action: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    reason: str | None = None,
    **more: Any,
) -> None:
    """A change of what belongs to a project: a year, a fund, a step, a report, a problem."""
    sides = {"before": before or {}, "after": after or {}}
    _record(session, by, project, action, sides, reason, more)


def record_links(
    session: Session,
    by: Actor | None,
    project: Project,
    action: str,
    links: Mapping[str, Sequence[str]],
) -> None:
    """Features that a project is built on now (`linked`) or no longer (`unlinked`), by layer.

    One row of the history for each layer, since who does not see a layer is told nothing of it;
    one entry of the audit log for all that was done in one step.
    """
    side = "after" if action == "linked" else "before"
    for layer, keys in links.items():
        _keep(session, by, project, action, {side: {"layer": layer, "keys": list(keys)}}, None)
    record(session, by, AUDITED[action], project.code, details=_links_audited(links))


def _links_audited(links: Mapping[str, Sequence[str]]) -> Values:
    """Of one layer the keys as they are, of several each with its layer before it."""
    number = {"features": sum(map(len, links.values()))}
    if len(links) == 1:
        ((layer, keys),) = links.items()
        return {"layer": layer, "keys": list(keys), **number}
    named = [f"{layer}/{key}" for layer, keys in links.items() for key in keys]
    return {"layers": list(links), "keys": named, **number}


def _record(
    session: Session,
    by: Actor | None,
    project: Project,
    action: str,
    sides: Mapping[str, Mapping[str, Any]],
    reason: str | None,
    more: Mapping[str, Any],
) -> None:
    plain = _keep(session, by, project, action, sides, reason)
    told = {"reason": reason} if reason else {}
    name = AUDITED.get(action, "project-changed")
    record_with(session, by, name, project.code, details={**plain, **told, **more})


def _keep(
    session: Session,
    by: Actor | None,
    project: Project,
    action: str,
    sides: Mapping[str, Mapping[str, Any]],
    reason: str | None,
) -> dict[str, Values]:
    """A row of the history; answers its sides as they are kept."""
    plain = {side: as_json(values) for side, values in sides.items()}
    _require_own(by, project, action, plain)
    project.version += 1
    project.updated_by = by.name if by else None
    change = ProjectChange(
        project_code=project.code,
        version=project.version,
        action=action,
        at=now(),
        by=by.name if by else None,
        reason=reason,
        content=plain,
    )
    session.add(change)
    return plain


def _require_own(
    by: Actor | None, project: Project, action: str, sides: Mapping[str, Mapping[str, Any]]
) -> None:
    """Raises `project-not-own` where somebody is bound to a unit and the project is not of it.

    Every change of a project leaves its row here, whichever way it comes, so that none forgets to
    ask. Of which units a project is, others say: else anybody could make it his own.
    """
    if by is None or by.unit is None:
        return
    moved = action == "changed" and not sides["before"].keys().isdisjoint(UNIT_FIELDS)
    if moved or all(one.unit_code != by.unit for one in project.units):
        raise EcoAtlasError(PROJECT_NOT_OWN, code=project.code)


AUDITED = {"added": "project-added", "linked": "project-linked", "unlinked": "project-unlinked"}


def as_json(values: Mapping[str, Any]) -> Values:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_number(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def history_of(session: Session, code: str) -> list[Change]:
    """Every change of a project, the newest first; two queries.

    Of links to a layer that is not seen nothing is told: they would name it.
    """
    return [change for _, change in _told(session, ProjectChange.project_code == code)]


def history_since(
    session: Session, since: dt.datetime, most: int
) -> tuple[int, dict[str, list[Change]]]:
    """How many projects changed at this moment or later, and the changes of the latest `most`.

    By code, the project that was changed last and its newest change first; four queries.
    """
    row = ProjectChange
    newest = func.max(row.at)
    changed = select(row.project_code).where(row.at >= since).group_by(row.project_code)
    count = session.scalar(select(func.count()).select_from(changed.subquery())) or 0
    codes = list(session.scalars(changed.order_by(newest.desc(), row.project_code).limit(most)))
    found: dict[str, list[Change]] = {code: [] for code in codes}
    for code, change in _told(session, row.project_code.in_(codes), row.at >= since):
        found[code].append(change)
    return count, {code: changes for code, changes in found.items() if changes}


def _told(session: Session, *conditions: ColumnElement[bool]) -> Iterator[tuple[str, Change]]:
    query = select(ProjectChange).where(*conditions).order_by(ProjectChange.version.desc())
    seen = set(session.scalars(select(Layer.id)))
    for one in session.scalars(query):
        if one.action not in LINKS or _layer(one.content) in seen:
            before, after = (one.content.get(side, {}) for side in ("before", "after"))
            yield (
                one.project_code,
                Change(one.version, one.action, one.at, one.by, one.reason, before, after),
            )


def _layer(content: Mapping[str, Any]) -> Any:
    return {**content.get("before", {}), **content.get("after", {})}.get("layer")


def whole_values(session: Session, project: Project) -> Values:
    """Every field of a project and of its parts, by name or place, as people read them in JSON."""
    found = told_values(project)
    for kind in PARTS.values():
        rows: Any = session.scalars(
            select(kind.table).where(kind.table.project_code == project.code)
        )
        for row in rows:
            place = kind.place(key_of(kind, row))
            found |= {f"{place}.{one.name}": getattr(row, one.name) for one in kind.fields}
    return as_json(found)


def values_at(session: Session, project: Project, version: int) -> Values:
    """The same as an earlier version had them."""
    found = whole_values(session, project)
    for change in history_of(session, project.code):
        if change.version <= version:
            break
        if change.action not in OF_PROBLEMS:
            found |= {name: one for name, one in change.before.items() if field_title(name)}
    return found


def changes_since(session: Session, project: Project, version: int) -> Sequence[Change]:
    """What was changed after a version, the newest first."""
    return [one for one in history_of(session, project.code) if one.version > version]


def differing(base: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterable[str]:
    """The fields in which two states differ, in their order."""
    names = dict.fromkeys((*theirs, *base))
    return (name for name in names if base.get(name) != theirs.get(name))
