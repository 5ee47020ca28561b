"""Polygonal geometries as plain arrays: vertices, rings, geometries."""

from __future__ import annotations

import numpy as np
import shapely

from geo.coverage.edges.laid import Outline
from geo.plane.arrays import Geometries


def outline(geometries: Geometries) -> Outline:
    """geometries: (n,) polygons or multipolygons, none empty."""
    if not len(geometries):
        none, start = np.zeros(0), np.zeros(1, np.int64)
        return Outline(none, none, start, np.zeros(0, np.uint8), start)
    kind, vertices, offsets = shapely.to_ragged_array(geometries, include_z=False)
    rings, outer, *more = (each.astype(np.int64) for each in offsets)
    holes = np.ones(len(rings) - 1, np.uint8)
    holes[outer[:-1]] = 0
    starts = outer[more[0]] if kind == shapely.GeometryType.MULTIPOLYGON else outer
    x, y = (np.ascontiguousarray(axis) for axis in vertices.T)
    return Outline(x, y, rings, holes, starts)


def only(of: Outline, geometry: int) -> Outline:
    """One of the geometries, counted from 0."""
    first, after = of.starts[geometry], of.starts[geometry + 1]
    rings = of.rings[first : after + 1]
    span = slice(rings[0], rings[-1])
    return Outline(
        of.x[span],
        of.y[span],
        rings - rings[0],
        of.holes[first:after],
        np.array([0, after - first]),
    )
