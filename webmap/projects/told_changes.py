"""Changes of a project as its page tells them: each field by its title, each value in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.figures.said import grouped
from geo.words import Text
from projects.policy.divisions import DIVISIONS, division_text
from projects.records.codes import KIND_BY_VALUE, PROBLEM_KINDS, STATUS_BY_VALUE
from projects.records.fields import FIELDS_BY_NAME
from projects.records.history import Change
from projects.records.parts import PARTS
from webmap.projects.words import CHANGE_FIELDS

SHOWN_KEYS = 10
CODES = {
    value: code.title
    for codes in (STATUS_BY_VALUE, KIND_BY_VALUE, {one.value: one for one in PROBLEM_KINDS})
    for value, code in codes.items()
}
CODED = ("status", "kind")
OF_PROBLEMS = ("problem", "closed")
AND_MORE = Text("{first} 等 {count} 个", "{first} and {more} more")


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
        before, after = _said(change.before, name), _said(change.after, name)
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


def _said(values: Mapping[str, Any], name: str) -> Text | None:
    value = values.get(name)
    if value in (None, [], ""):
        return None
    if name in CODED:
        return CODES[value]
    if name == "district" and value in DIVISIONS:
        return division_text(value)
    if isinstance(value, list):
        return _listed([str(one) for one in value])
    plain = grouped(value) if isinstance(value, (int, float)) else str(value)
    return Text(plain, plain)


def _listed(values: list[str]) -> Text:
    shown = values[:SHOWN_KEYS]
    first = Text("、".join(shown), ", ".join(shown))
    more = len(values) - len(shown)
    return AND_MORE.format(first=first, count=len(values), more=more) if more else first
