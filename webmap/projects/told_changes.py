"""Changes of a project as its page tells them: each field by its title, each value in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from geo.words import Text
from projects.records.changes.history import OF_PROBLEMS, Change
from projects.records.model.part_kinds import field_title
from projects.records.model.saying import said
from webmap.projects.words import CHANGE_FIELDS


@dataclass(frozen=True, slots=True)
class ToldField:
    """A field that a change touched; `before` is None where there was nothing."""

    title: Text
    before: Text | None
    after: Text | None


@dataclass(frozen=True, slots=True)
class ToldChange:
    action: str
    at: dt.datetime
    by: str | None
    reason: str | None
    fields: tuple[ToldField, ...]


def told_changes(changes: Iterable[Change]) -> list[ToldChange]:
    return [
        ToldChange(one.action, one.at, one.by, one.reason, tuple(_fields(one))) for one in changes
    ]


def _fields(change: Change) -> Iterable[ToldField]:
    for name in dict.fromkeys((*change.before, *change.after)):
        before, after = (said(name, side.get(name)) for side in (change.before, change.after))
        if (before or after) and before != after:
            own = CHANGE_FIELDS.get(name) if change.action in OF_PROBLEMS else None
            yield ToldField(own or field_title(name) or CHANGE_FIELDS[name], before, after)
