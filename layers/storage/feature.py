"""One feature of a stored content: its values as plain Python values, and how large it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.measure.ellipsoid import area_m2, length_m
from layers.storage.store import Store

NO_ATTRIBUTES = frozenset({"geometry", "bbox"})


@dataclass(frozen=True, slots=True)
class StoredFeature:
    """`values` by the names of the content, in stored order; None where a value is unknown.

    bounds: west, south, east, north in degrees (EPSG:4490). area_m2: of polygons, length_m: of
    lines, both on the ellipsoid; None for other shapes.
    """

    values: Mapping[str, Any]
    bounds: tuple[float, float, float, float]
    area_m2: float | None
    length_m: float | None


def read_features(
    store: Store, sha256: str, key_field: str, keys: Sequence[str], plane: int | None = None
) -> dict[str, StoredFeature]:
    """The features of these keys that there are, by key; one file is read."""
    frame = store.features(sha256, key_field, keys)
    bounds = frame.geometry.bounds.to_numpy(dtype=float)
    areas = _sizes(frame.geometry, "Polygon", area_m2, plane)
    lengths = _sizes(frame.geometry, "LineString", length_m, plane)
    return {
        str(key): _stored(frame.iloc[place], bounds[place], areas[place], lengths[place])
        for place, key in enumerate(frame[key_field])
    }


def _stored(
    row: pd.Series, bounds: np.ndarray, area: float | None, length: float | None
) -> StoredFeature:
    west, south, east, north = (float(edge) for edge in bounds)
    return StoredFeature(plain_values(row), (west, south, east, north), area, length)


def plain_values(row: pd.Series) -> dict[str, Any]:
    """The attributes of a row of features, None where a value is unknown."""
    return {str(name): _plain(row[name]) for name in row.index if name not in NO_ATTRIBUTES}


def _sizes(
    shapes: gpd.GeoSeries, of_type: str, measure: Callable[..., Any], plane: int | None
) -> list[float | None]:
    """Of each shape of a type, None for others; without a plane each is measured in its own."""
    found: list[float | None] = [None] * len(shapes)
    places = [at for at, one in enumerate(shapes.geom_type) if str(one).endswith(of_type)]
    together = [places] if plane is not None else [[at] for at in places]
    for some in together:
        for at, size in zip(some, measure(shapes.iloc[some], plane), strict=True):
            found[at] = float(size)
    return found


def _plain(value: Any) -> Any:
    """Without the types of numpy and pandas; a moment stays what it is."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
