"""The events of a statement: each carries the hash of the one before it, the first the content's.

A signature is the last link. It covers the content and every step and comment before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.system.database import now
from projects.metrics.results import fingerprint
from projects.statements.people import person
from projects.statements.tables import Statement, StatementEvent

HASHED = ("number", "action", "at", "by", "body", "table", "row", "previous_hash")
LATER = ("details",)
"""Hashed where there are any: events of before had none, and keep their hashes."""
TALK = frozenset({"commented", "answered", "closed", "reopened"})
"""What is said about a statement between its steps."""


@dataclass(frozen=True, slots=True)
class Event:
    """A step, a comment or what is said to one.

    `table` and `row` name the row or figure that a comment is about, `details` what else belongs
    to the event.
    """

    number: int
    action: str
    at: str
    by: str
    body: str | None
    table: str | None
    row: str | None
    previous_hash: str
    hash: str
    details: Mapping[str, Any] | None = None

    @property
    def to(self) -> int | None:
        """The number of the event that this one answers, closes or opens again."""
        return (self.details or {}).get("to")

    @property
    def fits(self) -> bool:
        """Whether the hash is that of the event."""
        return self.hash == hash_of(self.as_dict())

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.at)

    def as_dict(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in (*HASHED, *LATER, "hash")}
        return {name: one for name, one in told.items() if name not in LATER or one is not None}


def hash_of(event: Mapping[str, Any]) -> str:
    """SHA-256 over everything of an event but its own hash."""
    later = {name: event[name] for name in LATER if event.get(name) is not None}
    return fingerprint({name: event[name] for name in HASHED} | later)


def events_of(session: Session, statement_id: int) -> list[Event]:
    return events_by_statement(session, [statement_id])[statement_id]


def events_by_statement(session: Session, ids: Sequence[int]) -> dict[int, list[Event]]:
    """The events of several statements, each the earliest first, in one query."""
    found: dict[int, list[Event]] = {one: [] for one in ids}
    query = select(StatementEvent).where(StatementEvent.statement_id.in_(ids))
    for row in session.scalars(query.order_by(StatementEvent.statement_id, StatementEvent.number)):
        found[row.statement_id].append(_event(row))
    return found


def add_event(
    session: Session,
    statement: Statement,
    action: str,
    by: str,
    *,
    body: str | None = None,
    table: str | None = None,
    row: str | None = None,
    at: dt.datetime | None = None,
    details: Mapping[str, Any] | None = None,
) -> Event:
    """Append an event; the caller holds the lock of the statement's row."""
    before = events_of(session, statement.id)
    event = linked(
        before, statement.sha256, action, by,
        body=body, table=table, row=row, at=at, details=detailed(session, by, details),
    )  # fmt: skip
    session.add(
        StatementEvent(statement_id=statement.id, table_name=table, row_key=row, **columns(event))
    )
    session.flush()
    return event


def linked(
    before: Sequence[Event],
    root: str,
    action: str,
    by: str,
    *,
    body: str | None = None,
    table: str | None = None,
    row: str | None = None,
    at: dt.datetime | None = None,
    details: Mapping[str, Any] | None = None,
) -> Event:
    """The event after those before it; `root` is the hash of the content that the first one
    carries."""
    told = Event(
        number=len(before) + 1,
        action=action,
        at=_second(at or now()),
        by=by,
        body=body,
        table=table,
        row=row,
        previous_hash=before[-1].hash if before else root,
        hash="",
        details=details,
    )
    return replace(told, hash=hash_of(told.as_dict()))


def columns(event: Event) -> dict[str, Any]:
    """An event as a table keeps it, but for what it is about."""
    names = ("number", "action", "by", "body", "previous_hash", "hash", "details")
    return {name: getattr(event, name) for name in names} | {"at": event.moment}


def holds(root: str, events: Sequence[Event]) -> bool:
    """Whether each event has its own hash and that of the one before it."""
    before = [root, *(one.hash for one in events)]
    return all(
        (event.number, event.previous_hash) == (number, previous) and event.fits
        for number, (event, previous) in enumerate(zip(events, before, strict=False), start=1)
    )


def detailed(session: Session, by: str, details: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """With name and post of whoever it is: as they are now, for a sheet of years later."""
    who = person(session, by)
    return dict(details or {}) | ({"person": who} if who else {}) or None


def _second(at: dt.datetime) -> str:
    """A moment in UTC as the hash has it."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")


def _event(row: StatementEvent) -> Event:
    return Event(
        number=row.number,
        action=row.action,
        at=_second(row.at),
        by=row.by,
        body=row.body,
        table=row.table_name,
        row=row.row_key,
        previous_hash=row.previous_hash,
        hash=row.hash,
        details=row.details,
    )
