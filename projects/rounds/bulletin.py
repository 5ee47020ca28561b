"""The bulletin of a round: what moved, stood still, is overdue, and what was spent, named by rule.

Every name on it follows from what was reported and the limits in force at the end of the quarter;
nobody writes it by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.figures.said import said, typed
from geo.figures.units import POINTS, WAN_YUAN
from geo.figures.writing import NO_VALUE
from geo.words import Text
from projects.records.model.codes import BUILDING, DONE, OVER, STOPPED
from projects.records.model.part_tables import ProgressEntry
from projects.rounds.fields import PERCENT, SPENT, STATUS
from projects.rounds.lines import Line, lines_of, unit_names
from projects.rounds.returning import STATES
from projects.rounds.rounds import AnyRound, as_of, period_of
from projects.rounds.rules_in_force import DispatchRules, rules_on
from projects.rounds.tables import RoundEntry

RISEN, STANDS, OVERDUE = "risen", "stands", "overdue"
SLOW, STOPPED_, BUILT, MISSING = "slow", "stopped", "built", "missing"
GROUPS: dict[str, Text] = {
    MISSING: Text("未填报", "Not reported"),
    OVERDUE: Text("逾期未完工", "Overdue"),
    STANDS: Text("季度停滞", "Standstill in the quarter"),
    SLOW: Text("支付滞后", "Spending slowly"),
    STOPPED_: Text("停工", "Stopped"),
    BUILT: Text("本季完工", "Completed in the quarter"),
    RISEN: Text("有进展", "Moved on"),
}
"""In the order of the bulletin: what needs somebody comes first."""
WHY_RISEN = Text("本季 {rise}", "{rise} in the quarter")
WHY_STANDS = Text("在建，本季 {rise}，不到 {least}", "being built, {rise}, less than {least}")
WHY_OVERDUE = Text(
    "计划 {due} 完工，到季末已逾期 {days} 天", "was due on {due}, {days:day|days} before the end"
)
WHY_SLOW = Text(
    "本年支付 {spent}，年度计划 {planned}，按时间进度应支付 {asked}",
    "spent {spent} of {planned} planned this year; time asks for {asked}",
)
WHY_MISSING = Text("到期未报（{state}）", "not reported ({state})")
WHY_STOPPED = Text("停工", "stopped")
WHY_BUILT = Text("已完工", "completed")


@dataclass(frozen=True, slots=True)
class Named:
    """A project that the bulletin names; `weight` orders those of one reason.

    A page shows the first of thousands: why it is named is written when it is asked for.
    """

    line: Line
    unit: Text
    before: float | None
    now: float | None
    written: Callable[[], Text]
    weight: float

    @property
    def why(self) -> Text:
        return self.written()


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Everything that the bulletin says. planned, spent: sums of projects that told both."""

    period: str
    title: Text
    day: dt.date
    rules: DispatchRules
    total: int
    reported: int
    counted: int
    planned: Decimal
    spent: Decimal
    groups: dict[str, list[Named]]
    lines: Sequence[Line]


def bulletin_of(session: Session, one: AnyRound) -> Bulletin:
    """The bulletin of a round as it stands; six queries and the rule's."""
    period, day = period_of(one), as_of(one)
    rules = rules_on(session, period.ends)
    lines, names = lines_of(session, one), unit_names(session, one)
    earlier = _before(session, one, period.begins)
    judged = [
        _Judged(line, names[line.unit_code], line.before.get(PERCENT, earlier.get(line.code)))
        for line in lines
    ]
    share = Decimal(period.number) / 4
    groups: dict[str, list[Named]] = {name: [] for name in GROUPS}
    for project in judged:
        for name, found in _found(project, rules, day, share):
            groups[name].append(found)
    for found_ in groups.values():
        found_.sort(key=lambda named: (-named.weight, named.line.code))
    told = [p for p in judged if p.reported and p.spent is not None and p.line.planned]
    return Bulletin(
        period=one.period,
        title=period.title,
        day=day,
        rules=rules,
        total=len(lines),
        reported=sum(p.reported for p in judged),
        counted=len(told),
        planned=sum((p.line.planned or Decimal(0) for p in told), Decimal(0)),
        spent=sum((p.spent or Decimal(0) for p in told), Decimal(0)),
        groups=groups,
        lines=lines,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A project of the round with its progress of a quarter ago."""

    line: Line
    unit: Text
    before: float | None

    @property
    def reported(self) -> bool:
        return self.line.state == "reported"

    @property
    def now(self) -> float | None:
        found: float | None = self.line.values[PERCENT] if self.reported else None
        return found

    @property
    def spent(self) -> Decimal | None:
        found: Decimal | None = self.line.values[SPENT]
        return found

    @property
    def status(self) -> str:
        told = self.line.values[STATUS] if self.reported else None
        return told or self.line.status

    @property
    def rise(self) -> float | None:
        return None if self.now is None or self.before is None else self.now - self.before

    def named(self, why: Callable[[], Text], weight: float) -> Named:
        return Named(self.line, self.unit, self.before, self.now, why, weight)


def _found(
    project: _Judged, rules: DispatchRules, day: dt.date, share: Decimal
) -> Iterator[tuple[str, Named]]:
    """Every reason for which a project is named."""
    line = project.line
    if not project.reported:
        yield MISSING, project.named(lambda: WHY_MISSING.format(state=STATES[line.state]), 0)
    due = line.due_date
    if due and due < day and project.status not in OVER:
        days = (day - due).days
        yield OVERDUE, project.named(lambda: WHY_OVERDUE.format(due=due, days=days), days)
    yield from _by_progress(project, rules)
    if project.status == STOPPED:
        yield STOPPED_, project.named(lambda: WHY_STOPPED, 0)
    yield from _by_money(project, rules, share)


def _by_progress(project: _Judged, rules: DispatchRules) -> Iterator[tuple[str, Named]]:
    told = project.line.values[STATUS] if project.reported else None
    if told in DONE or (project.reported and project.now == 100 and (project.before or 0) < 100):
        yield BUILT, project.named(lambda: WHY_BUILT, 0)
        return
    rise = project.rise
    if rise is None:
        return
    if project.status == BUILDING and rise < rules.least_rise:
        least = rules.least_rise
        yield STANDS, project.named(lambda: _stands(rise, least), -rise)
    elif rise > 0:
        yield RISEN, project.named(lambda: WHY_RISEN.format(rise=points(rise)), rise)


def _stands(rise: float, least: float) -> Text:
    return WHY_STANDS.format(rise=points(rise), least=said(least, POINTS, exact=True))


def _by_money(
    project: _Judged, rules: DispatchRules, share: Decimal
) -> Iterator[tuple[str, Named]]:
    """What time asks for is the part of the year gone by, less what the rule leaves."""
    planned, spent = project.line.planned, project.spent
    if not project.reported or not planned or spent is None:
        return
    asked = planned * share * Decimal(str(rules.money_pace))
    if spent < asked:
        yield SLOW, project.named(lambda: _slow(spent, planned, asked), float(asked - spent))


def _slow(spent: Decimal, planned: Decimal, asked: Decimal) -> Text:
    return WHY_SLOW.format(spent=money(spent), planned=money(planned), asked=money(asked))


def points(rise: float) -> Text:
    """A rise in points with its sign, none where nothing moved."""
    text = said(round(rise, 6), POINTS, exact=True)
    return Text(f"+{text.zh}", f"+{text.en}") if rise > 0 else text


def money(amount: Decimal) -> Text:
    """An amount given in 10,000 yuan, as people read it."""
    return said(amount, WAN_YUAN)


def percent(value: float | None) -> str:
    return NO_VALUE if value is None else f"{typed(value)}%"


def _before(session: Session, one: AnyRound, day: dt.date) -> dict[str, float]:
    """Progress of the newest report before a day, of the projects of a round; one query."""
    row, codes = ProgressEntry, select(RoundEntry.project_code).where(RoundEntry.round_id == one.id)
    query = select(row.project_code, row.percent).where(
        row.project_code.in_(codes), row.reported_on < day
    )
    newest_last = query.order_by(row.reported_on, row.id)
    return {pair[0]: pair[1] for pair in session.execute(newest_last)}
