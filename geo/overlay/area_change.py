"""Water or other areas before and after a change, feature by feature (占补平衡).

Formula: removed = before − after, added = after − before, balance = area after − area before
= added − removed. Areas on the CGCS2000 ellipsoid, additive, so that the two sides of the balance
agree. An overlap check alone is not enough for a lake line: a swap may leave the area and move the
water (rules of the Wuhan lakes).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import transform as crs
from geo.measure.areal import area_in_plane
from geo.plane.polygons import only_polygons, polygonal
from geo.plane.shapes import Floats, Frame, Geometries, plane_of, plane_shapes

# Hairs along an unchanged border, left by rounding.
LEAST_M2 = 0.01
COLUMNS = ("before_m2", "after_m2", "removed_m2", "added_m2", "balance_m2")


@dataclass(frozen=True, slots=True)
class AreaChange:
    """Areas in m². features: one row a key, in the order of `before` and then of `after`, with
    `key`, `before_m2`, `after_m2`, `removed_m2`, `added_m2`, `balance_m2` (nothing is left out:
    a key of one side only has 0 on the other). total: the same five figures for all ground
    together, each place once, so what one feature hands to another is neither removed nor added.
    removed, added: that ground, one row a key that has more than 0.01 m² of it, with `key` and
    `area_m2`, EPSG:4490.
    """

    features: pd.DataFrame
    total: dict[str, float]
    removed: gpd.GeoDataFrame
    added: gpd.GeoDataFrame


def area_change(
    before: Frame,
    after: Frame,
    before_keys: Sequence[Hashable],
    after_keys: Sequence[Hashable],
) -> AreaChange:
    """What was taken from each feature and what was given to it.

    before, after: valid polygons in any CRS, rows without geometry count as empty; keys: one for
    each row, the same for the same feature in both; rows of one key are dissolved. Raises `no-crs`,
    `not-polygons`, `invalid-polygons` and those of `geo.crs.transform.plane_epsg`.
    """
    epsg = plane_of(before, after)
    keys = list(dict.fromkeys([*before_keys, *after_keys]))
    old = _by_key(before, before_keys, keys, epsg)
    new = _by_key(after, after_keys, keys, epsg)
    removed, added = (only_polygons(shapely.difference(*pair)) for pair in ((old, new), (new, old)))
    figures = _figures(old, new, removed, added)
    features = pd.DataFrame(figures, columns=list(COLUMNS))
    features.insert(0, "key", pd.Series(keys, dtype=object))
    return AreaChange(
        features,
        _together(old, new),
        _ground(keys, removed, figures[:, 2], epsg),
        _ground(keys, added, figures[:, 3], epsg),
    )


def _by_key(
    frame: Frame, of_rows: Sequence[Hashable], keys: list[Hashable], epsg: int
) -> Geometries:
    """The dissolved ground of each key in the plane, empty for a key that is not there."""
    polygonal(frame.geometry)  # only polygons pass
    shapes = plane_shapes(frame, epsg)
    rows: dict[Hashable, list[Any]] = {key: [] for key in keys}
    for key, shape in zip(of_rows, shapes, strict=True):
        rows[key].append(shape)
    ground = np.empty(len(keys), dtype=object)
    ground[:] = [shapely.union_all(rows[key]) for key in keys]
    return only_polygons(ground)


def _figures(old: Geometries, new: Geometries, removed: Geometries, added: Geometries) -> Floats:
    """(n, 5) in the order of COLUMNS."""
    sizes = [area_in_plane(each) for each in (old, new, removed, added)]
    return np.stack([*sizes, sizes[1] - sizes[0]], axis=1)


def _together(old: Geometries, new: Geometries) -> dict[str, float]:
    before, after = (np.array([shapely.union_all(each)], dtype=object) for each in (old, new))
    removed = only_polygons(shapely.difference(before, after))
    added = only_polygons(shapely.difference(after, before))
    figures = _figures(before, after, removed, added)
    return dict(zip(COLUMNS, figures[0].tolist(), strict=True))


def _ground(keys: list[Hashable], shapes: Geometries, areas: Floats, epsg: int) -> gpd.GeoDataFrame:
    there = areas > LEAST_M2
    named = [key for key, kept in zip(keys, there, strict=True) if kept]
    table = {"key": pd.Series(named, dtype=object), "area_m2": areas[there]}
    return crs.to_geographic(gpd.GeoDataFrame(table, geometry=shapes[there], crs=epsg))
