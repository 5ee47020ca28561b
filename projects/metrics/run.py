"""Run a metric: compute what was asked, keep the run, give the kept one for equal input.

A run follows from its metric and version, the versions of its layers, its parameters and the
target it is compared with. Their hash is the key: equal input gives the stored result.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import metadata
from typing import Any, cast

import pyproj
import shapely
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from layers.settings import get_settings
from layers.storage.integrity import require_whole
from layers.storage.raster_store import holds_raster
from layers.storage.store import Store
from layers.system.database import Database, now
from layers.system.spreading import spread_asked
from projects.metrics.declaration import Computed, Given, Metric, Progress
from projects.metrics.errors import RESULT_ALTERED
from projects.metrics.figured import require_declared
from projects.metrics.inputs import load, load_by_place, with_chosen
from projects.metrics.jurisdiction.limits import (
    boundary_notes,
    judged_in,
    limit_notes,
    limited,
    unjudged,
)
from projects.metrics.ordering import Order, area_apart_shipped, place_order
from projects.metrics.rasters import RasterInput
from projects.metrics.registry import get_metric
from projects.metrics.results import canonical
from projects.metrics.roles import BOUNDARY
from projects.metrics.shapes import are_whole, keep_shapes
from projects.metrics.sums import require_sums
from projects.metrics.tables import MetricRunRow
from projects.metrics.unaltered import is_unaltered, result_sha256, run_sha256
from projects.metrics.zone_cache import ZoneCache

DEMANDED = ("comparator", "value", "unit")
PACKAGES = ("ecoatlas", "exactextract", "geopandas", "numpy", "pyproj", "rasterio", "shapely")


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


def run_metric(
    database: Database,
    store: Store,
    metric_id: str,
    inputs: Mapping[str, str],
    parameters: Mapping[str, Any] | None = None,
    by: Actor | None = None,
    *,
    progress: Progress | None = None,
) -> MetricRun:
    """The run of a metric on `inputs` (layer or sheet `ID` or `ID@V` by role); computed if not
    kept yet.

    A computed run is in the audit log; handing out a kept one changes nothing and is not.
    Raises `unknown-metric` and whatever does not fit the declaration; then nothing is stored.
    """
    with database.reading() as session:
        order = place_order(session, store, metric_id, inputs, parameters or {})
        kept = find_run(session, order.input_hash)
    require_inputs(store, order)
    if kept is not None and are_whole(store, kept.shapes):
        return kept
    zones = ZoneCache(database)
    done = compute(order, store, zones, progress)
    return _keep(database, order, done, zones, by)


def require_inputs(store: Store, order: Order) -> None:
    """A figure names the hashes of its inputs: they are looked at before it is given."""
    for version in order.versions.values():
        require_whole(store, version.sha256, version.label)


@dataclass(frozen=True, slots=True)
class Done:
    """The result as canonical JSON, the hash of the shapes of each table that has some, and how
    areas were found."""

    text: str
    shapes: Mapping[str, str]
    way: str | None = None


def compute(
    order: Order, store: Store, zones: ZoneCache | None = None, progress: Progress | None = None
) -> Done:
    """Compute; stores nothing but shapes, by their content, and what it hands to `zones`.

    Raises `content-damaged` where an input is not what its hash says.
    """
    require_inputs(store, order)
    roles = {role.name: with_chosen(role, order.parameters) for role in order.metric.inputs}
    measured = {name: one for name, one in order.versions.items() if name != BOUNDARY.name}
    cells = {name: one for name, one in measured.items() if holds_raster(one)}
    features = {name: one for name, one in measured.items() if name not in cells}
    placed = {name: one for name, one in features.items() if roles[name].by_place}
    whole = {name: one for name, one in features.items() if name not in placed}
    given = Given(
        frames={name: load(store, roles[name], one) for name, one in whole.items()},
        sources={name: load_by_place(store, roles[name], one) for name, one in placed.items()},
        spread=spread_asked(get_settings()) if placed else None,
        rasters={name: RasterInput.of(store, one) for name, one in cells.items()},
        layers={name: one.layer_id for name, one in measured.items()},
        hashes={name: one.sha256 for name, one in measured.items()},
        parameters=order.parameters,
        target=order.target,
        sheets=order.sheets,
        cache=zones,
        progress=progress,
    )
    computed = _judged(store, order, given)
    require_declared(order.metric, computed.figures)
    require_sums(order.metric, computed.figures)
    shapes = keep_shapes(store, order.metric, computed.shapes)
    return Done(canonical(order.head | computed.figures), shapes, computed.way)


def _judged(store: Store, order: Order, given: Given) -> Computed:
    """The figures; with a target those of its division, and the verdict as far as there is one."""
    if order.target is None or order.place is None:
        return order.metric.compute(given)
    kept = limited(store, order.metric, given, order.target, order.place)
    inside = replace(
        given,
        frames=kept.frames,
        sources=kept.sources,
        hashes=kept.hashes,
        outside=kept.outside,
    )
    computed = order.metric.compute(inside)
    figures = judged_in(computed.figures, order.place, kept.measured)
    odd = boundary_notes(order.place, kept, order.area_apart or area_apart_shipped())
    first, *others = figures["notes"]
    figures["notes"] = [first, *odd, *others, *limit_notes(given, kept.measured)]
    if order.held is not None:
        figures["notes"] += order.held.notes
        if order.held.why is not None and (figures.get("target") or {}).get("met") is not None:
            figures["target"] = unjudged(figures["target"], order.held.why)
    return replace(computed, figures=figures)


def find_run(session: Session, input_hash: str) -> MetricRun | None:
    """The kept run of this input, if there is one; one that was altered is computed again."""
    row = _row_of(session, input_hash)
    return _run(row, reused=True) if row is not None and is_unaltered(row) else None


def _row_of(session: Session, input_hash: str) -> MetricRunRow | None:
    return session.scalar(select(MetricRunRow).where(MetricRunRow.input_hash == input_hash))


def get_run(session: Session, run_id: int) -> MetricRun | None:
    """Raises `result-altered`."""
    row = session.get(MetricRunRow, run_id)
    if row is not None and not is_unaltered(row):
        raise EcoAtlasError(RESULT_ALTERED, run=run_id, metric=row.metric)
    return None if row is None else _run(row, reused=True)


def way_of(session: Session, run_id: int) -> str | None:
    """How a run found its areas; None where it does not tell."""
    return session.scalar(select(MetricRunRow.way).where(MetricRunRow.id == run_id))


def list_runs(session: Session, metric_id: str | None = None, limit: int = 100) -> list[MetricRun]:
    """The latest runs first, of one metric if one is named; without those that were altered."""
    query = select(MetricRunRow).order_by(MetricRunRow.id.desc()).limit(limit)
    if metric_id is not None:
        query = query.where(MetricRunRow.metric == get_metric(metric_id).id)
    return [_run(row, reused=True) for row in session.scalars(query) if is_unaltered(row)]


def get_runs(session: Session, ids: Iterable[int]) -> dict[int, MetricRun]:
    """Runs by their id, in one query; without those that were altered."""
    found = session.scalars(select(MetricRunRow).where(MetricRunRow.id.in_(list(ids))))
    return {row.id: _run(row, reused=True) for row in found if is_unaltered(row)}


def _keep(
    database: Database, order: Order, done: Done, zones: ZoneCache, by: Actor | None
) -> MetricRun:
    try:
        with database.transaction() as session:
            zones.keep(session)
            return _store(session, order, done, by)
    except IntegrityError:
        # Somebody else computed the same meanwhile: the first result stands.
        with database.reading() as session:
            kept = find_run(session, order.input_hash)
        if kept is None:
            raise
        return kept


def _store(session: Session, order: Order, done: Done, by: Actor | None) -> MetricRun:
    """A run that was altered is written over; the log tells of both."""
    row = _row_of(session, order.input_hash) or MetricRunRow(input_hash=order.input_hash)
    if row.id is not None and is_unaltered(row):
        return _run(row, reused=True)
    row.metric, row.metric_version = order.metric.id, order.metric.version
    row.inputs, row.parameters = order.head["inputs"], order.head["parameters"]
    row.result, row.shapes, row.software = done.text, dict(done.shapes), software()
    asked = order.target.content() if order.target else None
    row.summary = summary_of(order.metric, json.loads(done.text), asked)
    row.way = done.way
    row.created_at, row.created_by = now(), by.name if by else None
    row.sha256 = run_sha256(row)
    session.add(row)
    session.flush()
    _record(session, row, by)
    return _run(row, reused=False)


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


def _record(session: Session, row: MetricRunRow, by: Actor | None) -> None:
    versions = {one["role"]: f"{one['layer']}@{one['version']}" for one in row.inputs}
    details = {
        "metric": row.metric,
        "version": row.metric_version,
        "versions": versions,
        "parameters": row.parameters,
        "sha256": result_sha256(row),
    }
    record(session, by, "metric-run", f"{row.metric}#{row.id}", details=details)


def _run(row: MetricRunRow, *, reused: bool) -> MetricRun:
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


@cache
def software() -> dict[str, str]:
    """Versions of what the figures are computed with."""
    packages = {name: _version_of(name) for name in PACKAGES}
    known = {name: found for name, found in packages.items() if found}
    return known | {"geos": shapely.geos_version_string, "proj": pyproj.proj_version_str}


def _version_of(name: str) -> str | None:
    """None of a package that is not there: one of them has no wheel for every processor."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
