"""The rows of a result as shapes that a map can draw: bounded, and no finer than a screen shows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.catalogue import resolve
from layers.storage.store import Store
from projects.metrics.declaration import RATIO, Column, Metric, Table
from projects.metrics.errors import NO_SHAPES
from projects.metrics.figured import Reading
from projects.metrics.kept import MetricRun
from projects.metrics.results import text_or_none
from projects.metrics.shapes import KEY, read_shapes

MOST_FEATURES = 20_000
MOST_VERTICES = 150_000
FINEST_DEG, COARSEST_DEG = 1e-6, 0.05
DECIMALS = 6  # a tenth of a metre


@dataclass(frozen=True, slots=True)
class Drawn:
    """GeoJSON features (EPSG:4490) of rows, as text: `key`, `name`, `value` that colours them, and
    a share also as it is written (`text`).

    total: rows that have a shape; left_out: those past the bound; coarse: outlines simplified.
    """

    features: Sequence[str]
    total: int
    coarse: bool

    @property
    def left_out(self) -> int:
        return self.total - len(self.features)

    @property
    def geojson(self) -> str:
        """The collection; thousands of shapes are put together as text, not read again."""
        head = {"total": self.total, "left_out": self.left_out, "coarse": self.coarse}
        said = json.dumps({"type": "FeatureCollection"} | head)
        return f'{said[:-1]}, "features": [{", ".join(self.features)}]}}'


def is_drawn(table: Table, run: MetricRun) -> bool:
    """Whether the rows of a table have shapes in this run."""
    if table.shapes:
        return table.name in run.shapes
    if table.places:
        return True
    return any(one["role"] == table.role for one in run.inputs)


def colour_column(table: Table) -> Column | None:
    """What the rows are coloured by: a code with colours of its own, how they stand, another code
    with its words, else a share."""
    own = (one for one in table.columns if one.colours)
    codes = (one for one in table.columns if one.type == "code" and one.codes)
    shares = (one for one in table.columns if one.unit == RATIO)
    return next(own, None) or table.judged or next(codes, None) or next(shares, None)


def draw_table(
    session: Session,
    store: Store,
    metric: Metric,
    run: MetricRun,
    name: str,
    *,
    features: int = MOST_FEATURES,
    vertices: int = MOST_VERTICES,
) -> Drawn:
    """The shapes of a table of a run; raises `no-shapes`, `content-missing`."""
    table = metric.table(name)
    if table is None or not is_drawn(table, run):
        raise EcoAtlasError(NO_SHAPES, run=run.id, table=name[:60])
    frame = _frame(session, store, run, table).set_index(KEY)
    rows = {str(row["key"]): row for row in run.result.get(name) or ()}
    there = frame[frame.index.isin(rows) & ~frame.geometry.is_empty & frame.geometry.notna()]
    column, reading = colour_column(table), Reading.of(run.result)
    about = {key: _about(reading, rows[key], column) for key in there.index[:features]}
    return draw_frame(there, about, features=features, vertices=vertices)


def draw_frame(
    frame: gpd.GeoDataFrame,
    about: Mapping[str, Mapping[str, Any]],
    *,
    features: int = MOST_FEATURES,
    vertices: int = MOST_VERTICES,
) -> Drawn:
    """The shapes of a frame that is indexed by key; `about`: what is said of each that is shown."""
    shown = frame.iloc[:features]
    shapes, coarse = _no_finer_than(shown.geometry.to_numpy(), vertices)
    drawn = zip(shown.index, shapely.to_geojson(shapes), strict=True)
    return Drawn([_feature(about[key], one) for key, one in drawn], len(frame), coarse)


def _frame(session: Session, store: Store, run: MetricRun, table: Table) -> gpd.GeoDataFrame:
    if table.shapes:
        return read_shapes(store, run.shapes[table.name])
    if table.places:
        return _at_features(session, store, run, table, table.places)
    return _features(session, store, run, "role", table.role)


def _features(
    session: Session, store: Store, run: MetricRun, what: str, value: str
) -> gpd.GeoDataFrame:
    """The shapes of the input of a run that has this `role` or `layer`, by their key."""
    used = next(one for one in run.inputs if one[what] == value)
    version = resolve(session, f"{used['layer']}@{used['version']}")
    frame = store.frame(version.sha256, columns=[version.key_field])
    frame[KEY] = frame[version.key_field].astype(str)
    return frame


def _at_features(
    session: Session, store: Store, run: MetricRun, table: Table, places: tuple[str, str]
) -> gpd.GeoDataFrame:
    """A point for each row: on the feature that it names, whichever layer that is in."""
    layer, feature = places
    rows = pd.DataFrame(run.result.get(table.name) or (), columns=[KEY, layer, feature])
    known = {one["layer"] for one in run.inputs}
    found = []
    for name, own in rows.astype(str).groupby(layer):
        if name in known:
            shapes = _features(session, store, run, "layer", str(name)).set_index(KEY).geometry
            at = own[own[feature].isin(shapes.index)]
            found.append(gpd.GeoDataFrame({KEY: at[KEY]}, geometry=shapes[at[feature]].to_numpy()))
    every = pd.concat(found) if found else gpd.GeoDataFrame({KEY: []}, geometry=[])
    return every.set_geometry(every.geometry.representative_point())


def _about(reading: Reading, row: Mapping[str, Any], column: Column | None) -> dict[str, Any]:
    about = {
        "key": str(row["key"]),
        "name": text_or_none(row.get("name")),
        "value": row.get(column.name) if column else None,
    }
    figure = reading.figure(column, row) if column else None
    if figure is not None and figure.numeric:
        about["text"] = figure.text.zh  # a share is written alike in both languages
    return about


def _feature(about: Mapping[str, Any], geometry: str) -> str:
    said = json.dumps(about, ensure_ascii=False)
    return f'{{"type": "Feature", "properties": {said}, "geometry": {geometry}}}'


def _no_finer_than(shapes: Any, most: int) -> tuple[Any, bool]:
    drawn, tolerance = shapes, FINEST_DEG
    while shapely.get_num_coordinates(drawn).sum() > most and tolerance < COARSEST_DEG:
        drawn = shapely.simplify(shapes, tolerance, preserve_topology=True)
        tolerance *= 3
    return shapely.transform(drawn, lambda xy: np.round(xy, DECIMALS)), drawn is not shapes
