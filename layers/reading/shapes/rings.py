"""Rings of a layer that were drawn the wrong way round or in the wrong order.

By the specification of shapefiles outer borders run with the clock and holes against it, and GDAL
goes by that; in other formats the first ring of a part is its border. A hole that was written as a
border is then a second part inside the first, where every program that draws the file shows a
hole, and so it is read.
"""

from __future__ import annotations

import numpy as np
import shapely

from geo.errors import Problem
from geo.plane.polygons import only_polygons
from geo.plane.shape_column import Shapes
from geo.validity.ring_nesting import is_misnested, nested
from layers.reading.raw import RawLayer
from layers.reading.rows import by_row
from layers.reading.shapes.errors import HOLE_TURNED

_POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def holes_from_parts(layer: RawLayer) -> list[Problem]:
    """Make holes, in place, of borders that lie within a ring; one finding for each row."""
    if layer.shapes is None:
        return []
    rows: list[int] = []
    for first, part in layer.shapes.parts():
        rows += [first + row for row in _misnested(part)]
    if rows:
        layer.shapes.change(lambda _first, part: _turned(part, _misnested(part)))
    return by_row(HOLE_TURNED, rows, lambda _row: {})


def _misnested(shapes: Shapes) -> list[int]:
    several = np.flatnonzero(
        np.isin(shapely.get_type_id(shapes), _POLYGONAL) & (_rings(shapes) > 1)
    )
    with np.errstate(invalid="ignore"):
        broken = several[~shapely.is_valid(shapes[several])]
    finite = np.isfinite(shapely.bounds(shapes[broken])).all(axis=1)
    return [int(row) for row in broken[finite] if is_misnested(shapes[row])]


def _rings(shapes: Shapes) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    holes = np.maximum(shapely.get_num_interior_rings(shapes), 0)
    counts: np.ndarray[tuple[int], np.dtype[np.int64]] = shapely.get_num_geometries(shapes) + holes
    return counts


def _turned(shapes: Shapes, rows: list[int]) -> Shapes:
    """The parts made anew by what lies inside what."""
    for row in rows:
        shapes[row] = nested(shapes[row])
    shapes[rows] = only_polygons(shapes[rows])
    return shapes
