"""The parts of lines that lie inside a region."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage_inputs import polygonal
from geo.plane_shapes import Frame, Geometries, geographic, plane_lines, plane_of, plane_shapes


def lines_inside(lines: Frame, region: Frame) -> gpd.GeoSeries:
    """(n,) of each line what lies inside the dissolved region or on its border, EPSG:4490; empty
    where nothing does.

    lines, region (valid polygons): any CRS. Edges are geodesics. Raises `no-crs`, `not-lines`,
    `not-polygons`, `invalid-polygons` and those of `geo.crs.plane_epsg`.
    """
    polygonal(region.geometry)  # only polygons pass
    epsg = plane_of(region, lines)
    ground = shapely.union_all(plane_shapes(region, epsg))
    shapes = plane_lines(lines, epsg)
    return geographic(_linear(shapely.intersection(shapes, ground)), epsg)


def _linear(shapes: Any) -> Geometries:
    """Without the points where a line only touches."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    kept = shapely.get_dimensions(parts) == 1
    linear: Geometries = np.full(len(shapes), shapely.MultiLineString(), dtype=object)
    if kept.any():
        some, index = np.unique(owner[kept], return_inverse=True)
        linear[some] = shapely.multilinestrings(parts[kept], indices=index)
    return linear
