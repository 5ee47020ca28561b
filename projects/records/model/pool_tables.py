"""What of a project was released for the green project pool: by whom, when, as it stood then."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from layers.system.database import JSON_VALUE, Base, UtcDateTime, now
from projects.evidence.tables import ACCOUNT_LENGTH
from projects.records.model.part_tables import PROJECT_KEY


class PoolRelease(Base):
    """Fields and files of a project that somebody chose to show to those who finance.

    `content` holds the values as they were then: what changes later is released anew or not at all.
    `files` are hash and name of evidence. It is in force until it is ended.
    """

    __tablename__ = "pool_release"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_code: Mapped[str] = mapped_column(
        ForeignKey(PROJECT_KEY, ondelete="CASCADE"), index=True
    )
    content: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)
    files: Mapped[list[dict[str, str]]] = mapped_column(JSON_VALUE)
    by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    ended_by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH), default=None)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=None)
