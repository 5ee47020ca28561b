"""Long edges get vertices along their geodesic, so that every later step may take them straight.

An edge is the geodesic between its vertices (`geo.measure.ellipsoid`). Drawn straight in the
Gauss-Krüger plane it lies beside that geodesic by s²·x / 8R² (s its length, x the distance from
the central meridian): 1.2 cm for 5 km at the edge of a zone, 0.01 mm for 150 m.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon

from geo.crs.ellipsoid import ELLIPSOID

Geometries = NDArray[Any]
Floats = NDArray[np.float64]

# No degree of a meridian or parallel is longer; only edges that may be too long are measured.
METRES_PER_DEGREE = 111_700.0
STEP_M = 150.0


def densified(geographic: Geometries, step_m: float = STEP_M) -> Geometries:
    """The geometries with no edge longer than `step_m`, new vertices on the geodesic.

    geographic: (n,) in EPSG:4490, x = longitude; missing and empty ones pass. Heights are dropped.
    Their areas and lengths on the ellipsoid stay what they were.
    """
    flat: Geometries = shapely.force_2d(geographic)
    vertices, owner = shapely.get_coordinates(flat, return_index=True)
    edges = np.diff(vertices, axis=0) * METRES_PER_DEGREE
    long = (np.hypot(edges[:, 0], edges[:, 1]) > step_m) & (owner[1:] == owner[:-1])
    dense = flat.copy()
    for position in np.unique(owner[1:][long]):
        dense[position] = _dense(flat[position], step_m)
    return dense


def _dense(shape: Any, step_m: float) -> Any:
    if hasattr(shape, "geoms"):
        return type(shape)([_dense(part, step_m) for part in shape.geoms])
    if isinstance(shape, Polygon):
        holes = [_filled(hole, step_m) for hole in shape.interiors]
        return Polygon(_filled(shape.exterior, step_m), holes)
    if isinstance(shape, LineString):
        return type(shape)(_filled(shape, step_m))
    return shape


def _filled(line: Any, step_m: float) -> Floats:
    """(n, 2) vertices of a line or ring with as many new ones as each edge needs."""
    vertices = shapely.get_coordinates(line)
    start, end = vertices[:-1], vertices[1:]
    azimuth, _, length = ELLIPSOID.inv(*start.T, *end.T)
    pieces = np.maximum(np.ceil(length / step_m).astype(np.intp), 1)
    edge = np.repeat(np.arange(len(pieces)), pieces)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    along = length[edge] * number / pieces[edge]
    x, y = start[edge].T
    lon, lat, _ = ELLIPSOID.fwd(x, y, azimuth[edge], along)
    # given vertices keep their very bits
    filled = np.where(number[:, None] == 0, start[edge], np.stack([lon, lat], axis=1))
    return np.append(filled, vertices[-1:], axis=0)
