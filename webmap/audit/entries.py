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
from projects.accounts.people import with_account
from projects.metrics.registry import METRICS
from webmap.audit.links import Known, by_title, subject_of
from webmap.audit.words import ACTORS, EMPTY, FIELDS, OUTCOMES, PAIR, VALUES

YES, NO = Text("是", "Yes"), Text("否", "No")
ACCOUNT_FIELDS = frozenset({"account", "by", "delegate", "delegated_by", "for_account", "made_by"})
METRIC_FIELDS = frozenset({"metric", "purpose"})
LAYER_FIELDS = frozenset({"layer", "sheet", "version"})
NO_ORIGIN = frozenset({"", "-"})
Wording = Text | str


@dataclass(frozen=True, slots=True)
class Fact:
    """code: of what the value names, where programs know it by one."""

    name: Wording
    value: Wording
    code: str = ""


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
    account: str
    """The account beside the person; empty where the actor is no account."""
    origin: Wording
    action: Wording
    subject: Wording
    code: str
    """Of the subject, where programs know it by one."""
    address: str
    """The page of what it was done to; empty where there is none."""
    refused: bool
    outcome: Text
    facts: list[Fact]
    changes: list[Change]
    hash: str


def _no_account(actor: str) -> Wording:
    return ACTORS.get(actor, actor)


def entry_line(entry: AuditEntry, known: Known) -> EntryLine:
    """An entry in words; the moment to the second, in the time of the machine that shows it."""
    person, about = known.people.get(entry.actor), subject_of(entry, known)
    return EntryLine(
        number=entry.number,
        at=second(entry.at),
        actor=person or _no_account(entry.actor),
        account=entry.actor if entry.actor in known.people else "",
        origin=_origin(entry.origin),
        action=ACTIONS.get(entry.action, entry.action),
        subject=about.said,
        code=about.code,
        address=about.address,
        refused=entry.outcome == "refused",
        outcome=OUTCOMES[entry.outcome],
        facts=list(_facts(entry.details, known)),
        changes=list(_changes(entry.details)),
        hash=entry.hash,
    )


def _origin(origin: str) -> Wording:
    """An address; what is said in both languages at once, in one of them; nothing for none."""
    zh, mark, en = origin.partition(" / ")
    return Text(zh, en) if mark and zh and en else "" if origin in NO_ORIGIN else origin


def _facts(details: Mapping[str, Any], known: Known) -> Iterator[Fact]:
    for name, value in details.items():
        if name not in ("before", "after"):
            said, code = _named(name, value, known)
            yield Fact(FIELDS.get(name, name), said, code)


def _named(name: str, value: Any, known: Known) -> tuple[Wording, str]:
    """A value in words: accounts, layers and metrics by their names, with the code of these."""
    if isinstance(value, list | Mapping):
        return _several(value, known), ""
    if not isinstance(value, str):
        return in_words(name, value), ""
    if name in ACCOUNT_FIELDS:
        return with_account(value, known.people), ""
    if name in METRIC_FIELDS and value in METRICS:
        return METRICS[value].title, value
    if name in LAYER_FIELDS:
        about = by_title(value, known)
        return about.said, about.code
    return in_words(name, value), ""


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


def _several(value: list[Any] | Mapping[str, Any], known: Known | None = None) -> Wording:
    """A list as one line; names and values side by side; deeper things as they are."""
    if isinstance(value, Mapping):
        parts = [
            PAIR.format(name=FIELDS.get(name, name), value=_item(name, one, known))
            for name, one in value.items()
        ]
        return listed(parts) if parts else ""
    items = [
        FIELDS.get(one) or _item("", one, known) if isinstance(one, str) else _plain(one)
        for one in value
    ]
    return listed(items) if any(items) else ""


def _item(name: str, value: Any, known: Known | None) -> Wording:
    """A value among several: a layer by its title, a choice in its words."""
    if value is None:
        return EMPTY
    if not isinstance(value, str):
        return _plain(value)
    found = by_title(value, known).said if known else value
    return found if found != value else VALUES.get(name, {}).get(value, value)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _refusal(code: str) -> Wording:
    """What a code of a refusal says, where that is a whole sentence; else the value itself."""
    known = ERROR_CODES.get(code)
    if known is None or "{" in known.message.zh:
        return code
    said = known.message
    return Text(f"{said.zh.rstrip('。')}（{code}）", f"{said.en.rstrip('.')} ({code})")
