"""Rounds of the demonstration: three quarters that are over, and one half filled in.

What units say in them is what the reports on the projects of the demonstration say; amounts are
made of the plans of the year. They are put in as they would have come in, each in its quarter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.audit import Actor
from projects.records.model.part_tables import ProgressEntry
from projects.rounds.checking import Row
from projects.rounds.fields import INVESTED, PERCENT, SPENT
from projects.rounds.lines import Line, lines_of
from projects.rounds.rounds import AnyRound, add_event, as_of, known_quarter, open_round, period_of
from projects.rounds.saving import Hand, add_change, entries_of, fill, merge_rows
from projects.rounds.tables import Round, RoundEntry

OVER, OPEN = ("2025Q4", "2026Q1", "2026Q2"), "2026Q3"
SHARES = (Decimal("0.9"), Decimal("1.1"), Decimal("0.55"), Decimal("0.95"))
"""Of the money that time asks for, by turns."""
SILENT, HALF, RETURNED, CONTESTED = 3, 9, 12, 16
"""Units by their turn: one has not begun, one is half done, one has something back, and one has
handed in a sheet that says something else than the web."""
REMARK = "请补充支付凭证对应的合同（示例）"
EVENING = dt.time(9, 0, tzinfo=dt.UTC)


def load_rounds(session: Session, by: Actor) -> int:
    """Open, fill and close the rounds; answers how many. Nothing where there is any round."""
    if session.scalar(select(Round.id).limit(1)) is not None:
        return 0
    for written in (*OVER, OPEN):
        open_round(session, known_quarter(written), by)
        one = session.scalars(select(Round).where(Round.period == written)).one()
        _fill(session, one, by)
        if written in OVER:
            one.state = "closed"
            add_event(session, one, "closed", by)
    session.flush()
    return len(OVER) + 1


def _fill(session: Session, one: Round, by: Actor) -> None:
    lines = lines_of(session, one)
    entries = entries_of(session, one, [line.code for line in lines])
    reports = _reports(session, one)
    units = list(dict.fromkeys(line.unit_code for line in lines))
    for number, line in enumerate(lines):
        turn = units.index(line.unit_code) if one.period == OPEN else -1
        told = reports.get(line.code)
        if told is None or turn == SILENT:
            continue
        entry = entries[line.code]
        state = "draft" if turn == HALF and number % 2 else "reported"
        _say(session, one, entry, _values(one, line, told, number), state, by)
        if turn == RETURNED:
            entry.state, entry.remark = "returned", REMARK
            entry.version += 1
            add_change(session, entry, "returned", Hand(by, "demo"), REMARK)
    if one.period == OPEN and len(units) > CONTESTED:
        _contest(session, one, units[CONTESTED], lines, by)


def _say(
    session: Session, one: Round, entry: RoundEntry, values: Mapping[str, Any], state: str,
    by: Actor,
) -> None:  # fmt: skip
    """Three days before the reports were due."""
    moment = dt.datetime.combine(one.due_on - dt.timedelta(days=3), EVENING)
    fill(session, entry, values, Hand(by, "demo"), state, at=moment)
    # Its figure is a report of the project already.
    entry.taken_version = entry.version if one.period in OVER else 0


def _reports(session: Session, one: AnyRound) -> dict[str, ProgressEntry]:
    """The newest report on each project at the end of the quarter."""
    query = select(ProgressEntry).where(ProgressEntry.reported_on <= as_of(one))
    newest_last = query.order_by(ProgressEntry.reported_on, ProgressEntry.id)
    return {report.project_code: report for report in session.scalars(newest_last)}


def _values(one: AnyRound, line: Line, told: ProgressEntry, number: int) -> dict[str, Any]:
    share = Decimal(period_of(one).number) / 4 * SHARES[number % len(SHARES)]
    spent = (line.planned * share).quantize(Decimal("0.01")) if line.planned else None
    built = told.invested_wan_yuan or spent
    percent = told.percent
    if one.period == OPEN and line.recorded is not None and line.recorded > percent:
        # Between the report of before and that of after the quarter's end.
        percent = float(round(percent + (line.recorded - percent) * 0.6))
    return {
        PERCENT: percent,
        INVESTED: built,
        SPENT: spent,
        "text": told.text or "按计划推进（示例）",
        "next_steps": told.next_steps,
    }


def _contest(session: Session, one: Round, unit: str, lines: Sequence[Line], by: Actor) -> None:
    """The sheet of a unit comes in late, and says more than what was typed before."""
    mine = next(line for line in lines if line.unit_code == unit)
    held = entries_of(session, one, [mine.code])[mine.code]
    more = min((held.progress_percent or 0) + 3, 99)
    row = Row(3, mine.code, {PERCENT: more}, 0, one.period)
    period = known_quarter(one.period)
    merge_rows(session, period, [row], Hand(by, "demo"), f"{one.period}-{unit}.xlsx")
