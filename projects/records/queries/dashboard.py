"""Projects counted by city, action, unit, stage and year, and their money: each number with the
filters of the list that it counts.

The conditions are those of the list, so a number and the list behind it cannot differ; parts that
do not add up to the whole are refused and never shown. However many projects there are, a
dashboard takes the same few queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from projects.policy.divisions import DIVISIONS, division_text, is_part_of
from projects.policy.register import PolicyAction
from projects.records.model.codes import SOURCES, STATUSES
from projects.records.model.limits import ProjectLimits
from projects.records.model.tables import Project
from projects.records.queries.asked import Asked
from projects.records.queries.counting import Counted, Counting, Money, Row, money_rows
from projects.records.queries.query import find_projects, terms_of
from projects.units.register import whole_names

FIRST_SHOWN = 10
MOST_YEARS = 12
QUERIES = 24
DOES_NOT_ADD_UP = declare(
    "dashboard-does-not-add-up",
    "error",
    Text(
        "“{table}”各行合计 {sum} 个项目，全部是 {total} 个。",
        "The rows of “{table}” add up to {sum:project|projects}, and there {total:is|are} {total}.",
    ),
    Text("请运行 ecoatlas selfcheck 检查记录。", "Check the records with ecoatlas selfcheck."),
    status=500,
)
TITLES: Mapping[str, Text] = {
    "stage": Text("按阶段", "By stage"),
    "city": Text("按城市", "By city"),
    "action": Text("按行动", "By action"),
    "unit": Text("按牵头单位", "By lead unit"),
    "year": Text("按年度", "By year"),
    "money_year": Text("分年度资金", "Money by year"),
    "money_source": Text("分来源资金", "Money by source"),
}
NOTES: Mapping[str, Text] = {
    "action": Text(
        "一个项目对应几项行动的，每项都计，各行之和可以大于总数。",
        "A project that answers several actions counts in each; rows may add up to more.",
    ),
    "year": Text(
        "当年有计划、有资金或在建期之内的项目；跨年的每年都计。至多列最近 {most} 年。",
        "Projects with a plan or money of the year, or that run in it; each counts in all its "
        "years. The last {most} years at most.",
    ),
}
NO_CITY = Text("未填区划", "No district")
NO_ACTION = Text("没有对应条款", "No clause")
NO_UNIT = Text("没有牵头单位", "No lead unit")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: what it is called, what it counts, and the list of just those projects."""

    title: Text
    counted: Counted
    asked: Asked

    def of(self, name: str) -> Asked:
        """The list of those of its projects that are `late`, `stagnant` or with `open_problems`."""
        only: dict[str, Any] = {name: True}
        return replace(self.asked, **only)


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """Money in 10,000 yuan: that of the projects in the list of `asked`."""

    title: Text
    money: Money
    asked: Asked


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    lines: tuple[Line, ...]

    @property
    def title(self) -> Text:
        return TITLES[self.name]

    @property
    def note(self) -> Text | None:
        note = NOTES.get(self.name)
        return note.format(most=MOST_YEARS) if note else None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything that a dashboard shows; `late` and `stagnant` are the first of those."""

    whole: Line
    tables: tuple[Table, ...]
    years: tuple[MoneyLine, ...]
    sources: tuple[MoneyLine, ...]
    late: Sequence[Project]
    stagnant: Sequence[Project]
    limits: ProjectLimits


def dashboard(session: Session, asked: Asked) -> Dashboard:
    """The projects that fit, counted. Raises `unit-unknown`, `dashboard-does-not-add-up`."""
    asked = replace(asked, sort="code", page=1)
    terms = terms_of(session, asked)
    counting = Counting(session, asked, terms)
    places = counting.by("place")
    whole = Line(Text("全部", "All"), _sum(row.counted for row in places), asked)
    money = money_rows(session, asked, terms)
    tables = [
        Table("stage", tuple(_stages(places, asked))),
        Table("city", tuple(_cities(places, asked))),
        Table("action", tuple(_actions(session, asked, counting.by("action")))),
        Table("unit", tuple(_units(session, asked, counting.by("unit")))),
        Table("year", tuple(_years(counting, asked, money))),
    ]
    _must_add_up(whole, tables)
    return Dashboard(
        whole,
        tuple(one for one in tables if one.lines),
        tuple(_money_years(money, asked)),
        tuple(_money_sources(money, asked)),
        _first(session, asked, "late", "due_date"),
        _first(session, asked, "stagnant", "reported"),
        terms.limits,
    )


def _first(session: Session, asked: Asked, flag: str, sort: str) -> Sequence[Project]:
    only: dict[str, Any] = {flag: True}
    worst = replace(asked, **only, sort=sort, size=FIRST_SHOWN)
    return find_projects(session, worst).projects


def _sum(counted: Iterable[Counted]) -> Counted:
    total = Counted()
    for one in counted:
        total += one
    return total


def _must_add_up(whole: Line, tables: Iterable[Table]) -> None:
    """Each project has one stage, one place and one lead unit, or none."""
    for table in tables:
        if table.name not in ("stage", "city", "unit") or not table.lines:
            continue
        found = sum(line.counted.total for line in table.lines)
        if found != whole.counted.total:
            raise EcoAtlasError(
                DOES_NOT_ADD_UP, table=table.title, sum=found, total=whole.counted.total
            )


def _stages(places: Sequence[Row], asked: Asked) -> Iterable[Line]:
    for status in STATUSES:
        counted = _sum(row.counted for row in places if row.key[0] == status.value)
        if counted.total:
            yield Line(status.title, counted, replace(asked, status=(status.value,)))


def _cities(places: Sequence[Row], asked: Asked) -> Iterable[Line]:
    """By city; nothing where a district is asked already."""
    if asked.district is not None:
        return
    by_city: dict[str | None, Counted] = {}
    for row in places:
        city = city_of(row.key[1])
        by_city[city] = by_city.get(city, Counted()) + row.counted
    for code in [*DIVISIONS, None]:
        if code in by_city:
            behind: dict[str, Any] = (
                {"without_district": True} if code is None else {"district": code}
            )
            title = NO_CITY if code is None else division_text(code)
            yield Line(title, by_city[code], replace(asked, **behind))


def city_of(code: str | None) -> str | None:
    """The division around a district that is part of no other one."""
    if code is None:
        return None
    return next((one for one in DIVISIONS if one != code and is_part_of(code, one)), code)


def _actions(session: Session, asked: Asked, rows: Sequence[Row]) -> Iterable[Line]:
    counted = {row.key[0]: row.counted for row in rows}
    for action in _known_actions(session, counted):
        if asked.action in (None, action.id) and _of_document(action.id, asked):
            title = Text(f"{action.id} {action.title_zh}", f"{action.id} {action.title_en}")
            yield Line(title, counted[action.id], replace(asked, action=action.id))
    if None in counted:
        yield Line(NO_ACTION, counted[None], replace(asked, without_item=True))


def _known_actions(session: Session, counted: Mapping[Any, Counted]) -> Sequence[PolicyAction]:
    ids = [one for one in counted if one is not None]
    query = select(PolicyAction).where(PolicyAction.id.in_(ids))
    return session.scalars(query.order_by(PolicyAction.document_id, PolicyAction.number)).all()


def _of_document(action: str, asked: Asked) -> bool:
    return asked.document is None or f"{action}-".startswith(f"{asked.document}-")


def _units(session: Session, asked: Asked, rows: Sequence[Row]) -> Iterable[Line]:
    """By lead unit, those with the most late projects first."""
    names = whole_names(session, [row.key[0] for row in rows if row.key[0]])
    for row in sorted(rows, key=_most_late):
        code = row.key[0]
        if code is None:
            yield Line(NO_UNIT, row.counted, replace(asked, without_unit=True))
        else:
            yield Line(names[code], row.counted, replace(asked, lead=code))


def _most_late(row: Row) -> tuple[Any, ...]:
    return (
        row.key[0] is None,
        -row.counted.late,
        -row.counted.stagnant,
        -row.counted.total,
        *row.key,
    )


def _years(counting: Counting, asked: Asked, money: Sequence[Money]) -> Iterable[Line]:
    """Years with a plan or money of any of the projects, and this one."""
    known = sorted({asked.today.year, *(one.year or 0 for one in money)})
    years = [asked.year] if asked.year else known[-MOST_YEARS:]
    for row in counting.by("year", years):
        year = int(row.key[0])
        yield Line(Text(f"{year} 年", str(year)), row.counted, replace(asked, year=year))


OF_NO_SOURCE = Text("未分来源", "Not told by source")


def _money_years(money: Sequence[Money], asked: Asked) -> Iterable[MoneyLine]:
    of_asked = [one for one in money if not asked.fund or one.source in asked.fund]
    if asked.fund:  # what plans say of a year is of no source, and what was spent beyond them
        of_asked += [replace(one, spent=None) for one in money if one.source is None]
    for year in sorted({one.year or 0 for one in of_asked if asked.year in (None, one.year)}):
        rows = [one for one in of_asked if one.year == year]
        total = Money.summed(year, None, rows)
        yield MoneyLine(Text(f"{year} 年", str(year)), total, replace(asked, year=year))


def _money_sources(money: Sequence[Money], asked: Asked) -> Iterable[MoneyLine]:
    for source in SOURCES:
        if asked.fund and source.value not in asked.fund:
            continue
        rows = [
            one for one in money if one.source == source.value and asked.year in (None, one.year)
        ]
        if rows:
            total = Money.summed(None, source.value, rows)
            yield MoneyLine(source.title, total, replace(asked, fund=(source.value,)))
    beyond = [
        replace(one, invested=None)
        for one in money
        if one.source is None and one.spent and asked.year in (None, one.year)
    ]
    if beyond and not asked.fund:
        yield MoneyLine(OF_NO_SOURCE, Money.summed(None, None, beyond), asked)
