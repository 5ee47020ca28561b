"""Rectangles in kilometres beside the central meridian 114°E, as layers, and metrics run on them.

There an area in EPSG:4547 equals the area on the ellipsoid to 1e-7: figures are sides multiplied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from layers.system.database import Database

EAST, NORTH = 499_000.0, 3_380_000.0
Rectangle = Callable[[float, float, float, float], Polygon]
Feature = tuple[str, BaseGeometry, Mapping[str, Any]]


@pytest.fixture(scope="session")
def rectangle() -> Rectangle:
    """West, south, east, north in km from the corner of the built-up square."""

    def of(west: float, south: float, east: float, north: float) -> Polygon:
        return box(EAST + west * 1e3, NORTH + south * 1e3, EAST + east * 1e3, NORTH + north * 1e3)

    return of


@pytest.fixture(scope="session")
def frame_of() -> Callable[..., gpd.GeoDataFrame]:
    """Features (code, shape, fields) as a frame in EPSG:4547."""

    def of(features: Sequence[Feature]) -> gpd.GeoDataFrame:
        names = dict.fromkeys(name for _, _, fields in features for name in fields)
        columns: dict[str, list[Any]] = {
            "code": [code for code, _, _ in features],
            "name": [f"{code}区" for code, _, _ in features],
        }
        for name in names:
            columns[name] = [fields.get(name) for _, _, fields in features]
        shapes = [shape for _, shape, _ in features]
        return gpd.GeoDataFrame(columns, geometry=shapes, crs=4547)

    return of


@pytest.fixture
def put(
    sqlite_database: Database, add_layer: Callable[..., Any], frame_of: Callable[..., Any]
) -> Callable[..., Any]:
    """Features as the live version of a layer of a kind."""

    def of(layer: str, kind: str, features: Sequence[Feature]) -> Any:
        return add_layer(sqlite_database, layer, kind, frame_of(features))

    return of
