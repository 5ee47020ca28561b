"""Finding entries of the log."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlalchemy.orm import Session

from layers.audit.actions import ACTIONS
from layers.audit.tables import AuditEntry
from layers.system.china_time import CHINA


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What is looked for; `since` and `until` are days, both included, in the machine's time.

    `text` is a part of who, where from, what, on what or the details; the rest are exact.
    """

    text: str = ""
    actor: str = ""
    action: str = ""
    outcome: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def search_entries(
    session: Session, query: AuditQuery, offset: int = 0, limit: int = 50
) -> tuple[Sequence[AuditEntry], int]:
    """Entries that fit, the latest first, and how many there are in all."""
    counted = select(func.count()).select_from(AuditEntry)
    total = session.scalar(_where(counted, query)) or 0
    page = _where(select(AuditEntry), query).order_by(AuditEntry.number.desc())
    return session.scalars(page.offset(offset).limit(limit)).all(), total


def each_entry(session: Session, query: AuditQuery, at_once: int = 1000) -> Iterator[AuditEntry]:
    """All entries that fit, the earliest first, a few in memory at a time."""
    found = _where(select(AuditEntry), query).order_by(AuditEntry.number)
    return iter(session.scalars(found.execution_options(yield_per=at_once)))


def actors(session: Session) -> list[str]:
    """Everybody who stands in the log."""
    return list(session.scalars(select(AuditEntry.actor).distinct().order_by(AuditEntry.actor)))


def _where(query: Select[Any], asked: AuditQuery) -> Select[Any]:
    exact = (
        (AuditEntry.actor, asked.actor),
        (AuditEntry.action, asked.action),
        (AuditEntry.outcome, asked.outcome),
    )
    for column, value in exact:
        if value:
            query = query.where(column == value)
    if asked.text:
        query = query.where(_mentions(asked.text))
    if asked.since:
        query = query.where(AuditEntry.at >= _midnight(asked.since))
    if asked.until:
        query = query.where(AuditEntry.at < _midnight(asked.until, 1))
    return query


def _mentions(text: str) -> ColumnElement[bool]:
    details = cast(AuditEntry.details, String)
    # The text as it stands inside of JSON: quotes escaped, and on SQLite everything but ASCII.
    written = {json.dumps(text, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)}
    columns = (AuditEntry.actor, AuditEntry.origin, AuditEntry.subject)
    return or_(
        *(column.icontains(text, autoescape=True) for column in columns),
        *(details.icontains(one, autoescape=True) for one in sorted(written)),
        AuditEntry.action.in_(_actions_called(text)),
    )


def _actions_called(text: str) -> list[str]:
    """Actions whose name, or wording in either language, holds the text."""
    sought = text.casefold()
    return [
        action
        for action, title in ACTIONS.items()
        if any(sought in word.casefold() for word in (action, title.zh, title.en))
    ]


def _midnight(day: dt.date, later: int = 0) -> dt.datetime:
    """The beginning of a day in China, or of the day so many days later."""
    # The calendar ends somewhere; nothing was recorded out there.
    within = min(max(day, dt.date(1971, 1, 1)), dt.date(3000, 1, 1))
    return dt.datetime.combine(within + dt.timedelta(days=later), dt.time(), CHINA)
