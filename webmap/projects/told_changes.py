"""Changes of a project as its page tells them: each field by its title, each value in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from geo.words import Text
from projects.records.fields import FIELDS_BY_NAME
from projects.records.history import Change
from projects.records.parts import PARTS
from projects.records.saying import said
from webmap.projects.words import CHANGE_FIELDS

OF_PROBLEMS = ("problem", "closed")


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
            yield ToldField(own or field_title(name), before, after)


def field_title(name: str) -> Text:
    """A field by its title; that of a year, a source or a step with what it is of."""
    place = name.split(".")
    if len(place) > 1 and place[0] in PARTS:
        kind, key = PARTS[place[0]], place[1:-1]
        keyed = kind.title(tuple(int(one) if one.isdigit() else one for one in key))
        title = next(one.title for one in kind.fields if one.name == place[-1])
        return Text(f"{keyed.zh} {title.zh}", f"{keyed.en}, {title.en}")
    declared = FIELDS_BY_NAME.get(name)
    return declared.title if declared else CHANGE_FIELDS[name]
