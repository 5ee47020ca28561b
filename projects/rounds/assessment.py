"""The yearly assessment: points by item with deductions, and the bureau that scores each.

The scheme is data (`assessment_items`): full points, points off a case, who scores. What counts as
a case follows from the rounds of the year and from the records, so that anybody who counts again
comes to the same sums. Points are decimals; the items of a scheme add up to 100.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.system.china_time import day, today
from projects.policy.divisions import DIVISIONS, division_text
from projects.records.model.part_tables import ProjectProblem
from projects.records.model.tables import LEAD, Project, ProjectUnit
from projects.rounds.bulletin import OVERDUE as NAMED_OVERDUE
from projects.rounds.bulletin import STANDS, Bulletin, bulletin_of
from projects.rounds.fields import SPENT
from projects.rounds.lines import Line
from projects.rounds.rounds import RoundInfo, list_rounds
from projects.rounds.tables import EntryChange, RoundEntry
from projects.sheets import get_sheet
from projects.sheets.in_force import rows_in_force
from projects.sheets.rules_dispatch import (
    ASSESSMENT_ITEMS,
    LATE_REPORTS,
    MEASURES,
    OPEN_ORDERS,
    OVERDUE,
    RETURNS,
    SPENDING,
    STANDSTILL,
)
from projects.units.tables import Unit

By = Literal["unit", "district"]
FULL = Decimal(100)
CENT = Decimal("0.01")
NO_DISTRICT = Text("未写区划", "no district")
ASSESSMENT_NONE = declare(
    "assessment-none",
    "error",
    Text(
        "{year} 年没有开启过调度，无法考核。", "No round of {year} was opened; nothing to assess."
    ),
    Text("请先开启该年的季度调度。", "Open the rounds of that year first."),
    status=404,
)
ASSESSMENT_SUM = declare(
    "assessment-sum",
    "error",
    Text(
        "方案“{scheme}”的满分合计为 {sum}，不是 100。",
        "The items of “{scheme}” sum to {sum}, not 100.",
    ),
    Text("请在“年度考核评分项”中改正。", "Correct the items of the yearly assessment."),
    status=422,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the scheme; `each` is None where points are given in proportion."""

    measure: str
    title: Text
    points: Decimal
    each: Decimal | None
    scored_by: str


@dataclass(frozen=True, slots=True)
class Scored:
    """An item of one subject: how many cases, or which share, and the points that are left."""

    item: Item
    cases: int
    share: Decimal | None
    points: Decimal

    @property
    def deduction(self) -> Decimal:
        return self.item.points - self.points


@dataclass(frozen=True, slots=True)
class Subject:
    """A unit or a district with its points."""

    key: str
    name: Text
    projects: int
    items: tuple[Scored, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class Assessment:
    """A year of one scheme. day: the last day of what was reported."""

    year: int
    scheme: str
    day: dt.date
    rounds: tuple[str, ...]
    items: tuple[Item, ...]
    subjects: tuple[Subject, ...]
    unverified: bool


def assess(session: Session, year: int, by: By = "unit") -> Assessment:
    """The assessment of a year, best first; six queries for each round and six more.

    Raises `assessment-none`, `assessment-sum`.
    """
    rounds = [one for one in reversed(list_rounds(session)) if one.period.startswith(str(year))]
    if not rounds:
        raise EcoAtlasError(ASSESSMENT_NONE, year=year)
    bulletins = [bulletin_of(session, one) for one in rounds]
    last = bulletins[-1]
    scheme, items, unverified = _scheme(session, last.day)
    key = _unit_of if by == "unit" else _district_of
    cases = _cases(session, rounds, bulletins, key, by)
    shares = _shares(last.lines, key)
    projects = Counter(key(line) for line in _projects(bulletins))
    names = _names(session, by, projects)
    subjects = [_subject(one, names[one], projects[one], items, cases, shares) for one in projects]
    return Assessment(
        year, scheme, last.day, tuple(one.period for one in rounds), items,
        tuple(sorted(subjects, key=lambda one: (-one.total, one.key))), unverified,
    )  # fmt: skip


def _unit_of(line: Line) -> str:
    return line.unit_code


def _district_of(line: Line) -> str:
    return line.district or ""


Key = Callable[[Line], str]


def _projects(bulletins: Sequence[Bulletin]) -> Sequence[Line]:
    """Each project once, as the last round has it."""
    return list({line.code: line for found in bulletins for line in found.lines}.values())


def _scheme(session: Session, on: dt.date) -> tuple[str, tuple[Item, ...], bool]:
    rows = rows_in_force(get_sheet(session, ASSESSMENT_ITEMS.id), on.isoformat())
    scheme = str(rows[-1]["scheme"])
    mine = {str(row["measure"]): row for row in rows if row["scheme"] == scheme}
    items = tuple(
        _item(measure, title, mine[measure]) for measure, title in MEASURES if measure in mine
    )
    whole = sum((one.points for one in items), Decimal(0))
    if whole != FULL:
        raise EcoAtlasError(ASSESSMENT_SUM, scheme=scheme, sum=str(whole.normalize()))
    return scheme, items, any(row["basis"] == "unverified" for row in mine.values())


def _item(measure: str, title: Text, row: Mapping[str, Any]) -> Item:
    each = None if row["each"] is None else Decimal(str(row["each"]))
    return Item(measure, title, Decimal(str(row["points"])), each, str(row["scored_by"]))


def _cases(
    session: Session, rounds: Sequence[RoundInfo], bulletins: Sequence[Bulletin], key: Key, by: By
) -> dict[str, Counter[str]]:
    """How many cases of each measure each subject has."""
    returned = _returned(session, rounds)
    found: dict[str, Counter[str]] = {measure: Counter() for measure, _ in MEASURES}
    for one, bulletin in zip(rounds, bulletins, strict=True):
        for line in bulletin.lines:
            found[LATE_REPORTS][key(line)] += _is_late(line, one)
            found[RETURNS][key(line)] += returned[line.id]
        for named in bulletin.groups[STANDS]:
            found[STANDSTILL][key(named.line)] += 1
    for named in bulletins[-1].groups[NAMED_OVERDUE]:
        found[OVERDUE][key(named.line)] += 1
    found[OPEN_ORDERS] = _orders(session, bulletins[-1].day, by)
    return found


def _is_late(line: Line, one: RoundInfo) -> bool:
    """Reported after its day, or not at all by now."""
    if line.state == "reported" and line.reported_at is not None:
        return day(line.reported_at) > one.due_on
    return today() > one.due_on


def _returned(session: Session, rounds: Sequence[RoundInfo]) -> Counter[int]:
    change = EntryChange
    query = (
        select(change.entry_id, func.count())
        .join(RoundEntry, RoundEntry.id == change.entry_id)
        .where(RoundEntry.round_id.in_([one.id for one in rounds]), change.action == "returned")
        .group_by(change.entry_id)
    )
    return Counter({row[0]: row[1] for row in session.execute(query)})


def _orders(session: Session, on: dt.date, by: By) -> Counter[str]:
    """Rectification orders past their day and not closed by then; one without a unit is that of
    the lead unit."""
    row = ProjectProblem
    lead = and_(ProjectUnit.project_code == row.project_code, ProjectUnit.role == LEAD)
    unit = func.coalesce(row.unit_code, ProjectUnit.unit_code)
    query = (
        select(unit if by == "unit" else func.coalesce(Project.district, ""), func.count())
        .select_from(row)
        .join(Project, Project.code == row.project_code)
        .outerjoin(ProjectUnit, lead)
        .where(
            row.kind == "order",
            row.deadline < on,
            or_(row.closed_on.is_(None), row.closed_on > on),
        )
    )
    grouped = query.group_by(unit if by == "unit" else Project.district)
    return Counter({pair[0]: pair[1] for pair in session.execute(grouped)})


def _shares(lines: Sequence[Line], key: Key) -> dict[str, Decimal]:
    """Of the year's planned money the part that was spent, by the last round; of those alone that
    have a plan. What was not reported counts as not spent."""
    planned: dict[str, Decimal] = {}
    spent: dict[str, Decimal] = {}
    for line in lines:
        if line.planned:
            told = line.values[SPENT] if line.state == "reported" else None
            planned[key(line)] = planned.get(key(line), Decimal(0)) + line.planned
            spent[key(line)] = spent.get(key(line), Decimal(0)) + (told or Decimal(0))
    return {one: min(spent[one] / planned[one], Decimal(1)) for one in planned}


def _subject(
    key: str, name: Text, projects: int, items: Sequence[Item],
    cases: Mapping[str, Mapping[str, int]], shares: Mapping[str, Decimal],
) -> Subject:  # fmt: skip
    scored = tuple(score(item, cases[item.measure].get(key, 0), shares.get(key)) for item in items)
    total = sum((one.points for one in scored), Decimal(0))
    off = sum((one.deduction for one in scored), Decimal(0))
    if total + off != FULL:
        raise ArithmeticError(f"{key}: {total} and {off} do not add up to {FULL}")
    return Subject(key, name, projects, scored, total)


def score(item: Item, cases: int, share: Decimal | None) -> Scored:
    """Points off for each case until none is left; in proportion for an item without them, whose
    points are whole where there is nothing to be measured."""
    if item.each is None:
        of = share if item.measure == SPENDING else None
        points = item.points if of is None else (item.points * of).quantize(CENT, ROUND_HALF_UP)
        return Scored(item, 0, of, points)
    return Scored(item, cases, None, max(item.points - item.each * cases, Decimal(0)))


def _names(session: Session, by: By, keys: Mapping[str, int]) -> dict[str, Text]:
    if by == "district":
        return {key: division_text(key) if key in DIVISIONS else NO_DISTRICT for key in keys}
    query = select(Unit.code, Unit.name, Unit.name_en).where(Unit.code.in_(keys))
    return {row.code: Text(row.name, row.name_en or row.name) for row in session.execute(query)}
