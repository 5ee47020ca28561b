"""What lists show of a run: its headline figure, without reading its result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from projects.metrics.declaration import Column, Metric
from projects.metrics.registry import METRICS, get_metric
from projects.metrics.run import get_run, summary_of
from projects.metrics.tables import MetricRunRow


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run as a list shows it. `headline`: column and value; `sheets`: labels `ID@V`."""

    id: int
    metric: Metric
    layers: Sequence[str]
    sheets: Sequence[str]
    created_at: dt.datetime
    headline: tuple[Column, Any] | None
    target_met: bool | None

    @property
    def url(self) -> str:
        return f"/metrics/runs/{self.id}"

    @property
    def inputs(self) -> str:
        return " · ".join((*self.layers, *self.sheets))


def run_lines(session: Session, metric_id: str | None = None, limit: int = 30) -> list[RunLine]:
    """The latest runs first, of metrics that are still declared, of one if it is named.

    Results are not read, but for runs that were stored before summaries were.
    """
    query = select(MetricRunRow).order_by(MetricRunRow.id.desc()).limit(limit)
    if metric_id is not None:
        query = query.where(MetricRunRow.metric == get_metric(metric_id).id)
    rows = session.scalars(query.options(defer(MetricRunRow.result)))
    return [_line(session, row) for row in rows if row.metric in METRICS]


def _line(session: Session, row: MetricRunRow) -> RunLine:
    metric = METRICS[row.metric]
    said = row.summary if row.summary is not None else _of_result(session, row.id, metric)
    return RunLine(
        id=row.id,
        metric=metric,
        layers=[f"{one['layer']}@{one['version']}" for one in row.inputs],
        sheets=said["sheets"],
        created_at=row.created_at,
        headline=_headline(metric, said["headline"]),
        target_met=said["target_met"],
    )


def _of_result(session: Session, run_id: int, metric: Metric) -> Mapping[str, Any]:
    run = get_run(session, run_id)
    return summary_of(metric, run.result if run else {})


def _headline(metric: Metric, kept: Sequence[Any] | None) -> tuple[Column, Any] | None:
    if kept is None:
        return None
    column = next((one for one in metric.total if one.name == kept[0]), None)
    return None if column is None else (column, kept[1])
