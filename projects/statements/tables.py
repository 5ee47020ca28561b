"""Tables of statements: the content of each, which never changes, and what happened to it since.

The events of a statement are a chain of hashes that begins with the hash of its content, so that
the signature covers every figure. A migrated database refuses to change either (migrations 0006
and 0013): a signed statement can be withdrawn, and that is all.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text as LongText

from layers.system.database import JSON_VALUE, Base, UtcDateTime
from layers.system.row_access import Sight, limit
from projects.metrics.tables import hidden_by_inputs

STATES = ("draft", "submitted", "returned", "signed", "withdrawn")


class Statement(Base):
    """A statement. `content` is text, because its bytes are what is hashed and signed."""

    __tablename__ = "statement"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'signed', 'withdrawn')",
            name="state_known",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("metric_run.id"), index=True)
    metric: Mapped[str] = mapped_column(String(64), index=True)
    inputs: Mapped[list[dict[str, Any]]] = mapped_column(JSON_VALUE)
    content: Mapped[str] = mapped_column(LongText)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(String(19), unique=True)
    secrecy: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), index=True)
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    made_by: Mapped[str] = mapped_column(String(100))
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("statement.id"), index=True, default=None
    )


class StatementEvent(Base):
    """One step of a statement or one comment; `table_name` and `row_key` say on which row.

    `details` say what else belongs to it, such as the comment that an answer is to.
    """

    __tablename__ = "statement_event"
    __table_args__ = (UniqueConstraint("statement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    number: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))
    body: Mapped[str | None] = mapped_column(LongText, default=None)
    table_name: Mapped[str | None] = mapped_column(String(64), default=None)
    row_key: Mapped[str | None] = mapped_column(String(300), default=None)
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE, default=None)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class SigningDelegation(Base):
    """A reviewer's signing, given to another account for some days; ended early, never deleted."""

    __tablename__ = "signing_delegation"

    id: Mapped[int] = mapped_column(primary_key=True)
    giver: Mapped[str] = mapped_column(String(100))
    delegate: Mapped[str] = mapped_column(String(100), index=True)
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(LongText)
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=None)
    ended_by: Mapped[str | None] = mapped_column(String(100), default=None)


def _statement_shown(sight: Sight, name: str, dialect: str) -> ColumnElement[bool]:
    """A sight shows a statement when it shows every version that went in, as with runs."""
    table = cast(Table, Statement.__table__)
    return Statement.id.not_in(hidden_by_inputs(table, sight, name, dialect, Statement.id))


def _event_shown(sight: Sight, name: str, dialect: str) -> ColumnElement[bool]:
    table = cast(Table, Statement.__table__)
    of = StatementEvent.statement_id
    return of.not_in(hidden_by_inputs(table, sight, name, dialect, of))


limit(Statement, _statement_shown)
limit(StatementEvent, _event_shown)
