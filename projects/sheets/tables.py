"""Tables of sheets: one row for a sheet, one for each version of it; versions never change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from layers.system.database import JSON_VALUE, Base, UtcDateTime, now


class Sheet(Base):
    """A sheet of values; those of shipped rules have a row here once somebody has edited them."""

    __tablename__ = "sheet"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(64), index=True)
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))


class SheetVersion(Base):
    """The rows of a sheet as they once were. `number` counts from 1; 0 is what was shipped."""

    __tablename__ = "sheet_version"

    sheet_id: Mapped[str] = mapped_column(ForeignKey("sheet.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON_VALUE)
    source: Mapped[str | None] = mapped_column(String(500), default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str | None] = mapped_column(String(100), default=None)


class AgingNoted(Base):
    """That somebody has taken note of the rows whose law has a successor; never changed.

    `digest` is that of the list they saw: another list is noted anew.
    """

    __tablename__ = "rules_aging_noted"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    account: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(500))
    rows: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
