"""Run a metric: compute what was asked, keep the run, give the kept one for equal input.

A run follows from its metric and version, the versions of its layers, its parameters and the
target it is compared with. Their hash is the key: equal input gives the stored result.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata
from typing import Any

import pyproj
import shapely
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from layers.audit import Actor, record
from layers.settings import get_settings
from layers.storage.integrity import require_whole
from layers.storage.raster_store import holds_raster
from layers.storage.store import Store
from layers.system.database import Database, now
from layers.system.spreading import spread_asked
from projects.metrics.declaration import Computed, Given, Progress
from projects.metrics.figured import require_declared
from projects.metrics.inputs import load, load_by_place, with_chosen
from projects.metrics.jurisdiction.limits import (
    boundary_notes,
    judged_in,
    limit_notes,
    limited,
    unjudged,
)
from projects.metrics.kept import MetricRun, find_run, row_of, run_of
from projects.metrics.ordering import Order, area_apart_shipped, place_order
from projects.metrics.rasters import RasterInput
from projects.metrics.results import canonical
from projects.metrics.roles import BOUNDARY
from projects.metrics.shapes import are_whole, keep_shapes
from projects.metrics.summary import summary_of
from projects.metrics.sums import require_sums
from projects.metrics.tables import MetricRunRow
from projects.metrics.unaltered import is_unaltered, result_sha256, run_sha256
from projects.metrics.zone_cache import ZoneCache

PACKAGES = ("ecoatlas", "exactextract", "geopandas", "numpy", "pyproj", "rasterio", "shapely")


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
    row = row_of(session, order.input_hash) or MetricRunRow(input_hash=order.input_hash)
    if row.id is not None and is_unaltered(row):
        return run_of(row, reused=True)
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
    return run_of(row, reused=False)


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
