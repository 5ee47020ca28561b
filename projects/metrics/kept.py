"""Kept runs of metrics, read: nothing that computes is loaded for them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from projects.metrics.errors import RESULT_ALTERED
from projects.metrics.registry import get_metric
from projects.metrics.tables import MetricRunRow
from projects.metrics.unaltered import is_unaltered


@dataclass(frozen=True, slots=True)
class MetricRun:
    """A stored run: `text` is the result in its canonical bytes, `reused` that it was kept."""

    id: int
    metric: str
    metric_version: int
    inputs: Sequence[Mapping[str, Any]]
    parameters: Mapping[str, Any]
    text: str
    input_hash: str
    software: Mapping[str, str]
    created_at: dt.datetime
    by: str | None
    shapes: Mapping[str, str] = field(default_factory=dict)
    """Hash of the stored shapes by table, where the rows have shapes of their own."""
    way: str | None = None
    """How areas were found, see `projects.metrics.ways`; None where that is not known."""
    reused: bool = False

    @property
    def result(self) -> dict[str, Any]:
        """The result as the design of the command line gives it."""
        return cast(dict[str, Any], json.loads(self.text))


def find_run(session: Session, input_hash: str) -> MetricRun | None:
    """The kept run of this input, if there is one; one that was altered is computed again."""
    row = row_of(session, input_hash)
    return run_of(row, reused=True) if row is not None and is_unaltered(row) else None


def row_of(session: Session, input_hash: str) -> MetricRunRow | None:
    return session.scalar(select(MetricRunRow).where(MetricRunRow.input_hash == input_hash))


def get_run(session: Session, run_id: int) -> MetricRun | None:
    """Raises `result-altered`."""
    row = session.get(MetricRunRow, run_id)
    if row is not None and not is_unaltered(row):
        raise EcoAtlasError(RESULT_ALTERED, run=run_id, metric=row.metric)
    return None if row is None else run_of(row, reused=True)


def way_of(session: Session, run_id: int) -> str | None:
    """How a run found its areas; None where it does not tell."""
    return session.scalar(select(MetricRunRow.way).where(MetricRunRow.id == run_id))


def list_runs(session: Session, metric_id: str | None = None, limit: int = 100) -> list[MetricRun]:
    """The latest runs first, of one metric if one is named; without those that were altered."""
    query = select(MetricRunRow).order_by(MetricRunRow.id.desc()).limit(limit)
    if metric_id is not None:
        query = query.where(MetricRunRow.metric == get_metric(metric_id).id)
    return [run_of(row, reused=True) for row in session.scalars(query) if is_unaltered(row)]


def get_runs(session: Session, ids: Iterable[int]) -> dict[int, MetricRun]:
    """Runs by their id, in one query; without those that were altered."""
    found = session.scalars(select(MetricRunRow).where(MetricRunRow.id.in_(list(ids))))
    return {row.id: run_of(row, reused=True) for row in found if is_unaltered(row)}


def run_of(row: MetricRunRow, *, reused: bool) -> MetricRun:
    return MetricRun(
        id=row.id,
        metric=row.metric,
        metric_version=row.metric_version,
        inputs=row.inputs,
        parameters=row.parameters,
        text=row.result,
        input_hash=row.input_hash,
        software=row.software,
        created_at=row.created_at,
        by=row.created_by,
        shapes=row.shapes,
        way=row.way,
        reused=reused,
    )
