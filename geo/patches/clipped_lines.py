"""The parts of lines that lie inside a region."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.patches.patches import BORDER_M
from geo.plane.polygons import polygonal
from geo.plane.shapes import (
    Frame,
    Geometries,
    geographic,
    plane_lines,
    plane_of,
    plane_shapes,
    simple_parts,
)
from geo.validity.gaps import SLIT_M


def lines_inside(lines: Frame, region: Frame) -> gpd.GeoSeries:
    """(n,) of each line what lies inside the dissolved region or on its border, EPSG:4490; empty
    where nothing does.

    A line runs on the border where it lies within 2 cm of it for more than 1 m: a river drawn along
    the border of a district would else be inside or outside by the last digits.
    lines, region (valid polygons): any CRS. Raises `no-crs`, `not-lines`,
    `not-polygons`, `invalid-polygons` and those of `geo.crs.transform.plane_epsg`.
    """
    polygonal(region.geometry)  # only polygons pass
    epsg = plane_of(region, lines)
    ground = shapely.union_all(plane_shapes(region, epsg))
    shapes = plane_lines(lines, epsg)
    strips = _along_border(shapes, ground)
    on_border = shapely.intersection(shapes, strips)
    inside = shapely.intersection(shapely.difference(shapes, strips), ground)
    return geographic(_linear(on_border, inside), epsg)


def _along_border(shapes: Geometries, ground: Any) -> Geometries:
    """For each line narrow strips around what of it runs on the border of the ground. They are cut
    out before anything is asked of line and ground, which would be asked of the last digits."""
    along = shapely.intersection(shapes, shapely.buffer(shapely.boundary(ground), SLIT_M))
    parts, owner = shapely.get_parts(along, return_index=True)
    long = shapely.length(parts) > BORDER_M
    strips = np.full(len(shapes), shapely.Polygon(), dtype=object)
    for each in np.unique(owner[long]):
        stretches = shapely.multilinestrings(parts[long & (owner == each)])
        strips[each] = shapely.buffer(stretches, SLIT_M, cap_style="flat")
    return strips


def _linear(*shapes: Any) -> Geometries:
    """Row by row the lines of all, without the points where a line only touches."""
    rows = [shapely.geometrycollections(row) for row in zip(*shapes, strict=True)]
    parts, owner = simple_parts(np.array([*rows, None], dtype=object)[:-1])
    kept = shapely.get_dimensions(parts) == 1
    linear: Geometries = np.full(len(rows), shapely.MultiLineString(), dtype=object)
    if kept.any():
        some, index = np.unique(owner[kept], return_inverse=True)
        linear[some] = shapely.multilinestrings(parts[kept], indices=index)
    return linear
