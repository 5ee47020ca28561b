"""Polygonal geometries as plain arrays: vertices, rings, geometries."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.coverage.edges.compiled import Marks, Places
from geo.coverage.edges.laid import Outline
from geo.plane.arrays import Geometries


def outline(geometries: Geometries) -> Outline:
    """geometries: (n,) polygons or multipolygons, none empty."""
    counts, sizes, holes = ring_sizes(geometries)
    x, y = (np.ascontiguousarray(axis) for axis in shapely.get_coordinates(geometries).T)
    return Outline(x, y, _offsets(sizes), holes, _offsets(counts))


def ring_sizes(geometries: Geometries) -> tuple[Places, Places, Marks]:
    """Of each geometry the number of its rings; of each ring its vertices, and 1 where it is a
    hole. The rings are in the order of `shapely.get_coordinates`.

    geometries: (n,) polygons or multipolygons, none empty.
    """
    # What is one ring, as most are, is taken whole: shapely makes an object of every ring.
    several = shapely.get_type_id(geometries) != shapely.GeometryType.POLYGON
    several |= shapely.get_num_interior_rings(geometries) > 0
    counts = np.ones(len(geometries), np.int64)
    sizes: Places = shapely.get_num_coordinates(geometries).astype(np.int64)
    if not several.any():
        return counts, sizes, np.zeros(len(sizes), np.uint8)
    parts, whose = shapely.get_parts(geometries[several], return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    counts[several] = np.bincount(whose[part], minlength=int(several.sum()))
    all_sizes, holes = np.repeat(sizes, counts), np.zeros(counts.sum(), np.uint8)
    of_several = np.repeat(several, counts)
    all_sizes[of_several] = shapely.get_num_coordinates(rings)
    holes[of_several] = np.diff(part, prepend=-1) == 0
    return counts, all_sizes, holes


def _offsets(counts: NDArray[Any]) -> Places:
    """Where each starts and the last one ends."""
    offsets: Places = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return offsets


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
