"""Lists of runs: what stands or has stood, and the trial runs of whoever asks."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from projects.metrics.summary import RunLine, run_lines
from projects.metrics.tables import MetricRunRow
from projects.standing.figures import CLOSED, Standing, StandingFigure
from projects.standing.tables import StandingChoice
from projects.statements.tables import Statement


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run of a list: the figure that it is, or whether it was one; else it is a trial run."""

    line: RunLine
    stands: StandingFigure | None
    stood: bool

    @property
    def trial(self) -> bool:
        return self.stands is None and not self.stood


def listed_runs(
    session: Session,
    found: Standing,
    maker: str | None,
    metric_id: str | None = None,
    limit: int = 30,
    *,
    every: bool = False,
) -> list[ListedRun]:
    """Runs for a list, the latest first: those that stand or stood, and the trial runs of `maker`.

    every: trial runs of everybody too. Two queries at most, and none of results.
    """
    only = None if every else _shown_to(maker)
    lines = run_lines(session, metric_id, limit, only)
    figures = {one.run_id: one for one in found.figures.values()}
    return [ListedRun(line, figures.get(line.id), line.id in found.once) for line in lines]


def _shown_to(maker: str | None) -> ColumnElement[bool]:
    closed = select(Statement.run_id).where(Statement.state.in_(CLOSED))
    stood = [MetricRunRow.id.in_(closed), MetricRunRow.id.in_(select(StandingChoice.run_id))]
    return or_(*stood, *([] if maker is None else [MetricRunRow.created_by == maker]))
