"""Table of what versions of layers are declared to hold; a declaration is added, never changed."""

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

DECLARED, TAKEN_BACK = "declared", "taken_back"


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


def _holding_shown(sight: Sight, name: str, _dialect: str) -> ColumnElement[bool]:
    """A sight shows what a version holds when it shows the version."""
    row = cast(Table, LayerHolding.__table__).alias(name)
    seen = versions_in(sight, f"{name}_layer").subquery(f"{name}_seen")
    matched = (seen.c.layer_id == row.c.layer_id) & (seen.c.number == row.c.number)
    shown = select(row.c.id).select_from(row.join(seen, matched))
    return LayerHolding.id.in_(shown.where(row.c.id == LayerHolding.id))


limit(LayerHolding, _holding_shown)
