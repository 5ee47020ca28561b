"""Counting projects and adding up their money, under the conditions of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select, type_coerce
from sqlalchemy.orm import Session

from projects.policy.register import PolicyItem
from projects.records.model.money import Money as MoneyColumn
from projects.records.model.part_tables import ProjectFund, ProjectYear
from projects.records.model.tables import LEAD, Project, ProjectItem, ProjectUnit
from projects.records.queries.asked import Asked
from projects.records.queries.conditions import CONDITIONS, Terms, conditions, span_of

By = Literal["place", "action", "unit", "year"]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many projects there are, late, not risen for long (`only_stagnant`: and not late), with
    open problems; their investment in 10,000 yuan."""

    total: int = 0
    late: int = 0
    stagnant: int = 0
    only_stagnant: int = 0
    open_problems: int = 0
    investment_wan_yuan: Decimal = ZERO

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            self.total + other.total,
            self.late + other.late,
            self.stagnant + other.stagnant,
            self.only_stagnant + other.only_stagnant,
            self.open_problems + other.open_problems,
            self.investment_wan_yuan + other.investment_wan_yuan,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """What is counted of a key: (stage, district), (action,), (lead unit,) or (year,)."""

    key: tuple[Any, ...]
    counted: Counted


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts of a year and a source; `invested` is what plans of the year say, of no source."""

    year: int | None
    source: str | None
    invested: Decimal | None = None
    planned: Decimal | None = None
    arrived: Decimal | None = None
    spent: Decimal | None = None

    @classmethod
    def summed(cls, year: int | None, source: str | None, rows: Sequence[Money]) -> Money:
        """None stays where none of the rows tells an amount: nothing told is not nothing."""
        told = [
            [amount for row in rows if (amount := getattr(row, name)) is not None]
            for name in ("invested", "planned", "arrived", "spent")
        ]
        return cls(year, source, *(sum(one, ZERO) if one else None for one in told))


class Counting:
    """The projects that fit, read once, and counted by one key after another.

    Counted here and not in the database: there each table is a query that asks all conditions anew,
    and how it goes about years (each project with each year of its plans) depends on what it has
    been told of the sizes of tables.
    """

    def __init__(self, session: Session, asked: Asked, terms: Terms) -> None:
        self._session, self._asked, self._terms = session, asked, terms
        self._projects = [_Project(*one) for one in session.execute(_chosen(asked, terms))]
        self._numbers = {one.code: one.numbers for one in self._projects}

    def by(self, by: By, years: Sequence[int] = ()) -> list[Row]:
        """What is counted of each key. `years`: those that are counted."""
        keys: dict[By, Callable[[], Iterable[tuple[str, Any]]]] = {
            "place": self._places,
            "action": self._actions,
            "unit": self._units,
            "year": lambda: self._years(years),
        }
        found: dict[Any, list[Any]] = {}
        for code, key in keys[by]():
            if code in self._numbers:
                found.setdefault(key, []).append(self._numbers[code])
        rows = [Row(key if by == "place" else (key,), _sum(told)) for key, told in found.items()]
        return sorted(rows, key=lambda row: [(one is not None, one) for one in row.key])

    def _places(self) -> Iterable[tuple[str, Any]]:
        return [(one.code, (one.status, one.district)) for one in self._projects]

    def _actions(self) -> Iterable[tuple[str, Any]]:
        """Each project once with each action that one of its clauses belongs to, or with none."""
        item = PolicyItem
        known = self._session.execute(select(item.id, item.action_id))
        actions = {one: action for one, action in known}  # noqa: C416 - a result is no mapping
        others = select(ProjectItem.project_code, ProjectItem.item_id)
        items = [(one.code, one.item) for one in self._projects]
        items += self._session.execute(others.where(*self._of(ProjectItem)))
        return self._or_none({(code, actions[one]) for code, one in items if one in actions})

    def _units(self) -> Iterable[tuple[str, Any]]:
        unit = ProjectUnit
        leads = select(unit.project_code, unit.unit_code).where(unit.role == LEAD, *self._of(unit))
        return self._or_none(
            {(code, unit_code) for code, unit_code in self._session.execute(leads)}
        )

    def _years(self, years: Sequence[int]) -> Iterable[tuple[str, Any]]:
        """Each project once with each year that it has a plan or money of, or runs in."""
        pairs: set[tuple[str, Any]] = set()
        for one in self._projects:
            if one.begun is not None and one.ends is not None:
                pairs.update((one.code, y) for y in years if one.begun.year <= y <= one.ends.year)
        for table in (ProjectYear, ProjectFund):
            told = select(table.project_code, table.year).distinct()
            told = told.where(table.year.in_(years), *self._of(table))
            pairs.update((code, year) for code, year in self._session.execute(told))
        return pairs

    def _or_none(self, pairs: set[tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
        told = {code for code, _ in pairs}
        return [*pairs, *((code, None) for code in self._numbers if code not in told)]

    def _of(self, table: Any) -> list[ColumnElement[bool]]:
        return _of_chosen(table, self._asked, self._terms)


def _sum(told: list[tuple[Any, ...]]) -> Counted:
    return Counted(*(sum(column) for column in zip(*told, strict=True)))


class _Project(NamedTuple):
    """A row of `_chosen`."""

    code: str
    status: str
    district: str | None
    item: str | None
    investment: Decimal | None
    begun: dt.date | None
    ends: dt.date | None
    late: int
    stagnant: int
    open_problems: int

    @property
    def numbers(self) -> tuple[Any, ...]:
        """What it adds to a `Counted`."""
        only_stagnant = self.stagnant * (1 - self.late)
        money = ZERO if self.investment is None else self.investment
        return 1, self.late, self.stagnant, only_stagnant, self.open_problems, money


def _chosen(asked: Asked, terms: Terms) -> Select[Any]:
    """The projects that fit, each with what it is counted for."""
    flags = {name: CONDITIONS[name](True, terms) for name in ("late", "stagnant", "open_problems")}
    begun, ends = span_of()
    return select(
        Project.code,
        Project.status,
        Project.district,
        Project.action_item_id,
        Project.investment_wan_yuan.label("investment"),
        begun.label("begun"),
        ends.label("ends"),
        *(case((flag, 1), else_=0).label(name) for name, flag in flags.items()),
    ).where(*conditions(asked, terms))


def money_rows(session: Session, asked: Asked, terms: Terms) -> list[Money]:
    """Money of the projects that fit by year and source, and of plans by year; two queries.

    What a year tells as spent beyond what its sources tell is of no source.
    """
    fund, plan = ProjectFund, ProjectYear
    amounts = fund.planned_wan_yuan, fund.arrived_wan_yuan, fund.spent_wan_yuan
    funds = select(fund.year, fund.source, *map(func.sum, amounts))
    funds = funds.where(*_of_chosen(fund, asked, terms)).group_by(fund.year, fund.source)
    by_source = select(func.coalesce(func.sum(fund.spent_wan_yuan), 0)).where(
        fund.project_code == plan.project_code, fund.year == plan.year
    )
    told = by_source.correlate(plan).scalar_subquery()
    beyond = type_coerce(plan.spent_wan_yuan - told, MoneyColumn)
    # Asked first, so that the sources of a year that tells nothing are not added up.
    more = and_(plan.spent_wan_yuan.is_not(None), beyond > 0)
    plans = select(plan.year, func.sum(plan.planned_wan_yuan), func.sum(case((more, beyond))))
    plans = plans.where(*_of_chosen(plan, asked, terms)).group_by(plan.year)
    found = [Money(year, source, None, *told) for year, source, *told in session.execute(funds)]
    found += [
        Money(year, None, invested, spent=spent) for year, invested, spent in session.execute(plans)
    ]
    return found


def _of_chosen(table: Any, asked: Asked, terms: Terms) -> list[ColumnElement[bool]]:
    """The rows of projects that fit; every row where nothing is asked, which need not be looked
    up."""
    where = conditions(asked, terms)
    return [table.project_code.in_(select(Project.code).where(*where))] if where else []
