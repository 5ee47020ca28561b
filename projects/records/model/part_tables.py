"""Tables of what belongs to a project by year, by step and by report, and of its history.

Reports on progress and changes are only ever added: a migrated database refuses to change or
remove them.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text as LongText

from geo.years import FIRST_YEAR, LAST_YEAR
from layers.system.database import JSON_VALUE, Base, UtcDateTime, now
from projects.evidence.tables import ACCOUNT_LENGTH, EvidenceFile
from projects.records.model.codes import PROBLEM_KINDS, SOURCES, STEPS, values
from projects.records.model.money import Money
from projects.records.model.tables import CODE_LENGTH, UNIT_KEY

PROJECT_KEY = "project.code"
YEAR = f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}"
EVIDENCE_KEY = f"{EvidenceFile.__tablename__}.sha256"


class ProjectStep(Base):
    """A step of approval that is taken or awaited; one without a day is not taken yet."""

    __tablename__ = "project_step"
    __table_args__ = (CheckConstraint(f"step IN ({values(STEPS)})", name="step_known"),)

    project_code: Mapped[str] = mapped_column(
        ForeignKey(PROJECT_KEY, ondelete="CASCADE"), primary_key=True
    )
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    done_on: Mapped[dt.date | None] = mapped_column(default=None)
    document_number: Mapped[str | None] = mapped_column(String(200), default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)


class ProjectYear(Base):
    """What is to be done in a year, for what money, and by the end of which quarter.

    What was spent is that of all sources together, as rounds report it.
    """

    __tablename__ = "project_year"
    __table_args__ = (
        CheckConstraint(YEAR, name="year_possible"),
        CheckConstraint("planned_fen >= 0", name="planned_not_negative"),
    )

    project_code: Mapped[str] = mapped_column(
        ForeignKey(PROJECT_KEY, ondelete="CASCADE"), primary_key=True
    )
    year: Mapped[int] = mapped_column(primary_key=True, index=True, autoincrement=False)
    work: Mapped[str | None] = mapped_column(LongText, default=None)
    planned_wan_yuan: Mapped[Decimal | None] = mapped_column("planned_fen", Money, default=None)
    spent_wan_yuan: Mapped[Decimal | None] = mapped_column("spent_fen", Money, default=None)
    quarter_1: Mapped[str | None] = mapped_column(LongText, default=None)
    quarter_2: Mapped[str | None] = mapped_column(LongText, default=None)
    quarter_3: Mapped[str | None] = mapped_column(LongText, default=None)
    quarter_4: Mapped[str | None] = mapped_column(LongText, default=None)
    note: Mapped[str | None] = mapped_column(LongText, default=None)


class ProjectFund(Base):
    """Money of one source in one year: planned, arrived (到位) and spent (支付)."""

    __tablename__ = "project_fund"
    __table_args__ = (
        CheckConstraint(YEAR, name="year_possible"),
        CheckConstraint(f"source IN ({values(SOURCES)})", name="source_known"),
        CheckConstraint("planned_fen >= 0", name="planned_not_negative"),
        CheckConstraint("arrived_fen >= 0", name="arrived_not_negative"),
        CheckConstraint("spent_fen >= 0", name="spent_not_negative"),
    )

    project_code: Mapped[str] = mapped_column(
        ForeignKey(PROJECT_KEY, ondelete="CASCADE"), primary_key=True
    )
    year: Mapped[int] = mapped_column(primary_key=True, index=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)
    planned_wan_yuan: Mapped[Decimal | None] = mapped_column("planned_fen", Money, default=None)
    arrived_wan_yuan: Mapped[Decimal | None] = mapped_column("arrived_fen", Money, default=None)
    spent_wan_yuan: Mapped[Decimal | None] = mapped_column("spent_fen", Money, default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)


class ProgressEntry(Base):
    """A report on progress. The newest one (by day, then by id) is the project's progress.

    `invested_wan_yuan` is what was built for since the beginning. `via`: form, xlsx, api, command,
    round or demo; `earlier` for what a project had before reports were kept.
    """

    __tablename__ = "project_progress"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="in_percent"),
        CheckConstraint("invested_fen >= 0", name="invested_not_negative"),
        Index("ix_project_progress_newest", "project_code", "reported_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_code: Mapped[str] = mapped_column(ForeignKey(PROJECT_KEY))
    reported_on: Mapped[dt.date] = mapped_column(index=True)
    percent: Mapped[float]
    invested_wan_yuan: Mapped[Decimal | None] = mapped_column("invested_fen", Money, default=None)
    text: Mapped[str | None] = mapped_column(LongText, default=None)
    next_steps: Mapped[str | None] = mapped_column(LongText, default=None)
    reason: Mapped[str | None] = mapped_column(String(500), default=None)
    via: Mapped[str] = mapped_column(String(10))
    by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH), default=None)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)


class ProjectProblem(Base):
    """A problem, or a rectification order, open until it is closed with evidence."""

    __tablename__ = "project_problem"
    __table_args__ = (
        CheckConstraint(f"kind IN ({values(PROBLEM_KINDS)})", name="kind_known"),
        CheckConstraint("deadline >= found_on", name="dates_in_order"),
        CheckConstraint("(closed_on IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_code: Mapped[str] = mapped_column(
        ForeignKey(PROJECT_KEY, ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(20))
    found_on: Mapped[dt.date]
    text: Mapped[str] = mapped_column(LongText)
    issued_by: Mapped[str | None] = mapped_column(String(200), default=None)
    document_number: Mapped[str | None] = mapped_column(String(200), default=None)
    deadline: Mapped[dt.date | None] = mapped_column(index=True, default=None)
    unit_code: Mapped[str | None] = mapped_column(ForeignKey(UNIT_KEY), index=True, default=None)
    closed_on: Mapped[dt.date | None] = mapped_column(index=True, default=None)
    closing: Mapped[str | None] = mapped_column(LongText, default=None)
    by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH), default=None)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    closed_by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH), default=None)


class ProjectFile(Base):
    """An evidence file of a project: of one report, of one problem, of one step, or of itself."""

    __tablename__ = "project_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_code: Mapped[str] = mapped_column(
        ForeignKey(PROJECT_KEY, ondelete="CASCADE"), index=True
    )
    progress_id: Mapped[int | None] = mapped_column(
        ForeignKey("project_progress.id"), index=True, default=None
    )
    problem_id: Mapped[int | None] = mapped_column(
        ForeignKey("project_problem.id", ondelete="CASCADE"), index=True, default=None
    )
    step: Mapped[str | None] = mapped_column(String(20), default=None)
    sha256: Mapped[str] = mapped_column(ForeignKey(EVIDENCE_KEY), index=True)
    by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH), default=None)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)


class ProjectChange(Base):
    """A project as one change left it: `content` has the fields that differ, before and after.

    It stays when the project is gone, and so refers to no row.
    """

    __tablename__ = "project_change"
    __table_args__ = (UniqueConstraint("project_code", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    reason: Mapped[str | None] = mapped_column(String(500))
    content: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)


class ProjectColumns(Base):
    """Which column of a list means what, as somebody confirmed it for heads like these."""

    __tablename__ = "project_columns"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    heads: Mapped[list[str]] = mapped_column(JSON_VALUE)
    mapping: Mapped[dict[str, str]] = mapped_column(JSON_VALUE)
    by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH), default=None)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)


class ProjectView(Base):
    """A list of projects as somebody wants to see it again: filters and order as a query string."""

    __tablename__ = "project_view"
    __table_args__ = (UniqueConstraint("owner", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH), index=True)
    title: Mapped[str] = mapped_column(String(100))
    query: Mapped[str] = mapped_column(String(2000))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
