"""Entries of the audit log in words, before and after side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geo.errors import ERROR_CODES
from geo.words import Text, listed
from layers.audit import ACTIONS, AuditEntry
from layers.system.china_time import second
from webmap.audit.words import ACTORS, FIELDS, OUTCOMES, SUBJECTS, VALUES

YES, NO = Text("是", "Yes"), Text("否", "No")
NO_ORIGIN = frozenset({"", "-"})
Wording = Text | str


@dataclass(frozen=True, slots=True)
class Fact:
    name: Wording
    value: Wording


@dataclass(frozen=True, slots=True)
class Change:
    name: Wording
    before: Wording
    after: Wording


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry as the page shows it."""

    number: int
    at: str
    actor: Wording
    origin: Wording
    action: Wording
    subject: Wording
    refused: bool
    outcome: Text
    facts: list[Fact]
    changes: list[Change]
    hash: str


def entry_line(entry: AuditEntry) -> EntryLine:
    """An entry in words; the moment to the second, in the time of the machine that shows it."""
    return EntryLine(
        number=entry.number,
        at=second(entry.at),
        actor=ACTORS.get(entry.actor, entry.actor),
        origin=_origin(entry.origin),
        action=ACTIONS.get(entry.action, entry.action),
        subject=SUBJECTS.get(entry.subject or "", entry.subject or ""),
        refused=entry.outcome == "refused",
        outcome=OUTCOMES[entry.outcome],
        facts=list(_facts(entry.details)),
        changes=list(_changes(entry.details)),
        hash=entry.hash,
    )


def _origin(origin: str) -> Wording:
    """An address; what is said in both languages at once, in one of them; nothing for none."""
    zh, mark, en = origin.partition(" / ")
    return Text(zh, en) if mark and zh and en else "" if origin in NO_ORIGIN else origin


def _facts(details: Mapping[str, Any]) -> Iterator[Fact]:
    for name, value in details.items():
        if name not in ("before", "after"):
            yield Fact(FIELDS.get(name, name), in_words(name, value))


def _changes(details: Mapping[str, Any]) -> Iterator[Change]:
    """Fields that differ; where only one side is there, all of its fields."""
    if "before" not in details and "after" not in details:
        return
    before, after = _fields(details.get("before")), _fields(details.get("after"))
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            sides = in_words(name, before.get(name)), in_words(name, after.get(name))
            yield Change(FIELDS.get(name, name), *sides)


def _fields(side: Any) -> Mapping[str, Any]:
    if side is None:
        return {}
    return side if isinstance(side, Mapping) else {"value": side}


def in_words(name: str, value: Any) -> Wording:
    """A value as people read it; nothing at all is an empty string."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, str):
        return _refusal(value) if name == "code" else VALUES.get(name, {}).get(value, value)
    if isinstance(value, list | Mapping):
        return _several(value)
    return str(value)


def _several(value: list[Any] | Mapping[str, Any]) -> Wording:
    """A list as one line; names and values as `name = value`; deeper things as they are."""
    if isinstance(value, Mapping):
        parts = [f"{name} = {_plain(one)}" for name, one in value.items()]
    else:
        parts = [_plain(one) for one in value]
    return listed(parts) if any(parts) else ""


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _refusal(code: str) -> Wording:
    """What a code of a refusal says, where that is a whole sentence; else the value itself."""
    known = ERROR_CODES.get(code)
    if known is None or "{" in known.message.zh:
        return code
    said = known.message
    return Text(f"{said.zh.rstrip('。')}（{code}）", f"{said.en.rstrip('.')} ({code})")
