"""What lists show of a run: its headline figure, without reading its result."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, defer

from geo.words import Text
from projects.figures.demands import Demand
from projects.metrics.declaration import Metric
from projects.metrics.figured import Figure, Reading
from projects.metrics.kept import get_run
from projects.metrics.outdated import NotVouched, outdated, targets_of
from projects.metrics.registry import METRICS, get_metric
from projects.metrics.tables import MetricRunRow
from projects.policy.tables import PolicyTarget


@dataclass(frozen=True, slots=True)
class Judged:
    """The figure that a target was compared with: in its unit, a percentage as a share."""

    value: float
    text: Text
    """As it is written; at least and at most where what is not known of it decides."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run as a list shows it; `sheets`: labels `ID@V`."""

    id: int
    metric: Metric
    layers: Sequence[str]
    sheets: Sequence[str]
    created_at: dt.datetime
    headline: Figure | None
    target_met: bool | None
    """The verdict as it was stored; `met` is the one that is vouched for today."""
    text: Text | None = None
    """The headline as it is told; see `Reading.told`."""
    spanned: Text | None = None
    """The figure that was judged, at least and at most; see `Reading.spanned`."""
    outdated: NotVouched | None = None
    """Why nobody vouches for it as it is, where that is so."""
    by: str | None = None
    judged: Judged | None = None
    ends: tuple[float | None, float | None] | None = None
    """What the figure judged is at least and at most, where something is not known; none at an end
    is no end. In the unit of `judged`."""
    demand: Mapping[str, Any] | None = None
    """Comparator, value and unit of the target as it was judged by."""
    by_role: Mapping[str, str] = field(default_factory=dict)
    """Ids of the layers by the roles that they took."""

    @property
    def url(self) -> str:
        return f"/metrics/runs/{self.id}"

    @property
    def met(self) -> bool | None:
        """The verdict; none where an earlier rule gave it, for today's may be another one."""
        return None if self.outdated else self.target_met

    @property
    def inputs(self) -> str:
        return " · ".join((*self.layers, *self.sheets))


def run_lines(
    session: Session,
    metric_id: str | None = None,
    limit: int = 30,
    only: ColumnElement[bool] | None = None,
) -> list[RunLine]:
    """The latest runs first, of metrics that are still declared, of one if it is named.

    only: a condition on `MetricRunRow` besides.

    Results are not read, but for runs that were stored before summaries were.
    """
    query = select(MetricRunRow).order_by(MetricRunRow.id.desc()).limit(limit)
    if metric_id is not None:
        query = query.where(MetricRunRow.metric == get_metric(metric_id).id)
    if only is not None:
        query = query.where(only)
    rows = session.scalars(query.options(defer(MetricRunRow.result))).all()
    targets = targets_of(session, rows)
    return [line_of(session, row, targets) for row in rows if row.metric in METRICS]


def line_of(session: Session, row: MetricRunRow, targets: Mapping[str, PolicyTarget]) -> RunLine:
    """The row of a run, of a metric that is still declared, as a list shows it.

    targets: those of the register, or those that runs were compared with (`targets_of`).
    """
    metric = METRICS[row.metric]
    kept = row.summary
    # Summaries of earlier releases have no demand: what was judged is read from its result.
    whole = kept is not None and ("demand" in kept or kept["target_met"] is None)
    said: Mapping[str, Any] = (
        kept if kept is not None and whole else _of_result(session, row.id, metric)
    )
    reading, headline = _reading(said), _headline(metric, said)
    return RunLine(
        id=row.id,
        metric=metric,
        layers=[f"{one['layer']}@{one['version']}" for one in row.inputs],
        sheets=said["sheets"],
        created_at=row.created_at,
        headline=headline,
        target_met=said["target_met"],
        text=None if headline is None else _told(reading, headline),
        spanned=reading.spanned,
        outdated=outdated(
            session,
            row,
            targets.get(row.parameters.get("target") or ""),
            lambda: json.loads(row.result),
            said.get("asked"),
        ),
        by=row.created_by,
        judged=_judged(said),
        ends=None if said.get("ends") is None else tuple(said["ends"]),
        demand=said.get("demand"),
        by_role={one["role"]: one["layer"] for one in row.inputs},
    )


def _told(reading: Reading, headline: Figure) -> Text:
    return reading.told(headline.column, {headline.column.name: headline.value})


def _judged(said: Mapping[str, Any]) -> Judged | None:
    """None also for what was kept by releases that did not keep it."""
    value, demand = said.get("measured"), Demand.of(said.get("demand"))
    if value is None or demand is None or demand.unit is None:
        return None
    return Judged(value, _reading(said).spanned or demand.measured(value).text)


def _reading(said: Mapping[str, Any]) -> Reading:
    """What was kept of the target, as a result has it."""
    target = dict(said.get("demand") or {})
    if target and said.get("ends") is not None:
        target["least"], target["most"] = said["ends"]
        target["met"] = said["target_met"]
    return Reading.of({"target": {**target, "measured": said.get("measured")} if target else None})


def _of_result(session: Session, run_id: int, metric: Metric) -> Mapping[str, Any]:
    run = get_run(session, run_id)
    return summary_of(metric, run.result if run else {})


def _headline(metric: Metric, said: Mapping[str, Any]) -> Figure | None:
    if said["headline"] is None:
        return None
    name, value = said["headline"]
    column = next((one for one in metric.total if one.name == name), None)
    if column is None:
        return None
    return _reading(said).figure(column, {name: value})


DEMANDED = ("comparator", "value", "unit")


def summary_of(
    metric: Metric, result: Mapping[str, Any], asked: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What lists show of a result: `headline` (column and value), the `demand` beside which it is
    written, the figure `measured` where another than the headline is judged, the `ends` between
    which it may be where something is not known, `target_met`, `sheets`; and `asked`, the whole
    target as it was judged by, to be compared with the register of the day."""
    target = result.get("target")
    return {
        "headline": headline_of(metric, result),
        "demand": target and {name: target[name] for name in DEMANDED},
        "measured": target and target.get("measured"),
        "ends": [target.get("least"), target.get("most")] if target and "least" in target else None,
        "target_met": None if target is None else target["met"],
        "sheets": [f"{one['sheet']}@{one['version']}" for one in result.get("sheets", ())],
        "asked": asked,
    }


def headline_of(metric: Metric, result: Mapping[str, Any]) -> list[Any] | None:
    """Name and value of the declared headline; where it is empty, of the first figure there is
    in the unit of the metric, or at all."""
    total = result.get("total") or {}
    there = [one for one in metric.total if total.get(one.name) is not None]
    own = [one for one in there if one.unit == metric.unit and one.type == "number"]
    named = [one for one in there if one.name == metric.headline]
    first = next(iter((*named, *own, *there)), None)
    return None if first is None else [first.name, total[first.name]]
