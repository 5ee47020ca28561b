"""Rings of a shapefile that run the wrong way round.

By the specification outer borders run with the clock and holes against it; GDAL goes by that. A
hole that was written the wrong way round is then a second part inside the first, where every
program that draws the file shows a hole, and so it is read.
"""

from __future__ import annotations

import numpy as np
import shapely

from geo.coverage_inputs import only_polygons
from layers.reading.raw import Shapes

_MULTIPOLYGON = shapely.GeometryType.MULTIPOLYGON


def holes_from_parts(shapes: Shapes) -> list[int]:
    """Make holes, in place, of parts that lie within a part; their rows (0-based)."""
    several = np.flatnonzero(shapely.get_type_id(shapes) == _MULTIPOLYGON)
    with np.errstate(invalid="ignore"):
        broken = several[~shapely.is_valid(shapes[several])]
        reasons = shapely.is_valid_reason(shapes[broken])
    nested = [reason.startswith("Nested shells") for reason in reasons]
    rows = broken[np.array(nested, dtype=bool)]
    # This method counts how many rings are around a place: an odd number is ground.
    shapes[rows] = only_polygons(shapely.make_valid(shapes[rows], method="linework"))
    return [int(row) for row in rows]
