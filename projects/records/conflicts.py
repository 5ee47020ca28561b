"""Two people on one record: the second sees both versions, field by field, and chooses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from projects.records.errors import PROJECT_CHANGED_MEANWHILE, RECORD_FIELD_CONFLICT
from projects.records.fields import FIELDS_BY_NAME
from projects.records.history import as_json, changes_since, differing, told_values, values_at
from projects.records.rules import number
from projects.records.tables import Project


def require_version(
    session: Session, project: Project, based_on: int | None, mine: Mapping[str, Any]
) -> None:
    """Raises `project-changed-meanwhile` unless the writer saw the version that stands.

    `.problems` has each field that somebody else changed since, and each that is written now with
    another value than stands: what it was, what it is, and what was to be written.
    """
    if based_on is None or based_on == project.version:
        return
    base = values_at(session, project, based_on)
    theirs = as_json(told_values(project))
    written = as_json(mine)
    names = dict.fromkeys((*differing(base, theirs), *(n for n in written if n in FIELDS_BY_NAME)))
    problems = tuple(
        Problem(
            RECORD_FIELD_CONFLICT,
            {
                "name": name,
                "column": FIELDS_BY_NAME[name].title,
                "base": _said(base.get(name)),
                "theirs": _said(theirs.get(name)),
                "mine": _said(written.get(name, base.get(name))),
            },
            field=name,
        )
        for name in names
        if name in written or base.get(name) != theirs.get(name)
    )
    last = next(iter(changes_since(session, project, based_on)), None)
    raise EcoAtlasError(
        PROJECT_CHANGED_MEANWHILE,
        problems=problems,
        code=project.code,
        seen=based_on,
        version=project.version,
        who=(last.by if last else None) or "—",
    )


def _said(value: Any) -> str:
    if value in (None, []):
        return "—"
    if isinstance(value, float):
        return number(value)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
