"""Counting projects and adding up their money in the database, under the conditions of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from projects.policy.register import PolicyItem
from projects.records.asked import Asked
from projects.records.conditions import CONDITIONS, Terms, conditions, span_of
from projects.records.part_tables import ProjectFund, ProjectYear
from projects.records.tables import LEAD, Project, ProjectItem, ProjectUnit

By = Literal["place", "action", "unit", "year"]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many projects there are, late, standing still (`only_stagnant`: and not late), with open
    problems; their investment in 10,000 yuan."""

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


def counted_rows(
    session: Session, asked: Asked, terms: Terms, by: By, years: Sequence[int] = ()
) -> list[Row]:
    """Projects that fit, counted by a key; one query. `years`: those that are counted."""
    if by == "year" and not years:
        return []
    chosen = _chosen(asked, terms)
    query = _keyed(chosen, by, years)
    return [_row(tuple(one)) for one in session.execute(query)]


def _row(told: tuple[Any, ...]) -> Row:
    *key, total, late, stagnant, only_stagnant, open_problems, investment = told
    money = investment if investment is not None else ZERO
    counted = Counted(total, late, stagnant, only_stagnant, open_problems, money)
    return Row(tuple(key), counted)


def _chosen(asked: Asked, terms: Terms) -> CTE:
    """The projects that fit, each with what it is counted for."""
    flags = {name: CONDITIONS[name](True, terms) for name in ("late", "stagnant", "open_problems")}
    begun, ends = span_of()
    return (
        select(
            Project.code,
            Project.status,
            Project.district,
            Project.action_item_id,
            Project.investment_wan_yuan.label("investment"),
            begun.label("begun"),
            ends.label("ends"),
            *(case((flag, 1), else_=0).label(name) for name, flag in flags.items()),
        )
        .where(*conditions(asked, terms))
        .cte("chosen")
        .prefix_with("MATERIALIZED")
    )


def _numbers(chosen: CTE) -> tuple[ColumnElement[Any], ...]:
    one = chosen.c
    return (
        func.count(),
        func.coalesce(func.sum(one.late), 0),
        func.coalesce(func.sum(one.stagnant), 0),
        func.coalesce(func.sum(one.stagnant * (1 - one.late)), 0),
        func.coalesce(func.sum(one.open_problems), 0),
        func.sum(one.investment),
    )


def _keyed(chosen: CTE, by: By, years: Sequence[int]) -> Select[Any]:
    if by == "place":
        keys: tuple[Any, ...] = (chosen.c.status, chosen.c.district)
        return select(*keys, *_numbers(chosen)).group_by(*keys)
    if by == "unit":
        lead = and_(ProjectUnit.project_code == chosen.c.code, ProjectUnit.role == LEAD)
        joined = chosen.outerjoin(ProjectUnit, lead)
        key: Any = ProjectUnit.unit_code
        return select(key, *_numbers(chosen)).select_from(joined).group_by(key)
    pairs = _of_actions(chosen) if by == "action" else _in_years(chosen, years)
    joined = chosen.join(pairs, pairs.c.code == chosen.c.code, isouter=by == "action")
    query = select(pairs.c.key, *_numbers(chosen)).select_from(joined)
    return query.group_by(pairs.c.key).order_by(pairs.c.key)


def _of_actions(chosen: CTE) -> Subquery:
    """Each project once with each action that one of its clauses belongs to."""
    item = PolicyItem
    action = item.action_id.label("key")
    main = select(chosen.c.code, action).join(item, item.id == chosen.c.action_item_id)
    others = select(ProjectItem.project_code, item.action_id)
    return union(main, others.join(item, item.id == ProjectItem.item_id)).subquery()


def _in_years(chosen: CTE, years: Sequence[int]) -> Subquery:
    """Each project once with each year that it has a plan or money of, or runs in."""
    wanted, one = _spans(years), chosen.c
    within = and_(one.begun <= wanted.c.last, one.ends >= wanted.c.first)
    runs = select(one.code, wanted.c.year.label("key")).join(wanted, within)
    # Nearly all plans lie within their projects: pairs that `runs` has need not be sorted out.
    outside = [
        select(one.code, wanted.c.year)
        .join(table, table.project_code == one.code)
        .join(wanted, wanted.c.year == table.year)
        .where(~func.coalesce(within, False))
        for table in (ProjectYear, ProjectFund)
    ]
    beside = union(*outside).subquery()
    return union_all(runs, select(beside.c.code, beside.c.year)).subquery()


def _spans(years: Sequence[int]) -> Subquery:
    rows = [
        select(
            literal(year).label("year"),
            literal(dt.date(year, 1, 1)).label("first"),
            literal(dt.date(year, 12, 31)).label("last"),
        )
        for year in years
    ]
    return union_all(*rows).subquery()


def money_rows(session: Session, asked: Asked, terms: Terms) -> list[Money]:
    """Money of the projects that fit by year and source, and of plans by year; two queries."""
    fund, plan = ProjectFund, ProjectYear
    amounts = fund.planned_wan_yuan, fund.arrived_wan_yuan, fund.spent_wan_yuan
    funds = select(fund.year, fund.source, *map(func.sum, amounts))
    funds = funds.where(*_of_chosen(fund, asked, terms)).group_by(fund.year, fund.source)
    plans = select(plan.year, func.sum(plan.planned_wan_yuan))
    plans = plans.where(*_of_chosen(plan, asked, terms)).group_by(plan.year)
    found = [Money(year, source, None, *told) for year, source, *told in session.execute(funds)]
    found += [Money(year, None, invested) for year, invested in session.execute(plans)]
    return found


def _of_chosen(table: Any, asked: Asked, terms: Terms) -> list[ColumnElement[bool]]:
    """The rows of projects that fit; every row where nothing is asked, which need not be looked
    up."""
    where = conditions(asked, terms)
    return [table.project_code.in_(select(Project.code).where(*where))] if where else []
