"""Adding an entry: within the transaction of what is recorded, chained to the entry before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.audit.actions import ACTIONS
from layers.audit.tables import SYSTEM, Actor, AuditEntry, AuditHead
from layers.database import now

FIRST = "0" * 64
LONGEST_TEXT, LONGEST_LIST = 1000, 200


def record(
    session: Session,
    actor: Actor | None,
    action: str,
    subject: str | None = None,
    *,
    outcome: str = "done",
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append an entry in the caller's transaction; `details` are plain JSON values, no secrets.

    `action` is one of ACTIONS. The head row is locked until the transaction ends, so that entries
    stand in one row however many write at once.
    """
    if action not in ACTIONS:
        raise ValueError(f"no action {action} is declared")
    who, head = actor or SYSTEM, _head(session)
    entry = AuditEntry(
        number=head.number + 1,
        at=now(),
        actor=who.name[:100],
        origin=who.origin[:100],
        action=action,
        subject=None if subject is None else subject[:300],
        outcome=outcome,
        details=bounded(dict(details or {})),
        previous_hash=head.hash,
    )
    entry.hash = hash_of(entry)
    head.number, head.hash = entry.number, entry.hash
    session.add(entry)
    session.flush()
    return entry


def _head(session: Session) -> AuditHead:
    head = session.scalar(select(AuditHead).with_for_update())
    if head is None:
        head = AuditHead(id=1, number=0, hash=FIRST)
        session.add(head)
        session.flush()
    return head


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over every field but the hash itself, as JSON with sorted keys and no spaces."""
    content = {
        "number": entry.number,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "origin": entry.origin,
        "action": entry.action,
        "subject": entry.subject,
        "outcome": entry.outcome,
        "details": entry.details,
        "previous_hash": entry.previous_hash,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def bounded(value: Any) -> Any:
    """Plain JSON values, long texts and lists cut with a note of how much is left out."""
    if isinstance(value, Mapping):
        return {str(name): bounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [bounded(one) for one in list(value)[:LONGEST_LIST]]
        left = len(value) - len(items)
        return [*items, f"… +{left}"] if left else items
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        # PostgreSQL keeps 1.0 and 1e20 in its own writing; as text it stays as it was hashed.
        return value if value.is_integer() is False and abs(value) < 1e15 else f"{value:.15g}"
    text = value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)
    text = text.replace("\x00", "�").encode("utf-8", "replace").decode()
    return (
        text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}… +{len(text) - LONGEST_TEXT}"
    )
