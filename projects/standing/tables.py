"""Table of the choices of the office's figures; a choice is added, never changed."""

from __future__ import annotations

import datetime as dt
from typing import cast

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from layers.system.database import JSON_VALUE, Base, UtcDateTime, now
from layers.system.row_access import Sight, limit
from projects.metrics.tables import MetricRunRow, hidden_by_inputs

SET, LIFTED = "set", "lifted"
RUN_KEY = f"{MetricRunRow.__tablename__}.id"


class StandingChoice(Base):
    """A run was set as the office's figure, or taken off again; the latest for `purpose` holds.

    purpose: the id of the target that the run is compared with, else that of its metric.
    layers: layers declared with this choice to be the office's own for figures of this metric.
    after_event: the newest event of statements then, so that what was withdrawn later is known.
    A migrated database refuses to change or delete one (migration 0012).
    """

    __tablename__ = "standing_choice"
    __table_args__ = (CheckConstraint(f"action IN ('{SET}', '{LIFTED}')", name="action_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(64), index=True)
    metric: Mapped[str] = mapped_column(String(64), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey(RUN_KEY), index=True)
    action: Mapped[str] = mapped_column(String(20))
    layers: Mapped[list[str]] = mapped_column(JSON_VALUE, default=list)
    after_event: Mapped[int]
    reason: Mapped[str] = mapped_column(String(2000))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    by: Mapped[str] = mapped_column(String(100))


def _choice_shown(sight: Sight, name: str, dialect: str) -> ColumnElement[bool]:
    """A sight shows a choice when it shows the run: every version that went in."""
    table, of = cast(Table, MetricRunRow.__table__), StandingChoice.run_id
    return of.not_in(hidden_by_inputs(table, sight, name, dialect, of))


limit(StandingChoice, _choice_shown)
