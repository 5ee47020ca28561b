"""Which projects may stand in the green project pool: by kind, stage, and money that is missing.

Money counts as found where a source has planned or paid it, whichever is more; of "other funds",
which also means that no source is decided, only what has arrived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    and_,
    case,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from geo.words import Text
from layers.system.database import read_once
from projects.records.model.codes import OVER, STOPPED
from projects.records.model.part_tables import ProjectFund
from projects.records.model.pool_tables import PoolRelease
from projects.records.model.tables import Project
from projects.sheets.rules_pool import POOL_KINDS
from projects.sheets.sheets import get_sheet, present_number
from projects.sheets.shipped import shipped_rows

CLOSED = (*OVER, STOPPED)
"""Stages in which nobody looks for money."""
UNDECIDED = "other"
MILLE = 1000
ELIGIBLE, RELEASED = "eligible", "released"
POOL_CHOICES: Mapping[str, Text] = {
    ELIGIBLE: Text("符合入库条件", "Eligible"),
    RELEASED: Text("已公布", "Released"),
}


@dataclass(frozen=True, slots=True)
class PoolKind:
    """A kind of project that may stand in the pool; the least share that is missing, in 1/1000."""

    category: str
    least_gap: int


@dataclass(frozen=True, slots=True)
class PoolRules:
    """The kinds of a day; `verified`: whether somebody has checked each of them."""

    kinds: Mapping[str, PoolKind]
    verified: bool


NO_RULES = PoolRules({}, True)


def pool_rules(session: Session, day: dt.date) -> PoolRules:
    """The rules in force on a day; they are read once while a session only reads."""
    return read_once(session, ("pool rules", day), lambda: _rules(session, day))


def _rules(session: Session, day: dt.date) -> PoolRules:
    rows = list(shipped_rows(POOL_KINDS.id))
    if present_number(session, POOL_KINDS.id):
        rows = get_sheet(session, POOL_KINDS.id).valid_on(day)
    kinds = {
        str(row["kind"]): PoolKind(str(row["category"]), round(float(row["least_gap"]) * MILLE))
        for row in sorted(rows, key=lambda row: row["valid_from"] or "")
    }
    return PoolRules(kinds, all(row["basis"] != "unverified" for row in rows))


def funded() -> ScalarSelect[Any]:
    """The money that a project has found, over all years."""
    fund = ProjectFund
    planned = func.coalesce(fund.planned_wan_yuan, 0)
    arrived = func.coalesce(fund.arrived_wan_yuan, 0)
    counts = and_(fund.source != UNDECIDED, planned > arrived)
    found = func.sum(case((counts, planned), else_=arrived))
    query = select(func.coalesce(found, 0)).where(fund.project_code == Project.code)
    return query.correlate(Project).scalar_subquery()


def missing() -> ColumnElement[Any]:
    """The money that a project lacks, in fen; nothing where its investment is not known."""
    whole = type_coerce(Project.investment_wan_yuan, BigInteger)
    return whole - type_coerce(funded(), BigInteger)


def is_eligible(rules: PoolRules) -> ColumnElement[bool]:
    """The rule as a condition on `Project`; `why_not` says the same of one."""
    whole, gap = type_coerce(Project.investment_wan_yuan, BigInteger), missing()
    fits = [
        and_(Project.kind == kind, gap * MILLE >= whole * one.least_gap)
        for kind, one in rules.kinds.items()
    ]
    return and_(Project.status.not_in(CLOSED), gap > 0, or_(False, *fits))


def is_released() -> ColumnElement[bool]:
    row = PoolRelease
    return Project.code.in_(select(row.project_code).where(row.ended_at.is_(None)))


@dataclass(frozen=True, slots=True)
class PoolMoney:
    """Investment, what of it is found and what is missing, in 10,000 yuan; None: not known."""

    investment: Decimal | None
    funded: Decimal

    @property
    def gap(self) -> Decimal | None:
        return None if self.investment is None else self.investment - self.funded

    @property
    def said(self) -> Text:
        if self.gap is None:
            return Text("总投资不明", "investment not known")
        if self.gap <= 0:
            return Text("资金已落实", "funded")
        if not self.funded:
            return Text("资金未落实", "unfunded")
        return Text("资金部分落实", "partly funded")


def money_of(session: Session, code: str) -> PoolMoney:
    """The money of one project; one query."""
    query = select(Project.investment_wan_yuan, funded()).where(Project.code == code)
    return as_money(*session.execute(query).one())


def as_money(investment: Decimal | None, found: Any) -> PoolMoney:
    return PoolMoney(investment, Decimal(found))


def why_not(project: Project, money: PoolMoney, rules: PoolRules) -> Text | None:
    """Why a project may not stand in the pool; None where it may."""
    kind = rules.kinds.get(project.kind or "")
    if kind is None:
        return Text("项目类别不在入库条件内", "its kind is not among those of the pool")
    if project.status in CLOSED:
        return Text("项目已完工、停工或取消", "it is completed, stopped or cancelled")
    if money.investment is None or money.gap is None:
        return Text("没有总投资", "its investment is not known")
    if money.gap <= 0 or money.gap * MILLE < money.investment * kind.least_gap:
        return Text("资金缺口不到入库条件的比例", "too little money is missing")
    return None
