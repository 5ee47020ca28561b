"""Tables of project records, of the clauses they answer and of the features they are built on.

What a year, a step of approval or a report on progress adds is in `part_tables`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import Text as LongText

from layers.catalogue import Layer, layers_in
from layers.system.database import Base, UtcDateTime, now
from layers.system.row_access import limit
from projects.policy.register import PolicyItem
from projects.records.model.codes import KINDS, STATUSES, values
from projects.records.model.money import Money
from projects.units.tables import Unit

# Foreign keys are written from the tables themselves, so that a renamed table cannot be missed.
LAYER_KEY = f"{Layer.__tablename__}.id"
ITEM_KEY = f"{PolicyItem.__tablename__}.id"
UNIT_KEY = f"{Unit.__tablename__}.code"
CODE_LENGTH = 64
LEAD, RESPONSIBLE = "lead", "responsible"


class Project(Base):
    """One project as an office records it; `action_item_id` is the clause that ordered it.

    Progress is that of the newest report on it (`progress_on` its day, `progress_rose_on` the day
    of the last one that was above the one before). `version` counts the changes: whoever writes
    says which one he saw.
    """

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint(f"status IN ({values(STATUSES)})", name="status_known"),
        CheckConstraint(f"kind IN ({values(KINDS)})", name="kind_known"),
        CheckConstraint("due_date >= start_date", name="dates_in_order"),
        CheckConstraint("actual_end_date >= actual_start_date", name="actual_dates_in_order"),
        CheckConstraint("investment_fen >= 0", name="investment_not_negative"),
        CheckConstraint("progress_percent BETWEEN 0 AND 100", name="progress_in_percent"),
    )

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str | None] = mapped_column(String(20), index=True, default=None)
    action_item_id: Mapped[str | None] = mapped_column(
        ForeignKey(ITEM_KEY), index=True, default=None
    )
    lead_post: Mapped[str | None] = mapped_column(String(100), default=None)
    status: Mapped[str] = mapped_column(String(20), index=True)
    approval_number: Mapped[str | None] = mapped_column(String(200), default=None)
    district: Mapped[str | None] = mapped_column(String(12), index=True, default=None)
    site: Mapped[str | None] = mapped_column(String(200), default=None)
    start_date: Mapped[dt.date | None] = mapped_column(default=None)
    due_date: Mapped[dt.date | None] = mapped_column(index=True, default=None)
    actual_start_date: Mapped[dt.date | None] = mapped_column(default=None)
    actual_end_date: Mapped[dt.date | None] = mapped_column(default=None)
    investment_wan_yuan: Mapped[Decimal | None] = mapped_column(
        "investment_fen", Money, default=None
    )
    funding_source: Mapped[str | None] = mapped_column(String(200), default=None)
    progress_percent: Mapped[float | None] = mapped_column(default=None)
    progress_on: Mapped[dt.date | None] = mapped_column(index=True, default=None)
    progress_rose_on: Mapped[dt.date | None] = mapped_column(index=True, default=None)
    note: Mapped[str | None] = mapped_column(LongText, default=None)
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)
    updated_by: Mapped[str | None] = mapped_column(String(100), default=None)

    units: Mapped[list[ProjectUnit]] = relationship(
        order_by="[ProjectUnit.role, ProjectUnit.position]",
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    other_items: Mapped[list[ProjectItem]] = relationship(
        order_by="ProjectItem.position", cascade="all, delete-orphan", lazy="selectin"
    )
    links: Mapped[list[ProjectLink]] = relationship(
        order_by="[ProjectLink.layer_id, ProjectLink.feature_key]",
        cascade="all, delete-orphan",
        back_populates="project",
    )

    @property
    def lead_unit_code(self) -> str | None:
        return next((one.unit_code for one in self.units if one.role == LEAD), None)

    @property
    def lead_unit(self) -> str | None:
        """The name of the lead unit, as people write it."""
        return next((one.unit.short_name for one in self.units if one.role == LEAD), None)

    @property
    def responsible_unit_codes(self) -> list[str]:
        return [one.unit_code for one in self.units if one.role == RESPONSIBLE]

    @property
    def responsible_units(self) -> list[str]:
        return [one.unit.short_name for one in self.units if one.role == RESPONSIBLE]

    @property
    def other_item_ids(self) -> list[str]:
        return [other.item_id for other in self.other_items]

    @property
    def item_ids(self) -> list[str]:
        """The clauses it answers, the main one first."""
        main = [self.action_item_id] if self.action_item_id else []
        return main + [other for other in self.other_item_ids if other not in main]


class ProjectUnit(Base):
    """A unit of the register that leads a project or answers for it."""

    __tablename__ = "project_unit"
    __table_args__ = (CheckConstraint(f"role IN ('{LEAD}', '{RESPONSIBLE}')", name="role_known"),)

    project_code: Mapped[str] = mapped_column(
        ForeignKey("project.code", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    unit_code: Mapped[str] = mapped_column(ForeignKey(UNIT_KEY), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)


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
