"""Tables of rounds: what was asked of whom, what was reported, and every change of it.

Events and changes are only ever added: a migrated database refuses to change or remove them.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text as LongText

from layers.system.database import JSON_VALUE, Base, UtcDateTime
from projects.evidence.tables import ACCOUNT_LENGTH
from projects.records.model.codes import STATUSES, values
from projects.records.model.money import Money
from projects.records.model.tables import UNIT_KEY, Project

PROJECT_KEY = f"{Project.__tablename__}.code"
ROUND_KEY = "dispatch_round.id"
ENTRY_KEY = "dispatch_entry.id"
PERIOD_LENGTH, REASON_LENGTH = 10, 500


class Round(Base):
    """A round of reports on a quarter; `due_on` is the last day on which a report is in time."""

    __tablename__ = "dispatch_round"
    __table_args__ = (CheckConstraint("state IN ('open', 'closed')", name="state_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(String(PERIOD_LENGTH), unique=True)
    due_on: Mapped[dt.date]
    state: Mapped[str] = mapped_column(String(10))
    opened_by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class RoundEvent(Base):
    """A round opened, closed, or opened again with a reason; units that were reminded."""

    __tablename__ = "dispatch_event"
    __table_args__ = (
        CheckConstraint(
            "action IN ('opened', 'closed', 'reopened', 'reminded')", name="action_known"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey(ROUND_KEY), index=True)
    action: Mapped[str] = mapped_column(String(10))
    by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))


class RoundEntry(Base):
    """What a unit reports on one project; its fields are those of `ENTRY_FIELDS`.

    `version` counts the changes, `taken_version` is the one that the project's record has.
    `remark` is what the coordinator has said when he gave it back.
    """

    __tablename__ = "dispatch_entry"
    __table_args__ = (
        UniqueConstraint("round_id", "project_code"),
        Index("ix_dispatch_entry_unit", "round_id", "unit_code"),
        CheckConstraint("state IN ('empty', 'draft', 'reported', 'returned')", name="state_known"),
        CheckConstraint(f"status IN ({values(STATUSES)})", name="status_known"),
        CheckConstraint("progress_percent BETWEEN 0 AND 100", name="progress_in_percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey(ROUND_KEY))
    project_code: Mapped[str] = mapped_column(ForeignKey(PROJECT_KEY), index=True)
    unit_code: Mapped[str] = mapped_column(ForeignKey(UNIT_KEY), index=True)
    state: Mapped[str] = mapped_column(String(10))
    progress_percent: Mapped[float | None]
    invested_wan_yuan: Mapped[Decimal | None] = mapped_column("invested_fen", Money)
    spent_wan_yuan: Mapped[Decimal | None] = mapped_column("spent_fen", Money)
    text: Mapped[str | None] = mapped_column(LongText)
    problems: Mapped[str | None] = mapped_column(LongText)
    next_steps: Mapped[str | None] = mapped_column(LongText)
    status: Mapped[str | None] = mapped_column(String(20))
    actual_end_date: Mapped[dt.date | None]
    reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    remark: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    written_by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    via: Mapped[str | None] = mapped_column(String(10))
    at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reported_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=0)
    taken_version: Mapped[int] = mapped_column(default=0)


class EntryChange(Base):
    """An entry as one change left it, who made it and by which way; `version` counts from 1."""

    __tablename__ = "dispatch_change"
    __table_args__ = (UniqueConstraint("entry_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey(ENTRY_KEY))
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(10))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    via: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    content: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)


class EntryConflict(Base):
    """A field that a workbook and somebody else have changed, each to another value.

    base, theirs, mine: what the workbook was made of, what stood when it came in, what it says.
    It waits until somebody chooses one of the two.
    """

    __tablename__ = "dispatch_conflict"
    __table_args__ = (
        CheckConstraint("chosen IN ('theirs', 'mine')", name="choice_known"),
        CheckConstraint("(chosen IS NULL) = (chosen_by IS NULL)", name="chosen_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey(ENTRY_KEY), index=True)
    field: Mapped[str] = mapped_column(String(30))
    sides: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)
    base_version: Mapped[int]
    theirs_by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    file: Mapped[str] = mapped_column(String(200))
    by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    chosen: Mapped[str | None] = mapped_column(String(10))
    chosen_by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    chosen_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
