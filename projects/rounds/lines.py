"""The lines of a round: each project with what is known of it and what its unit reports."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text, listed
from projects.records.model.part_tables import ProjectYear
from projects.records.model.tables import Project
from projects.rounds import errors
from projects.rounds.fields import ENTRY_FIELD_BY_NAME, INVESTED, PERCENT, SPENT
from projects.rounds.rounds import AnyRound, period_of, round_before
from projects.rounds.tables import RoundEntry
from projects.units.register import get_unit, unit_register
from projects.units.tables import Unit

BEFORE_FIELDS = (PERCENT, INVESTED, SPENT)
OF_ENTRY = (
    "id", "project_code", "unit_code", "state", "version", "remark", "written_by", "at",
    "reported_at",
)  # fmt: skip
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A project of a round.

    before: progress, money built for and spent as the round before had them. planned: investment
    of the year, in 10,000 yuan. recorded: progress of the record.
    """

    id: int
    code: str
    name: str
    unit_code: str
    status: str
    due_date: dt.date | None
    recorded: float | None
    planned: Decimal | None
    goal: str | None
    state: str
    version: int
    remark: str | None
    written_by: str | None
    at: dt.datetime | None
    reported_at: dt.datetime | None
    district: str | None
    values: Mapping[str, Any]
    before: Mapping[str, Any]


def lines_of(session: Session, one: AnyRound, unit: str | None = None) -> list[Line]:
    """The lines of a round (of one unit), in the order of codes; three queries."""
    earlier = round_before(session, one)
    before = _before(session, earlier, unit)
    period, row, year = period_of(one), RoundEntry, ProjectYear
    # Columns, not records: of a round of ten thousand projects each would be kept track of.
    columns = (
        *(getattr(row, name) for name in (*OF_ENTRY, *ENTRY_FIELD_BY_NAME)),
        Project.name, Project.status.label("recorded_status"), Project.district, Project.due_date,
        Project.progress_percent.label("recorded"), year.planned_wan_yuan.label("planned"),
        getattr(year, f"quarter_{period.number}").label("goal"),
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Project, Project.code == row.project_code)
        .outerjoin(year, and_(year.project_code == row.project_code, year.year == period.year))
        .where(row.round_id == one.id)
        .order_by(row.unit_code, row.project_code)
    )
    if unit is not None:
        query = query.where(row.unit_code == unit)
    return [_line(found, before) for found in session.execute(query)]


def _before(
    session: Session, earlier: AnyRound | None, unit: str | None
) -> dict[str, dict[str, Any]]:
    if earlier is None:
        return {}
    row = RoundEntry
    columns = [getattr(row, name) for name in BEFORE_FIELDS]
    query = select(row.project_code, *columns).where(
        row.round_id == earlier.id, row.state == "reported"
    )
    if unit is not None:
        query = query.where(row.unit_code == unit)
    return {
        code: dict(zip(BEFORE_FIELDS, values, strict=True))
        for code, *values in session.execute(query)
    }


def _line(found: Row[Any], before: Mapping[str, Mapping[str, Any]]) -> Line:
    told = found._mapping
    return Line(
        id=found.id,
        code=found.project_code,
        name=found.name,
        unit_code=found.unit_code,
        status=found.recorded_status,
        due_date=found.due_date,
        recorded=found.recorded,
        planned=found.planned,
        goal=found.goal,
        state=found.state,
        version=found.version,
        remark=found.remark,
        written_by=found.written_by,
        at=found.at,
        reported_at=found.reported_at,
        district=found.district,
        values={name: told[name] for name in ENTRY_FIELD_BY_NAME},
        before=before.get(found.project_code, {}),
    )


def unit_names(session: Session, one: AnyRound) -> dict[str, Text]:
    """The units that a round asks, by code: by their short names, or by their whole ones where
    several are called alike; one query."""
    asked = select(RoundEntry.unit_code).where(RoundEntry.round_id == one.id)
    query = select(Unit.code, Unit.short_name, Unit.name, Unit.name_en).where(Unit.code.in_(asked))
    rows = session.execute(query.order_by(Unit.code)).all()
    alike = Counter(row.short_name for row in rows)
    return {
        row.code: Text(name, row.name_en or name)
        for row in rows
        for name in [row.short_name if alike[row.short_name] == 1 else row.name]
    }


def known_unit(session: Session, one: AnyRound, written: str) -> tuple[str, Text]:
    """Code and name of a unit that the round asks; raises `unit-unknown`, `round-unit-not-asked`,
    `round-unit-several`.

    A short name that several units share means the one that is asked.
    """
    names = unit_names(session, one)
    meant = [unit.code for unit in unit_register(session).meant(written)]
    asked = [code for code in meant if code in names]
    if len(asked) == 1:
        return asked[0], names[asked[0]]
    if asked:
        near = listed([names[code] for code in asked])
        raise EcoAtlasError(errors.UNIT_SEVERAL, unit=written[:60], units=near)
    units = listed(list(names.values()), MOST_NAMED)
    found = get_unit(session, written)
    raise EcoAtlasError(
        errors.UNIT_NOT_ASKED, period=one.period, unit=found.short_name, units=units
    )
