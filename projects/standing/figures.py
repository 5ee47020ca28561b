"""The office's figures: for each target, and for each metric without one, the run that stands.

The newest signed statement decides; else the run that was set last, by whom the choice says; else
nothing stands. What is newest never does. A statement that was withdrawn stands no longer, and
with it falls what had been set on its run before: whoever still means it sets it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, defer

from geo.words import Text
from layers.system.database import read_once
from projects.metrics.outdated import targets_of
from projects.metrics.registry import METRICS
from projects.metrics.summary import RunLine, line_of
from projects.metrics.tables import MetricRunRow
from projects.standing.tables import SET, StandingChoice
from projects.statements.tables import Statement, StatementEvent

SIGNED, WITHDRAWN = "signed", "withdrawn"
CLOSED = (SIGNED, WITHDRAWN)
LineOf = Callable[[MetricRunRow], RunLine]


class _Found(NamedTuple):
    """A run with one of its closed statements, the event that closed it, and one choice of it."""

    run: MetricRunRow
    statement: Statement | None
    event: StatementEvent | None
    choice: StandingChoice | None


@dataclass(frozen=True, slots=True)
class StandingFigure:
    """The run that is the office's figure, on what it rests, and since when.

    purpose: the id of the target that it is compared with, else that of the metric.
    statement_id, statement_code: the signed statement; none where a person set the run.
    set_by, set_at: who signed or set it; reason: why it was set.
    """

    purpose: str
    run: RunLine
    set_by: str
    set_at: dt.datetime
    statement_id: int | None = None
    statement_code: str | None = None
    reason: str | None = None
    after_event: int = 0
    """The newest event of statements when it was signed or set: what came later has a higher id."""

    @property
    def signed(self) -> bool:
        return self.statement_id is not None

    @property
    def run_id(self) -> int:
        return self.run.id

    @property
    def metric(self) -> str:
        return self.run.metric.id

    @property
    def target_id(self) -> str | None:
        return None if self.purpose == self.metric else self.purpose

    @property
    def met(self) -> bool | None:
        """The verdict; none where an earlier rule gave it."""
        return self.run.met

    @property
    def value(self) -> float | None:
        """The figure that was judged, in the unit of the target (a percentage as a share);
        without a target the headline, in the unit of its column."""
        if self.run.judged is not None:
            return self.run.judged.value
        headline = self.run.headline
        return headline.value if headline is not None and headline.numeric else None

    @property
    def text(self) -> Text | None:
        """The same as it is written; at least and at most where what is not known of it decides."""
        if self.run.judged is not None:
            return self.run.judged.text
        return self.run.text


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A statement that stood for a purpose and was withdrawn."""

    purpose: str
    metric: str
    statement_id: int
    code: str
    at: dt.datetime
    by: str
    event: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands, by purpose; `withdrawn` what stood last and was withdrawn since.

    once: ids of the runs that stand or have stood.
    """

    figures: Mapping[str, StandingFigure]
    withdrawn: Mapping[str, Withdrawal]
    once: frozenset[int] = frozenset()

    @property
    def fallen(self) -> list[Withdrawal]:
        """Withdrawals after which nothing stands."""
        return [one for one in self.withdrawn.values() if one.purpose not in self.figures]

    def of_run(self, run_id: int) -> StandingFigure | None:
        return next((one for one in self.figures.values() if one.run_id == run_id), None)

    def of_metric(self, metric: str) -> list[StandingFigure]:
        """With targets first, in the order of their ids."""
        found = [one for one in self.figures.values() if one.metric == metric]
        return sorted(found, key=lambda one: (one.target_id is None, one.purpose))


def standing_figures(session: Session) -> dict[str, StandingFigure]:
    """The figures that stand, by the id of their target; two queries."""
    every = standing(session).figures.values()
    return {one.target_id: one for one in every if one.target_id is not None}


def standing(session: Session) -> Standing:
    """What stands for every target and metric of which the session sees the runs; two queries.

    Results are not read, but of runs that earlier releases computed.
    """
    return read_once(session, "standing", lambda: _standing(session))


def _standing(session: Session) -> Standing:
    by_purpose: dict[str, list[_Found]] = {}
    every = _chosen_or_closed(session)
    for found in every:
        by_purpose.setdefault(purpose_of(found.run), []).append(found)
    targets = targets_of(session, [one.run for one in every])

    def line(run: MetricRunRow) -> RunLine:
        return line_of(session, run, targets)

    figures, withdrawn = {}, {}
    for purpose, rows in by_purpose.items():
        figure = _signed(purpose, rows, line) or _set(purpose, rows, line)
        last = max(_withdrawals(purpose, rows), key=lambda one: one.event, default=None)
        if figure is not None:
            figures[purpose] = figure
        if last is not None and (figure is None or figure.after_event < last.event):
            withdrawn[purpose] = last
    return Standing(figures, withdrawn, frozenset(one.run.id for one in every))


def purpose_title(purpose: str) -> Text:
    """A target by its id, a metric by its title."""
    metric = METRICS.get(purpose)
    return Text(purpose, purpose) if metric is None else metric.title


def purpose_of(run: MetricRunRow) -> str:
    return purpose_of_run(run.metric, run.parameters)


def purpose_of_run(metric_id: str, parameters: Mapping[str, Any]) -> str:
    """What a run can stand for: the target it was compared with, else its metric.

    What a plan would come to is compared with a target, and is never its figure.
    """
    metric = METRICS.get(metric_id)
    foreseen = metric is not None and metric.foreseen
    return str((not foreseen and parameters.get("target")) or metric_id)


def _chosen_or_closed(session: Session) -> list[_Found]:
    """Runs with each of their signed and withdrawn statements and each choice of them."""
    of_statement = select(Statement.run_id).where(Statement.state.in_(CLOSED))
    of_choice = select(StandingChoice.run_id)
    query = (
        select(MetricRunRow, Statement, StatementEvent, StandingChoice)
        .outerjoin(
            Statement, and_(Statement.run_id == MetricRunRow.id, Statement.state.in_(CLOSED))
        )
        .outerjoin(
            StatementEvent,
            and_(
                StatementEvent.statement_id == Statement.id,
                StatementEvent.action == Statement.state,
            ),
        )
        .outerjoin(StandingChoice, StandingChoice.run_id == MetricRunRow.id)
        .where(or_(MetricRunRow.id.in_(of_statement), MetricRunRow.id.in_(of_choice)))
        .options(defer(MetricRunRow.result), defer(Statement.content))
    )
    every = [_Found(*one) for one in session.execute(query)]
    return [one for one in every if one.run.metric in METRICS]


def _signed(purpose: str, rows: Iterable[_Found], line: LineOf) -> StandingFigure | None:
    signed = {
        event.id: (run, statement, event)
        for run, statement, event, _ in rows
        if statement is not None and event is not None and statement.state == SIGNED
    }
    if not signed:
        return None
    run, statement, event = signed[max(signed)]
    return StandingFigure(
        purpose, line(run), event.by, event.at, statement.id, statement.code, after_event=event.id
    )


def _set(purpose: str, rows: list[_Found], line: LineOf) -> StandingFigure | None:
    choices = {choice.id: (choice, run) for run, _, _, choice in rows if choice is not None}
    if not choices:
        return None
    choice, run = choices[max(choices)]
    since = (
        event.id > choice.after_event
        for of, statement, event, _ in rows
        if of.id == run.id and statement and event and statement.state == WITHDRAWN
    )
    if choice.action != SET or any(since):
        return None
    after = choice.after_event
    return StandingFigure(
        purpose, line(run), choice.by, choice.at, reason=choice.reason, after_event=after
    )


def _withdrawals(purpose: str, rows: Iterable[_Found]) -> list[Withdrawal]:
    return [
        Withdrawal(
            purpose, statement.metric, statement.id, statement.code, event.at, event.by, event.id
        )
        for _, statement, event, _ in rows
        if statement is not None and event is not None and statement.state == WITHDRAWN
    ]
