"""Shapes in kilometres beside the central meridian 114°E, as layers, and metrics run on them.

There lengths and areas in EPSG:4547 equal those on the ellipsoid to 1e-7: figures are sides
multiplied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from layers.database import Database
from layers.store import Store
from projects.metrics import MetricRun, run_metric

EAST, NORTH = 500_000.0, 3_380_000.0
Feature = tuple[str, BaseGeometry | None, Mapping[str, Any]]


class Ground:
    """Shapes from sides and places in km."""

    def box(self, west: float, south: float, east: float, north: float) -> BaseGeometry:
        return box(EAST + west * 1e3, NORTH + south * 1e3, EAST + east * 1e3, NORTH + north * 1e3)

    def point(self, x: float, y: float) -> BaseGeometry:
        return Point(EAST + x * 1e3, NORTH + y * 1e3)

    def line(self, *places: tuple[float, float]) -> BaseGeometry:
        return LineString([(EAST + x * 1e3, NORTH + y * 1e3) for x, y in places])


@pytest.fixture(scope="session")
def ground() -> Ground:
    return Ground()


@pytest.fixture
def put(sqlite_database: Database, add_layer: Callable[..., Any]) -> Callable[..., Any]:
    """Features (code, shape, fields) as the live version of a layer of a kind."""

    def of(layer: str, kind: str, features: Sequence[Feature]) -> Any:
        names = dict.fromkeys(name for _, _, fields in features for name in fields)
        columns: dict[str, list[Any]] = {
            "code": [code for code, _, _ in features],
            "name": [f"{code}号" for code, _, _ in features],
        }
        columns |= {name: [fields.get(name) for _, _, fields in features] for name in names}
        frame = gpd.GeoDataFrame(columns, geometry=[shape for _, shape, _ in features], crs=4547)
        return add_layer(sqlite_database, layer, kind, frame)

    return of


@pytest.fixture
def compute(sqlite_database: Database, store: Store) -> Callable[..., MetricRun]:
    """A run of a metric; layers by role, parameters by name."""

    def run(metric: str, inputs: Mapping[str, str], **parameters: Any) -> MetricRun:
        return run_metric(sqlite_database, store, metric, inputs, parameters)

    return run


@pytest.fixture
def result(compute: Callable[..., MetricRun]) -> Callable[..., dict[str, Any]]:
    """The result of such a run."""

    def of(metric: str, inputs: Mapping[str, str], **parameters: Any) -> dict[str, Any]:
        return compute(metric, inputs, **parameters).result

    return of
