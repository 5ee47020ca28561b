"""What changed since a moment, a line for each thing: all its changes are in the line.

What the asker may not see has no line: the session leaves it out. A list is cut at `most`
lines, and how many there are is counted before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from geo.words import Text
from layers.audit import AuditEntry
from layers.catalogue import Layer, Version
from projects.metrics.registry import METRICS
from projects.metrics.summary import line_of
from projects.metrics.tables import MetricRunRow
from projects.records.changes.history import Change, history_since
from projects.records.queries.naming import project_names
from projects.standing.figures import purpose_of
from projects.standing.tables import StandingChoice
from projects.statements.tables import Statement, StatementEvent
from projects.targets.ledger import Eyes, newest_since
from projects.targets.values import ValueChange

MOST_ROWS = 200
"""How many lines of each list are shown; the rest is counted."""
QUERIES = 16
"""How many queries an answer takes at most, however much has changed."""
ROLLED_BACK = "layer-rolled-back"
STEPS = ("signed", "withdrawn")


class _Dated(Protocol):
    @property
    def at(self) -> dt.datetime: ...


Line = TypeVar("Line", bound=_Dated)


@dataclass(frozen=True, slots=True)
class LayerLine:
    """A layer with new versions, or one that went back to an earlier one.

    before: the newest version from before, None of a new layer; `live` is the one that shows now.
    """

    id: str
    title: Text
    at: dt.datetime
    before: int | None
    live: int
    features_before: int | None
    features: int
    new_versions: int
    rolled_back: bool


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project with its changes, the newest first; `name` is None where it is gone."""

    code: str
    name: str | None
    changes: tuple[Change, ...]

    @property
    def at(self) -> dt.datetime:
        return self.changes[0].at


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target with the cells of the ledger that changed; `newest` is the last step of them."""

    target_id: str
    cells: int
    newest: ValueChange

    @property
    def at(self) -> dt.datetime:
        return self.newest.at


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure that was set, lifted, signed or withdrawn. `text` is what it says, `before` what
    stood for the same purpose when it was chosen before; None where nothing did."""

    purpose: str
    """The id of a target, else that of the metric."""
    title: Text
    action: str
    at: dt.datetime
    run_id: int
    text: Text | None
    before: Text | None = None
    statement_id: int | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Recent:
    """Each list with the newest first; `counted` has by name how many lines it would have."""

    since: dt.datetime
    layers: tuple[LayerLine, ...]
    projects: tuple[ProjectLine, ...]
    targets: tuple[TargetLine, ...]
    figures: tuple[FigureLine, ...]
    counted: dict[str, int]

    @property
    def nothing(self) -> bool:
        return not any(self.counted.values())


def recent_changes(
    session: Session, since: dt.datetime, eyes: Eyes, most: int = MOST_ROWS
) -> Recent:
    """What changed at this moment or later; `eyes` say which values of targets are seen."""
    count, projects = _projects(session, since, most)
    layers, targets = _layers(session, since), _targets(session, since, eyes)
    figures = _figures(session, since)
    counted = {
        "layers": len(layers),
        "projects": count,
        "targets": len(targets),
        "figures": len(figures),
    }
    return Recent(
        since,
        _newest(layers, most),
        _newest(projects, most),
        _newest(targets, most),
        _newest(figures, most),
        counted,
    )


def _newest(lines: Sequence[Line], most: int) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda one: one.at, reverse=True)[:most])


def _layers(session: Session, since: dt.datetime) -> list[LayerLine]:
    rolled = _rolled_back(session, since)
    of = select(Version.layer_id).where(Version.created_at >= since)
    query = (
        select(Layer, Version)
        .join(Version, Version.layer_id == Layer.id)
        .where(Layer.id.in_(of) | Layer.id.in_(rolled))
        .order_by(Layer.id, Version.number)
        .options(defer(Version.manifest), defer(Version.bbox))
    )
    by_layer = groupby(session.execute(query), key=lambda row: row[0])
    lines = (
        _layer_line(layer, [version for _, version in rows], since, rolled.get(layer.id))
        for layer, rows in by_layer
    )
    return [line for line in lines if line is not None]


def _rolled_back(session: Session, since: dt.datetime) -> dict[str, dt.datetime]:
    """When layers went back to an earlier version last, by id."""
    query = select(AuditEntry.subject, func.max(AuditEntry.at)).where(
        AuditEntry.action == ROLLED_BACK, AuditEntry.at >= since, AuditEntry.outcome == "done"
    )
    found: dict[str, dt.datetime] = {}
    for subject, at in session.execute(query.group_by(AuditEntry.subject)):
        layer = str(subject).partition("@")[0]
        found[layer] = max(at, found.get(layer, at))
    return found


def _layer_line(
    layer: Layer, versions: Sequence[Version], since: dt.datetime, rolled: dt.datetime | None
) -> LayerLine | None:
    live = next((one for one in versions if one.number == layer.live_version), None)
    if live is None:
        return None
    new = [one for one in versions if one.created_at >= since]
    old = [one for one in versions if one.created_at < since]
    at = max([one.created_at for one in new] + ([rolled] if rolled else []))
    return LayerLine(
        layer.id,
        layer.title,
        at,
        old[-1].number if old else None,
        live.number,
        old[-1].features if old else None,
        live.features,
        len(new),
        rolled is not None,
    )


def _projects(session: Session, since: dt.datetime, most: int) -> tuple[int, list[ProjectLine]]:
    count, changes = history_since(session, since, most)
    names = project_names(session, changes)
    lines = [ProjectLine(code, names.get(code), tuple(one)) for code, one in changes.items()]
    return count, lines


def _targets(session: Session, since: dt.datetime, eyes: Eyes) -> list[TargetLine]:
    found = newest_since(session, since, eyes=eyes)
    return [TargetLine(newest.target_id, cells, newest) for cells, newest in found]


def _figures(session: Session, since: dt.datetime) -> list[FigureLine]:
    return [*_chosen(session, since), *_stepped(session, since)]


def _chosen(session: Session, since: dt.datetime) -> Iterator[FigureLine]:
    query = (
        select(StandingChoice, MetricRunRow)
        .join(MetricRunRow, MetricRunRow.id == StandingChoice.run_id)
        .order_by(StandingChoice.purpose, StandingChoice.id)
        .options(defer(MetricRunRow.result))
    )
    of = select(StandingChoice.purpose).where(StandingChoice.at >= since)
    rows = session.execute(query.where(StandingChoice.purpose.in_(of)))
    last: FigureLine | None = None
    for choice, run in rows:
        if run.metric not in METRICS:
            continue
        before = (
            last.text if last and (last.purpose, last.action) == (choice.purpose, "set") else None
        )
        last = FigureLine(
            choice.purpose,
            METRICS[run.metric].title,
            choice.action,
            choice.at,
            run.id,
            line_of(session, run, {}).text,
        )
        if choice.at >= since:
            yield replace(last, before=before)


def _stepped(session: Session, since: dt.datetime) -> Iterator[FigureLine]:
    """Statements that were signed or withdrawn."""
    query = (
        select(StatementEvent, Statement, MetricRunRow)
        .join(Statement, Statement.id == StatementEvent.statement_id)
        .join(MetricRunRow, MetricRunRow.id == Statement.run_id)
        .where(StatementEvent.action.in_(STEPS), StatementEvent.at >= since)
        .options(defer(MetricRunRow.result), defer(Statement.content))
    )
    for event, statement, run in session.execute(query):
        if run.metric in METRICS:
            yield FigureLine(
                purpose_of(run),
                METRICS[run.metric].title,
                event.action,
                event.at,
                run.id,
                line_of(session, run, {}).text,
                statement_id=statement.id,
                statement=statement.code,
            )
