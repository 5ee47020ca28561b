"""Tables of project records, of the clauses they answer and of the features they are built on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import CheckConstraint, Dialect, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import Text as LongText
from sqlalchemy.types import TypeDecorator

from layers.catalogue import Layer, layers_in
from layers.system.database import Base, UtcDateTime, now
from layers.system.row_access import limit
from projects.policy.register import PolicyItem
from projects.records.fields import STATUSES

SEPARATOR = "|"
# Foreign keys are written from the tables themselves, so that a renamed table cannot be missed.
LAYER_KEY = f"{Layer.__tablename__}.id"
ITEM_KEY = f"{PolicyItem.__tablename__}.id"
STATUS_LIST = ", ".join(f"'{status.value}'" for status in STATUSES)


class UnitList(TypeDecorator[list[str]]):
    """Units in their order as one text, `|unit|unit|`, so that every database can search it."""

    impl = LongText
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:
        del dialect
        return f"{SEPARATOR}{SEPARATOR.join(value)}{SEPARATOR}" if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:
        del dialect
        return [unit for unit in (value or "").split(SEPARATOR) if unit]


class Project(Base):
    """One project as an office records it; `action_item_id` is the clause that ordered it."""

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint(f"status IN ({STATUS_LIST})", name="status_known"),
        CheckConstraint("due_date >= start_date", name="dates_in_order"),
        CheckConstraint("investment_wan_yuan >= 0", name="investment_not_negative"),
        CheckConstraint("progress_percent BETWEEN 0 AND 100", name="progress_in_percent"),
    )

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    action_item_id: Mapped[str | None] = mapped_column(
        ForeignKey(ITEM_KEY), index=True, default=None
    )
    lead_unit: Mapped[str | None] = mapped_column(String(100), index=True, default=None)
    responsible_units: Mapped[list[str]] = mapped_column(UnitList, default=list)
    status: Mapped[str] = mapped_column(String(20), index=True)
    start_date: Mapped[dt.date | None] = mapped_column(default=None)
    due_date: Mapped[dt.date | None] = mapped_column(index=True, default=None)
    investment_wan_yuan: Mapped[float | None] = mapped_column(default=None)
    funding_source: Mapped[str | None] = mapped_column(String(200), default=None)
    progress_percent: Mapped[float | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(LongText, default=None)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)

    other_items: Mapped[list[ProjectItem]] = relationship(
        order_by="ProjectItem.position", cascade="all, delete-orphan", lazy="selectin"
    )
    links: Mapped[list[ProjectLink]] = relationship(
        order_by="[ProjectLink.layer_id, ProjectLink.feature_key]",
        cascade="all, delete-orphan",
        back_populates="project",
    )

    @property
    def other_item_ids(self) -> list[str]:
        return [other.item_id for other in self.other_items]

    @property
    def item_ids(self) -> list[str]:
        """The clauses it answers, the main one first."""
        main = [self.action_item_id] if self.action_item_id else []
        return main + [other for other in self.other_item_ids if other not in main]


class ProjectItem(Base):
    """A further clause that a project answers besides its main one."""

    __tablename__ = "project_item"

    project_code: Mapped[str] = mapped_column(
        ForeignKey("project.code", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[str] = mapped_column(ForeignKey(ITEM_KEY), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class ProjectLink(Base):
    """A project is built on a feature, known by its key within the layer through all versions."""

    __tablename__ = "project_link"
    __table_args__ = (Index("ix_project_link_feature", "layer_id", "feature_key"),)

    project_code: Mapped[str] = mapped_column(
        ForeignKey("project.code", ondelete="CASCADE"), primary_key=True
    )
    layer_id: Mapped[str] = mapped_column(ForeignKey(LAYER_KEY), primary_key=True)
    feature_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)

    project: Mapped[Project] = relationship(back_populates="links")


# A link to a layer that is not seen would name it.
limit(
    ProjectLink,
    lambda sight, name, _dialect: ProjectLink.layer_id.in_(
        layers_in(sight, name, ProjectLink.layer_id)
    ),
)
