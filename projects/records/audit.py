"""What the audit log keeps of a change to project records: the fields that differ, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from layers.audit import Actor, record
from projects.records.fields import PROJECT_FIELDS
from projects.records.tables import Project

Values = dict[str, Any]


def values_of(project: Project) -> Values:
    """Every declared field of a project, as it stands."""
    return {field.name: getattr(project, field.name) for field in PROJECT_FIELDS}


def record_added(session: Session, by: Actor | None, project: Project, **more: Any) -> None:
    """The filled fields of a new project."""
    after = {name: value for name, value in values_of(project).items() if value not in (None, [])}
    record(session, by, "project-added", project.code, details={"after": after, **more})


def record_changed(
    session: Session, by: Actor | None, project: Project, before: Mapping[str, Any], **more: Any
) -> None:
    """The fields that are not what they were; nothing at all when all of them are."""
    after = values_of(project)
    differ = [name for name in after if after[name] != before[name]]
    if differ:
        sides = {
            "before": {name: before[name] for name in differ},
            "after": {name: after[name] for name in differ},
        }
        record(session, by, "project-changed", project.code, details={**sides, **more})
