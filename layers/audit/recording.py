"""Adding an entry: within the transaction of what is recorded, chained to the entry before."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.audit.actions import ACTIONS
from layers.audit.details import canonical, clean, kept
from layers.audit.tables import SYSTEM, Actor, AuditEntry, AuditHead
from layers.system.database import UNRECORDED, now

log = logging.getLogger("ecoatlas.audit")
FIRST = "0" * 64
HELD = "audit head"
INSERTS: dict[str, Callable[..., Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
# What the hash of an entry covers: every column but the hash itself.
HASHED = tuple(column.name for column in AuditEntry.__table__.columns if column.name != "hash")

HEAD_MISSING = declare(
    "audit-head-missing",
    "error",
    Text(
        "审计日志的末条标记不见了，无法继续记录，因此未做任何改动。",
        "The mark of the last audit entry is missing; nothing can be recorded, so nothing was "
        "done.",
    ),
    Text(
        "有人直接改动过数据库。请运行 ecoatlas audit verify，并从备份恢复。",
        "Somebody has changed the database by hand. Run ecoatlas audit verify, and restore a "
        "backup.",
    ),
    status=500,
)


def record(
    session: Session,
    actor: Actor | None,
    action: str,
    subject: str | None = None,
    *,
    outcome: str = "done",
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append an entry in the caller's transaction; `details` are plain values, never secrets.

    `action` is one of ACTIONS, `outcome` done or refused; None acts for the system itself. What is
    too long is cut. The head row is locked until the transaction ends, so that entries stand in
    one row however many write at once: record last. The entry is in the database afterwards, so
    that nothing is handed over which could not be recorded. Raises `audit-head-missing`.
    """
    entry = record_with(session, actor, action, subject, outcome=outcome, details=details)
    session.flush()
    return entry


def record_with(
    session: Session,
    actor: Actor | None,
    action: str,
    subject: str | None = None,
    *,
    outcome: str = "done",
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """The same, written together with what it tells of: for one of many changes in a transaction
    that hands nothing over before it ends."""
    if action not in ACTIONS:
        raise ValueError(f"no action {action} is declared")
    if session.info.get(UNRECORDED):
        log.warning("not in the audit log: %s %s %s", action, subject, kept(details or {}))
        return AuditEntry(action=action, subject=subject)
    who, head = actor or SYSTEM, _head(session)
    entry = AuditEntry(
        number=head.number + 1,
        at=now(),
        actor=clean(who.name, 100),
        origin=clean(who.origin, 100),
        action=action,
        subject=None if subject is None else clean(subject, 300),
        outcome=outcome,
        details=kept(details or {}),
        previous_hash=head.hash,
    )
    entry.hash = hash_of(content_of(entry))
    head.number, head.hash = entry.number, entry.hash
    session.add(entry)
    return entry


def _head(session: Session) -> AuditHead:
    """The head row, locked; the lock lasts for the transaction, so it is asked for once. One that
    was taken within a savepoint is given up with it."""
    transaction = session.get_transaction()
    of, held = session.info.get(HELD, (None, None))
    if held is not None and of is transaction and not session.in_nested_transaction():
        return held  # type: ignore[no-any-return]
    found = _locked_head(session)
    if not session.in_nested_transaction():
        session.info[HELD] = transaction, found
    return found


def _locked_head(session: Session) -> AuditHead:
    """The head row; a log without entries gets one."""
    query = select(AuditHead).with_for_update().execution_options(populate_existing=True)
    head = session.scalar(query)
    if head is None and session.scalar(select(AuditEntry.number).limit(1)) is not None:
        # Somebody may have begun the log between the two questions.
        head = session.scalar(query)
        if head is None:
            raise EcoAtlasError(HEAD_MISSING)
    if head is None:
        # Of two who begin the log at once, the second waits here for the first.
        insert = INSERTS[session.get_bind().dialect.name]
        row = insert(AuditHead).values(id=1, number=0, hash=FIRST)
        session.execute(row.on_conflict_do_nothing())
        head = session.scalars(query).one()
    return head


def content_of(entry: AuditEntry) -> dict[str, Any]:
    """Every field of an entry but its hash."""
    return {name: getattr(entry, name) for name in HASHED}


def hash_of(content: Mapping[str, Any]) -> str:
    """SHA-256 over the content as canonical JSON, the moment in UTC to the microsecond."""
    at: dt.datetime = content["at"]
    written = {**content, "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds")}
    return hashlib.sha256(canonical(written)).hexdigest()
