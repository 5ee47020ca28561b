"""Geometries as plain arrays, and laid around a region on exact coordinates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geo.coverage.edges.compiled import Marks, Numbers, Places, compiled
from geo.coverage.edges.crossing import Rings
from geo.coverage.edges.signs import REACH_M, ROUNDS


class Outline(NamedTuple):
    """Ring r has the vertices rings[r] … rings[r + 1] − 1 in m in the plane, the first one again at
    the end; holes: 1 for a ring that is one; geometry g has the rings starts[g] … starts[g + 1] −
    1."""

    x: Numbers
    y: Numbers
    rings: Places
    holes: Marks
    starts: Places


@compiled
def _turns_right(of: Outline, ring: int) -> bool:
    first, after = of.rings[ring], of.rings[ring + 1]
    x, y = of.x[first], of.y[first]
    area = 0.0
    for v in range(first, after - 1):
        area += (of.x[v] - x) * (of.y[v + 1] - y) - (of.x[v + 1] - x) * (of.y[v] - y)
    return area < 0.0


@compiled
def _copy(of: Outline, geometry: int, east: float, north: float, rings: Rings, at: int) -> int:
    """Lays the rings of a geometry so that it lies on their left; returns where the next one
    starts."""
    for ring in range(of.starts[geometry], of.starts[geometry + 1]):
        first, after = of.rings[ring], of.rings[ring + 1]
        backwards = _turns_right(of, ring) != (of.holes[ring] != 0)
        for i in range(after - first):
            v = after - 1 - i if backwards else first + i
            # A float this large holds multiples of the lattice only, so the sum is rounded to one.
            rings.x[at + i] = (of.x[v] - east + ROUNDS) - ROUNDS
            rings.y[at + i] = (of.y[v] - north + ROUNDS) - ROUNDS
        at += after - first
        rings.joint[at - 1] = 1
    return at


@compiled
def _size(of: Outline, geometry: int) -> int:
    return int(of.rings[of.starts[geometry + 1]] - of.rings[of.starts[geometry]])


@compiled
def laid(
    of: Outline, chosen: Places, region: Outline, east: float, north: float
) -> tuple[Rings, Places]:
    """The rings of the region, then those of the chosen polygons, and where each of these
    starts."""
    size = len(region.x)
    for polygon in chosen:
        size += _size(of, polygon)
    rings = Rings(np.zeros(size + 1), np.zeros(size + 1), np.zeros(size + 1, np.uint8))
    rings.joint[size] = 1
    first = np.empty(len(chosen) + 1, np.int64)
    first[0] = _copy(region, 0, east, north, rings, 0)
    for i in range(len(chosen)):
        first[i + 1] = _copy(of, chosen[i], east, north, rings, first[i])
    return rings, first


@compiled
def far(rings: Rings) -> bool:
    for v in range(len(rings.x)):
        if not (abs(rings.x[v]) < REACH_M and abs(rings.y[v]) < REACH_M):
            return True
    return False
