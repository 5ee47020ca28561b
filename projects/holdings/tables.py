"""Tables of what versions of layers are declared to hold, and of the days on which that was found
still right; a word is added, never changed."""

from __future__ import annotations

import datetime as dt
from typing import cast

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from layers.catalogue import versions_in
from layers.system.database import JSON_VALUE, Base, UtcDateTime, now
from layers.system.row_access import Sight, limit

DECLARED, CONFIRMED, TAKEN_BACK = "declared", "confirmed", "taken_back"


class LayerHolding(Base):
    """A version holds data on a subject, or was said to wrongly; the latest of a subject holds.

    terms: which of its rows are of the subject and which of its words mean what, by the names that
    the parameters of metrics have. A migrated database refuses to change or delete one.
    """

    __tablename__ = "layer_holding"
    __table_args__ = (
        CheckConstraint(f"action IN ('{DECLARED}', '{TAKEN_BACK}')", name="action_known"),
        ForeignKeyConstraint(
            ["layer_id", "number"], ["layer_version.layer_id", "layer_version.number"]
        ),
        Index("ix_layer_holding_layer_id_number", "layer_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    layer_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    subject: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(20))
    terms: Mapped[dict[str, str]] = mapped_column(JSON_VALUE, default=dict)
    basis: Mapped[str] = mapped_column(String(500))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    by: Mapped[str] = mapped_column(String(100))


class LayerConfirmation(Base):
    """The content of a version was found right as of a day after that of its data; see
    `projects.holdings.confirming`. A migrated database refuses to change or delete one."""

    __tablename__ = "layer_confirmation"
    __table_args__ = (
        CheckConstraint(f"action IN ('{CONFIRMED}', '{TAKEN_BACK}')", name="action_known"),
        ForeignKeyConstraint(
            ["layer_id", "number"], ["layer_version.layer_id", "layer_version.number"]
        ),
        Index("ix_layer_confirmation_layer_id_number", "layer_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    layer_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    day: Mapped[dt.date]
    basis: Mapped[str] = mapped_column(String(500))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    by: Mapped[str] = mapped_column(String(100))


def _limit_to_versions(row: type[LayerHolding] | type[LayerConfirmation]) -> None:
    """A sight shows what was said of a version when it shows the version."""

    def shown(sight: Sight, name: str, _dialect: str) -> ColumnElement[bool]:
        table = cast(Table, row.__table__).alias(name)
        seen = versions_in(sight, f"{name}_layer").subquery(f"{name}_seen")
        matched = (seen.c.layer_id == table.c.layer_id) & (seen.c.number == table.c.number)
        found = select(table.c.id).select_from(table.join(seen, matched))
        return row.id.in_(found.where(table.c.id == row.id))

    limit(row, shown)


_limit_to_versions(LayerHolding)
_limit_to_versions(LayerConfirmation)
