"""One part of a project at a time, as tests write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from layers.audit import Actor
from projects.records.changes.parts import set_parts
from projects.records.model.part_kinds import Key, PartKind


def set_part(
    session: Session,
    code: str,
    kind: PartKind,
    key: Key,
    values: Mapping[str, Any],
    *,
    by: Actor | None,
    reason: str | None = None,
    based_on: int | None = None,
) -> None:
    wanted = {(kind, key): values}
    set_parts(session, code, wanted, by=by, reason=reason, based_on=based_on)
