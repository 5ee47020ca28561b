"""A statement computed again on the versions of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.declaration import Progress
from projects.metrics.kept import MetricRun, find_run
from projects.metrics.run import run_metric
from projects.statements.kept import StatementInfo
from projects.statements.recomputing import order_again


def run_of_today(session: Session, store: Store, found: StatementInfo) -> MetricRun | None:
    """The kept run on the versions of today, if somebody has computed it; computes nothing.

    Raises what asking for the metric raises, such as `unknown-layer`.
    """
    return find_run(session, order_again(session, store, found.content, live=True).input_hash)


def compute_today(
    database: Database,
    store: Store,
    found: StatementInfo,
    by: Actor | None = None,
    progress: Progress | None = None,
) -> MetricRun:
    """The run on the versions of today, computed if it is not kept yet."""
    with database.reading() as session:
        asked = asked_today(session, store, found)
    return run_metric(database, store, asked.metric, asked.inputs, asked.parameters, by,
                      progress=progress)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskedToday:
    """What to compute to see what would differ: the versions of today, by number."""

    metric: str
    inputs: Mapping[str, str]
    parameters: Mapping[str, Any]


def asked_today(session: Session, store: Store, found: StatementInfo) -> AskedToday:
    """Raises what asking for the metric raises, such as `unknown-layer`."""
    order = order_again(session, store, found.content, live=True)
    inputs = {role: one.label for role, one in order.versions.items()}
    inputs |= {role: f"{one.id}@{one.number}" for role, one in order.sheets.items()}
    given = {name: value for name, value in order.parameters.items() if value is not None}
    return AskedToday(order.metric.id, inputs, given)
