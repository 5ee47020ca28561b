"""Tables of sites, of the checks made of them, of what people decided on their rows, and of who
handed in and signed them.

A site stays what it is; each check of it is a version, added and never changed, as decisions are.
The events of a check are a chain of hashes that begins with that of the check, as those of a
statement; a migrated database refuses to change them (migration 0030).
"""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text as LongText

from geo.words import Text
from layers.system.database import JSON_VALUE, Base, UtcDateTime, now
from layers.system.row_access import Sight, limit
from projects.metrics.tables import hidden_by_inputs
from projects.records.model.tables import Project

PROJECT_KEY = f"{Project.__tablename__}.code"
DECISIONS: dict[str, Text] = {
    "confirmed": Text("属实，须处置", "confirmed, to be dealt with"),
    "overruled": Text("不采纳", "overruled"),
    "open": Text("重新待定", "open again"),
}
DECISION_LIST = ", ".join(f"'{one}'" for one in DECISIONS)


class SiteRow(Base):
    """A place somebody asked about: `shape` is GeoJSON (EPSG:4490), `inputs` the versions that it
    was taken from."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    project_code: Mapped[str | None] = mapped_column(
        ForeignKey(PROJECT_KEY, ondelete="CASCADE"), index=True, default=None
    )
    shape: Mapped[str] = mapped_column(LongText)
    planned: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)
    origin: Mapped[dict[str, str]] = mapped_column(JSON_VALUE)
    inputs: Mapped[list[dict[str, Any]]] = mapped_column(JSON_VALUE)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str | None] = mapped_column(String(100), default=None)


class SiteCheckRow(Base):
    """One check of a site. `result` is text, because its bytes must stay what `sha256` says;
    `inputs` are the versions that took part: whoever does not see one does not see the check."""

    __tablename__ = "site_check"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"))
    number: Mapped[int]
    inputs: Mapped[list[dict[str, Any]]] = mapped_column(JSON_VALUE)
    result: Mapped[str] = mapped_column(LongText)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str | None] = mapped_column(String(100), default=None)


class SiteDecision(Base):
    """What was decided on a row of a check, why and by whom; the latest one holds."""

    __tablename__ = "site_decision"
    __table_args__ = (CheckConstraint(f"decision IN ({DECISION_LIST})", name="decision_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(
        ForeignKey("site_check.id", ondelete="CASCADE"), index=True
    )
    row_key: Mapped[str] = mapped_column(String(700))
    decision: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(2000))
    by: Mapped[str | None] = mapped_column(String(100), default=None)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)


class SiteEvent(Base):
    """One step of a check: handed in, returned, signed, withdrawn. `details` of a signature say
    which decisions it covers."""

    __tablename__ = "site_event"
    __table_args__ = (UniqueConstraint("check_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("site_check.id"), index=True)
    number: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))
    body: Mapped[str | None] = mapped_column(LongText, default=None)
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE, default=None)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


def _site_shown(sight: Sight, name: str, dialect: str) -> ColumnElement[bool]:
    table = cast(Table, SiteRow.__table__)
    return SiteRow.id.not_in(hidden_by_inputs(table, sight, name, dialect, SiteRow.id))


def _check_shown(sight: Sight, name: str, dialect: str) -> ColumnElement[bool]:
    table = cast(Table, SiteCheckRow.__table__)
    return SiteCheckRow.id.not_in(hidden_by_inputs(table, sight, name, dialect, SiteCheckRow.id))


def _event_shown(sight: Sight, name: str, dialect: str) -> ColumnElement[bool]:
    table = cast(Table, SiteCheckRow.__table__)
    of = SiteEvent.check_id
    return of.not_in(hidden_by_inputs(table, sight, name, dialect, of))


limit(SiteRow, _site_shown)
limit(SiteEvent, _event_shown)
limit(SiteCheckRow, _check_shown)
