"""Two people on one record: the second sees both versions, field by field, and chooses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from projects.accounts.people import person
from projects.records.changes.history import (
    as_json,
    changes_since,
    differing,
    values_at,
    whole_values,
)
from projects.records.model.errors import PROJECT_CHANGED_MEANWHILE, RECORD_FIELD_CONFLICT
from projects.records.model.part_kinds import field_title
from projects.records.model.saying import said
from projects.records.model.tables import Project

NOTHING = Text("—", "—")


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
    theirs = whole_values(session, project)
    written = as_json(mine)
    names = dict.fromkeys((*differing(base, theirs), *written))
    problems = tuple(
        Problem(
            RECORD_FIELD_CONFLICT,
            {
                "name": name,
                "column": title,
                "base": _said(name, base.get(name)),
                "theirs": _said(name, theirs.get(name)),
                "mine": _said(name, written.get(name, base.get(name))),
            },
            field=name,
        )
        for name in names
        for title in [field_title(name)]
        if title is not None and (name in written or base.get(name) != theirs.get(name))
    )
    last = next(iter(changes_since(session, project, based_on)), None)
    raise EcoAtlasError(
        PROJECT_CHANGED_MEANWHILE,
        problems=problems,
        code=project.code,
        seen=based_on,
        version=project.version,
        who=person(session, last.by if last else None),
    )


def _said(name: str, value: Any) -> Text:
    return said(name, value) or NOTHING
