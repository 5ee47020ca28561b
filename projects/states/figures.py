"""Figures of the office for targets, with the days on which each was signed, set, withdrawn."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer

from geo.figures.units import PERCENT
from layers.system.china_time import day
from projects.figures.target_units import TARGET_UNITS
from projects.metrics.dating import days_of_data
from projects.metrics.held import taken_back
from projects.metrics.outdated import vouched
from projects.metrics.registry import METRICS
from projects.metrics.roles import BOUNDARY
from projects.metrics.summary import RunLine, line_of
from projects.metrics.tables import MetricRunRow
from projects.metrics.targets import judges
from projects.policy.tables import PolicyTarget
from projects.standing.figures import SIGNED, WITHDRAWN, purpose_of, standing_figures
from projects.statements.tables import Statement, StatementEvent
from projects.states.known import Figure


def figures_of(session: Session, targets: Mapping[str, PolicyTarget]) -> dict[str, list[Figure]]:
    """Every signed figure by target, withdrawn ones too, and what was set and is not signed.

    A figure of a metric that does not measure what the target is about is none. Five queries.
    """
    found: dict[str, list[Figure]] = defaultdict(list)
    for target, figure in _signed(session, targets):
        found[target].append(figure)
    for target, now in standing_figures(session).items():
        if not now.signed and target in targets and judges(now.run.metric, targets[target]):
            found[target].append(
                Figure(
                    run_id=now.run_id,
                    statement_id=None,
                    value=_as_written(now.run, targets[target].unit_en),
                    met=_verdict(now.run, now.met, targets[target]),
                    signed=False,
                    set_by=now.set_by,
                    day=day(now.set_at),
                    between=_ends(now.run, targets[target].unit_en),
                    outdated=now.run.outdated,
                )
            )
    return found


def _signed(session: Session, targets: Mapping[str, PolicyTarget]) -> list[tuple[str, Figure]]:
    rows: dict[int, tuple[MetricRunRow, dt.datetime, dict[str, StatementEvent]]] = {}
    for run, statement, made_at, event in session.execute(_query()):
        rows.setdefault(statement, (run, made_at, {}))[2].setdefault(event.action, event)
    days = days_of_data(session, [run for run, *_ in rows.values() if run.metric in METRICS])
    figures = []
    for statement, (run, made_at, events) in rows.items():
        target = targets.get(purpose_of(run))
        if target is None or run.metric not in METRICS or SIGNED not in events:
            continue
        if judges(METRICS[run.metric], target):
            line = line_of(session, run, targets)
            figure = _figure(line, statement, events, target)
            figure = replace(
                figure,
                comparable=_comparable(run),
                until=_until(session, run, figure),
                # What was confirmed since stands on no sheet that anybody signed.
                of=days.of(run, made_at),
            )
            figures.append((target.id, figure if vouched(run) else replace(figure, met=None)))
    return figures


def _until(session: Session, run: MetricRunRow, figure: Figure) -> dt.date | None:
    """A figure is evidence until its statement is withdrawn, or what its layer holds taken back."""
    gone = taken_back(session, run.inputs)
    days = [one for one in (figure.until, gone and day(gone)) if one is not None]
    return min(days, default=None)


def _comparable(run: MetricRunRow) -> bool:
    """Whether a run is known to measure the subject of the target, on the ground of its division:
    by its boundary, where its metric takes one."""
    metric = METRICS[run.metric]
    bounded = any(one["role"] == BOUNDARY.name for one in run.inputs)
    on_its_ground = bounded or metric.role(BOUNDARY.name) is None
    return on_its_ground and vouched(run)


def _query() -> Select[MetricRunRow, int, dt.datetime, StatementEvent]:
    return (
        select(MetricRunRow, Statement.id, Statement.made_at, StatementEvent)
        .join(Statement, Statement.run_id == MetricRunRow.id)
        .join(StatementEvent, StatementEvent.statement_id == Statement.id)
        .where(StatementEvent.action.in_((SIGNED, WITHDRAWN)))
        .order_by(StatementEvent.id)
        .options(defer(MetricRunRow.result))
    )


def _figure(
    line: RunLine, statement: int, events: Mapping[str, StatementEvent], target: PolicyTarget
) -> Figure:
    signed, withdrawn, unit = events[SIGNED], events.get(WITHDRAWN), target.unit_en
    return Figure(
        run_id=line.id,
        statement_id=statement,
        value=_as_written(line, unit),
        met=_verdict(line, line.target_met, target),
        signed=True,
        set_by=signed.by,
        day=day(signed.at),
        until=day(withdrawn.at) if withdrawn else None,
        between=_ends(line, unit),
        outdated=line.outdated,
    )


def _verdict(line: RunLine, met: bool | None, target: PolicyTarget) -> bool | None:
    """The verdict of the run; none where the register asks for another number since: the figure is
    then compared with what is asked today."""
    asked = {"comparator": target.comparator, "value": target.value, "unit": target.unit_en}
    return met if line.demand is None or dict(line.demand) == asked else None


def _ends(line: RunLine, unit_en: str | None) -> tuple[float, float] | None:
    """At least and at most, in the unit of the plan."""
    if line.ends is None:
        return None
    scale = 100 if TARGET_UNITS.get(unit_en or "") is PERCENT else 1
    least, most = line.ends
    low = -math.inf if least is None else least * scale
    return low, math.inf if most is None else most * scale


def _as_written(line: RunLine, unit_en: str | None) -> float | None:
    """The judged figure in the unit of the plan, where results hold a percentage as a share.

    Runs of earlier releases did not keep what was judged: of those it is the headline, if it
    measures what the target does.
    """
    unit = TARGET_UNITS.get(unit_en or "")
    if line.demand is not None and line.demand["unit"] != unit_en:
        return None  # the register states its target in another unit since
    if line.judged is not None:
        return line.judged.value * 100 if unit is PERCENT else line.judged.value
    head = line.headline
    if unit is None or head is None or not head.numeric or head.column.unit.measure != unit.measure:
        return None
    return float(Fraction(str(head.value)) * head.column.unit.scale / unit.scale)
