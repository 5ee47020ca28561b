"""Rings of a shapefile that run the wrong way round.

By the specification outer borders run with the clock and holes against it; GDAL goes by that. A
hole that was written the wrong way round is then a second part inside the first, where every
program that draws the file shows a hole, and so it is read.
"""

from __future__ import annotations

import numpy as np
import shapely

from geo.coverage_inputs import only_polygons
from geo.shape_column import ShapeColumn, Shapes

_MULTIPOLYGON = shapely.GeometryType.MULTIPOLYGON


def holes_from_parts(column: ShapeColumn) -> list[int]:
    """Make holes, in place, of parts that lie within a part; their rows (0-based)."""
    rows: list[int] = []
    for first, part in column.parts():
        rows += [first + row for row in _nested(part)]
    if rows:
        column.change(lambda _first, part: _turned(part, _nested(part)))
    return rows


def _nested(shapes: Shapes) -> list[int]:
    several = np.flatnonzero(shapely.get_type_id(shapes) == _MULTIPOLYGON)
    with np.errstate(invalid="ignore"):
        broken = several[~shapely.is_valid(shapes[several])]
        reasons = shapely.is_valid_reason(shapes[broken])
    nested = [reason.startswith("Nested shells") for reason in reasons]
    return [int(row) for row in broken[np.array(nested, dtype=bool)]]


def _turned(shapes: Shapes, rows: list[int]) -> Shapes:
    """This method counts how many rings are around a place: an odd number is ground."""
    shapes[rows] = only_polygons(shapely.make_valid(shapes[rows], method="linework"))
    return shapes
