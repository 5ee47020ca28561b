"""Tables of the register of units."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from layers.system.database import Base, UtcDateTime, now
from projects.units.kinds import UNIT_KINDS

UNIT_CODE = 40
UNIT_NAME = 200
KIND_LIST = ", ".join(f"'{kind}'" for kind in UNIT_KINDS)


class Unit(Base):
    """A unit under its name of today; `shipped` is the hash of the register that brought it.

    `post` is the post in it that answers for projects, such as 建设科科长: never a person.
    """

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint(f"kind IN ({KIND_LIST})", name="kind_known"),)

    code: Mapped[str] = mapped_column(String(UNIT_CODE), primary_key=True)
    name: Mapped[str] = mapped_column(String(UNIT_NAME), index=True)
    short_name: Mapped[str] = mapped_column(String(UNIT_NAME), index=True)
    name_en: Mapped[str | None] = mapped_column(String(UNIT_NAME), default=None)
    division: Mapped[str | None] = mapped_column(String(12), index=True, default=None)
    kind: Mapped[str] = mapped_column(String(20))
    post: Mapped[str | None] = mapped_column(String(100), default=None)
    ended_on: Mapped[dt.date | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)
    shipped: Mapped[str | None] = mapped_column(String(64), index=True, default=None)
    added_by: Mapped[str | None] = mapped_column(String(100), default=None)
    added_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)

    aliases: Mapped[list[UnitAlias]] = relationship(
        order_by="UnitAlias.id", cascade="all, delete-orphan"
    )


class UnitAlias(Base):
    """Another name of a unit: one that it had, from one day to another, or one that people use."""

    __tablename__ = "unit_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_code: Mapped[str] = mapped_column(ForeignKey("unit.code", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(UNIT_NAME))
    since: Mapped[dt.date | None] = mapped_column(default=None)
    until: Mapped[dt.date | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)
