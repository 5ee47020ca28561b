"""Which place holds a feature: by its point, or by a point inside its polygon."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.plane.polygons import plane_polygons, projected
from geo.plane.shapes import plane_of

NOWHERE = -1


def first_holding(features: gpd.GeoDataFrame, places: gpd.GeoDataFrame) -> NDArray[np.intp]:
    """(n,) position of the first place that holds each feature, −1 where none does.

    features: points or polygons; of a polygon a point inside it decides, so that each belongs to
    one place only. places: valid polygons; their border belongs to them. Any CRS. Raises `no-crs`,
    `not-polygons`, `invalid-polygons`.
    """
    found = np.full(len(features), NOWHERE, dtype=np.intp)
    epsg = plane_of(places, features)
    there = ~(features.geometry.isna() | features.geometry.is_empty)
    if not there.any() or not len(places):
        return found
    shapes = projected(features.geometry[there].to_numpy(), features.crs, epsg)
    points = shapely.point_on_surface(shapes)
    point, place = shapely.STRtree(plane_polygons(places, epsg)).query(points, "intersects")
    first = np.full(len(points), len(places), dtype=np.intp)
    np.minimum.at(first, point, place)
    found[np.flatnonzero(there)] = np.where(first < len(places), first, NOWHERE)
    return found
