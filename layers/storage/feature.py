"""One feature of a stored content: its values as plain Python values, and how large it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
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


def read_feature(
    store: Store, sha256: str, key_field: str, key: str, plane: int | None = None
) -> StoredFeature | None:
    """The feature of this key; None where the content has none. Raises `content-damaged`.

    plane: of the layer, in which its features are measured (`geo.measure.ellipsoid`).
    """
    return read_features(store, sha256, key_field, [key], plane).get(key)


def read_features(
    store: Store, sha256: str, key_field: str, keys: Sequence[str], plane: int | None = None
) -> dict[str, StoredFeature]:
    """The features of these keys that there are, by key; one file is read."""
    frame = store.features(sha256, key_field, keys)
    return {
        str(frame[key_field].iloc[place]): _stored(frame.iloc[place : place + 1], plane)
        for place in range(len(frame))
    }


def _stored(frame: gpd.GeoDataFrame, plane: int | None) -> StoredFeature:
    west, south, east, north = (float(edge) for edge in frame.total_bounds)
    values = plain_values(frame.iloc[0])
    return StoredFeature(values, (west, south, east, north), *_measured(frame, plane))


def plain_values(row: pd.Series) -> dict[str, Any]:
    """The attributes of a row of features, None where a value is unknown."""
    return {str(name): _plain(row[name]) for name in row.index if name not in NO_ATTRIBUTES}


def _measured(frame: gpd.GeoDataFrame, plane: int | None) -> tuple[float | None, float | None]:
    """Area and length of the shape, as far as it has one of them."""
    shape = str(frame.geometry.iloc[0].geom_type)
    area = float(area_m2(frame.geometry, plane)[0]) if shape.endswith("Polygon") else None
    length = float(length_m(frame.geometry, plane)[0]) if shape.endswith("LineString") else None
    return area, length


def _plain(value: Any) -> Any:
    """Without the types of numpy and pandas; a moment stays what it is."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
