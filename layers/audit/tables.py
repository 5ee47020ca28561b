"""Tables of the audit log, and who acts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from layers.system.database import JSON_VALUE, Base, UtcDateTime, now


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from where: an account's name and address, or a user of the command line.

    unit: code of the unit whose records alone he may change; None where he may change all.
    """

    name: str
    origin: str
    unit: str | None = None


SYSTEM = Actor("system", "-")


class AuditEntry(Base):
    """One thing that was done or refused. Never changed: the database itself refuses it."""

    __tablename__ = "audit_entry"
    __table_args__ = (CheckConstraint("outcome IN ('done', 'refused')", name="outcome_known"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now, index=True)
    actor: Mapped[str] = mapped_column(String(100), index=True)
    origin: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str | None] = mapped_column(String(300), default=None, index=True)
    outcome: Mapped[str] = mapped_column(String(10), default="done")
    details: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE, default=dict)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The last entry, in one row: it is locked while an entry is added, and shows a cut-off end."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
