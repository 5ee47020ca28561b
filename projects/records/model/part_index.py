"""Plans, funds and steps of every project at once, for checks of a whole list: three queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from projects.records.model.part_kinds import PARTS, Key, PartKind, key_of

Place = tuple[str, str, Key]
"""Code of the project, name of the kind of part, key of the part."""


@dataclass(frozen=True)
class PartIndex:
    """The fields of each part by its place."""

    parts: Mapping[Place, Mapping[str, Any]] = field(default_factory=dict)
    by_project: Mapping[str, Mapping[tuple[str, Key], Mapping[str, Any]]] = field(
        default_factory=dict
    )

    @classmethod
    def of(cls, session: Session) -> PartIndex:
        parts: dict[Place, Mapping[str, Any]] = {}
        by_project: dict[str, dict[tuple[str, Key], Mapping[str, Any]]] = {}
        for kind in PARTS.values():
            table: Any = kind.table
            for row in session.scalars(select(table)):
                values = {one.name: getattr(row, one.name) for one in kind.fields}
                key = key_of(kind, row)
                parts[row.project_code, kind.name, key] = values
                by_project.setdefault(row.project_code, {})[kind.name, key] = values
        return cls(parts, by_project)

    def values(self, code: str, kind: PartKind, key: Key) -> Mapping[str, Any]:
        return self.parts.get((code, kind.name, key), {})
