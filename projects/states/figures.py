"""Figures of the office for targets, with the days on which each was signed, set, withdrawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer

from layers.system.china_time import day
from projects.figures.units import PERCENT, TARGET_UNITS
from projects.metrics.registry import METRICS
from projects.metrics.summary import RunLine, line_of
from projects.metrics.tables import MetricRunRow
from projects.standing.figures import SIGNED, WITHDRAWN, purpose_of, standing_figures
from projects.statements.tables import Statement, StatementEvent
from projects.states.known import Figure


def figures_of(session: Session, units: Mapping[str, str | None]) -> dict[str, list[Figure]]:
    """Every signed figure by target, withdrawn ones too, and what was set and is not signed.

    units: the English unit of each target of the register. Two queries.
    """
    found: dict[str, list[Figure]] = defaultdict(list)
    for target, figure in _signed(session, units):
        found[target].append(figure)
    for target, now in standing_figures(session).items():
        if not now.signed and target in units:
            found[target].append(
                Figure(
                    run_id=now.run_id,
                    statement_id=None,
                    value=_as_written(now.run, units[target]),
                    met=now.met,
                    signed=False,
                    set_by=now.set_by,
                    day=day(now.set_at),
                )
            )
    return found


def _signed(session: Session, units: Mapping[str, str | None]) -> list[tuple[str, Figure]]:
    rows: dict[int, tuple[MetricRunRow, dict[str, StatementEvent]]] = {}
    for run, statement, event in session.execute(_query()):
        rows.setdefault(statement, (run, {}))[1].setdefault(event.action, event)
    figures = []
    for statement, (run, events) in rows.items():
        target = purpose_of(run)
        if target in units and run.metric in METRICS and SIGNED in events:
            line = line_of(session, run)
            figures.append((target, _figure(line, statement, events, units[target])))
    return figures


def _query() -> Select[MetricRunRow, int, StatementEvent]:
    return (
        select(MetricRunRow, Statement.id, StatementEvent)
        .join(Statement, Statement.run_id == MetricRunRow.id)
        .join(StatementEvent, StatementEvent.statement_id == Statement.id)
        .where(StatementEvent.action.in_((SIGNED, WITHDRAWN)))
        .order_by(StatementEvent.id)
        .options(defer(MetricRunRow.result))
    )


def _figure(
    line: RunLine, statement: int, events: Mapping[str, StatementEvent], unit: str | None
) -> Figure:
    signed, withdrawn = events[SIGNED], events.get(WITHDRAWN)
    return Figure(
        run_id=line.id,
        statement_id=statement,
        value=_as_written(line, unit),
        met=line.target_met,
        signed=True,
        set_by=signed.by,
        day=day(signed.at),
        until=day(withdrawn.at) if withdrawn else None,
    )


def _as_written(line: RunLine, unit: str | None) -> float | None:
    """The judged figure in the unit of the plan; results hold a percentage as a share."""
    if line.judged is None:
        return None
    percent = TARGET_UNITS.get(unit or "") is PERCENT
    return line.judged.value * 100 if percent else line.judged.value
