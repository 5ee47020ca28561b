"""Tables of the ledger: one row for a cell (target, unit, period), and every change it has seen.

Changes, numbers set by the level above and closings of periods are only ever added: a migrated
database refuses to change or remove them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text as LongText

from layers.system.database import JSON_VALUE, Base, UtcDateTime
from projects.policy.tables import ID_LENGTH

UNIT_LENGTH = 100
PERIOD_LENGTH = 10
ACCOUNT_LENGTH = 100


class TargetValueRow(Base):
    """A cell of the ledger as it is now.

    One of `value` (in the target's unit; a percentage as 46.8), `done` and `text` is filled, or
    none where a value was taken back. `version` counts the changes: whoever writes says which one
    he saw.
    """

    __tablename__ = "target_value"
    __table_args__ = (
        UniqueConstraint("target_id", "unit", "period"),
        CheckConstraint("status IN ('draft', 'reported', 'approved')", name="status_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("policy_target.id"), index=True
    )
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH), index=True)
    period: Mapped[str] = mapped_column(String(PERIOD_LENGTH), index=True)
    value: Mapped[float | None]
    done: Mapped[bool | None]
    text: Mapped[str | None] = mapped_column(LongText)
    status: Mapped[str] = mapped_column(String(10), index=True)
    source: Mapped[str | None] = mapped_column(String(500))
    evidence: Mapped[str | None] = mapped_column(ForeignKey("target_evidence.sha256"), index=True)
    note: Mapped[str | None] = mapped_column(String(500))
    written_by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    reported_by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    approved_by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int]


class TargetValueChange(Base):
    """A cell as one change left it, who made it and why; `version` counts from 1."""

    __tablename__ = "target_value_change"
    __table_args__ = (UniqueConstraint("value_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    value_id: Mapped[int] = mapped_column(ForeignKey("target_value.id"), index=True)
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(10))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    reason: Mapped[str | None] = mapped_column(String(500))
    content: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)


class TargetSetValue(Base):
    """The number that the level above has set for a delegated target; the newest one counts.

    An empty `unit` means the whole of the plan's jurisdiction.
    """

    __tablename__ = "target_set_value"

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("policy_target.id"), index=True
    )
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    comparator: Mapped[str] = mapped_column(String(20))
    value: Mapped[float]
    measured_in: Mapped[str | None] = mapped_column(String(40))
    year: Mapped[int | None]
    issuer: Mapped[str] = mapped_column(String(100))
    document: Mapped[str] = mapped_column(String(200))
    dated: Mapped[dt.date]
    note: Mapped[str | None] = mapped_column(String(500))
    by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class TargetPeriodEvent(Base):
    """A period of a plan closed or opened again; the newest event says which it is."""

    __tablename__ = "target_period_event"
    __table_args__ = (CheckConstraint("action IN ('closed', 'reopened')", name="action_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("policy_document.id"), index=True
    )
    period: Mapped[str] = mapped_column(String(PERIOD_LENGTH))
    action: Mapped[str] = mapped_column(String(10))
    by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(500))
