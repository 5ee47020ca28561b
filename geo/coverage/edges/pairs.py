"""The ground that two polygons share, from the parts of their borders that bound it.

As in `visible`: edges of the second in the first, and edges of the first in the second; what is
shared is never put together.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from geo.coverage.edges.compiled import Numbers, Places, Table, compiled
from geo.coverage.edges.crossing import (
    END_OF_EDGE,
    LEFT,
    NONE,
    RIGHT,
    Edge,
    Rings,
    Room,
    add_run,
    apart,
    edge,
    left_over,
    meets,
    outside,
    place,
    runs_in,
    starts_in,
    united,
)
from geo.coverage.edges.integral import TALL_M, Scale, edge_term, scale_around
from geo.coverage.edges.laid import Outline, far, laid

# Of a pair: m² of the ellipsoid, m² and length of the border in the plane; by how much the ends of
# the border miss each other; 1 where the answer is not to be used.
AREA, FLAT_AREA, AROUND, GAP_X, GAP_Y, DOUBT, SUMS = 0, 1, 2, 3, 4, 5, 6
GAP_M = 1e-6
ROOM = 1024
UNKNOWN = -1


# From an edge to before another.
Span = tuple[int, int]


class Around(NamedTuple):
    """The rings of a pair; how far their origin lies from that of the scale."""

    rings: Rings
    scale: Scale
    east: float
    north: float
    room: Room


@compiled
def _add(around: Around, e: int, n: int, sums: Numbers) -> None:
    """The first n runs of an edge bound what is shared."""
    rings, room, east, north = around.rings, around.room, around.east, around.north
    if n < 0:
        sums[DOUBT] = 1.0
    for run in range(n):
        ax, ay = place(rings, e, room.ends[run, 0], 0)
        bx, by = place(rings, e, room.ends[run, 1], 1)
        sums[AREA] += edge_term(around.scale, ax + east, ay + north, bx + east, by + north)
        sums[FLAT_AREA] += (ax * by - bx * ay) / 2.0
        sums[AROUND] += math.hypot(bx - ax, by - ay)
        sums[GAP_X] += bx - ax
        sums[GAP_Y] += by - ay


@compiled
def _extent(rings: Rings, first: int, after: int) -> Edge:
    """From the lower left to the upper right corner of the box of some vertices."""
    west, south, east, north = edge(rings, first)
    for v in range(first, after):
        west, east = min(west, rings.x[v]), max(east, rings.x[v])
        south, north = min(south, rings.y[v]), max(north, rings.y[v])
    return west, south, east, north


@compiled
def _asked(rings: Rings, first: int, after: int, box: Edge) -> Edge:
    """From the lower left to the upper right corner of the box of the edges that meet a box."""
    west, south, east, north = np.inf, np.inf, -np.inf, -np.inf
    for e in range(first, after):
        line = edge(rings, e)
        if not rings.joint[e] and not apart(line, box):
            west, east = min(west, line[0], line[2]), max(east, line[0], line[2])
            south, north = min(south, line[1], line[3]), max(north, line[1], line[3])
    return west, south, east, north


@compiled
def _keep(rings: Rings, first: int, after: int, box: Edge, asking: Edge, to: Rings, at: int) -> int:
    """Copies the edges that meet a box, and those that one within `asking` meets, or the ray that
    goes east from it; returns where the next one goes."""
    goes_on = False
    for e in range(first, after):
        line = edge(rings, e)
        beside = min(line[1], line[3]) > asking[3] or max(line[1], line[3]) < asking[1]
        kept = not apart(line, box) or not (beside or max(line[0], line[2]) < asking[0])
        if rings.joint[e] or not kept:
            goes_on = False
            continue
        if not goes_on:
            to.x[at], to.y[at] = line[0], line[1]
            at += 1
        to.joint[at - 1] = 0
        to.x[at], to.y[at] = line[2], line[3]
        to.joint[at] = 1
        at, goes_on = at + 1, True
    return at


@compiled
def _parts(rings: Rings, e: int, side: int, first: int, after: int, room: Room) -> int:
    """Runs: the parts of an edge that lie in the polygon of the edges first … after−1."""
    if side == LEFT:
        return united(room, runs_in(rings, e, LEFT, first, after, NONE, room, 0))
    n = outside(rings, e, after, room)
    return left_over(room, n) if n >= 0 else n


@compiled
def _follow(around: Around, own: Span, box: Edge, side: int, other: Span, sums: Numbers) -> None:
    """Adds what edges of one polygon bound of what is shared; box: that of the other polygon. Where
    an edge meets none of the other's, it lies in it or not as a whole, and the next one begins
    where it ends."""
    rings, room, (first, after) = around.rings, around.room, other
    inside = UNKNOWN
    for e in range(own[0], own[1]):
        # An edge beside the box of the other polygon bounds nothing that they share.
        if rings.joint[e] or apart(edge(rings, e), box):
            inside = UNKNOWN
        elif meets(rings, e, first, after):
            inside = UNKNOWN
            _add(around, e, _parts(rings, e, side, first, after, room), sums)
        else:
            if inside == UNKNOWN:
                inside = int(starts_in(rings, e, side, first, after))
            if inside:
                _add(around, e, add_run(room, 0, 0.0, END_OF_EDGE, 1.0, END_OF_EDGE), sums)


@compiled
def _share(around: Around, one: Edge, other: Edge, border: int, sums: Numbers) -> None:
    """One polygon has the edges before `border`, the other those after it; their boxes."""
    first, second = (0, border), (border, len(around.rings.x))
    _follow(around, second, one, RIGHT, first, sums)
    _follow(around, first, other, LEFT, second, sums)
    if abs(sums[GAP_X]) + abs(sums[GAP_Y]) > GAP_M:
        sums[DOUBT] = 1.0


@compiled
def _near(rings: Rings, border: int, after: int, one: Edge, other: Edge) -> tuple[Rings, int]:
    """Only the edges that say something of what two polygons share, in their order, and where
    those of the second begin."""
    room = 2 * (after + 1)
    to = Rings(np.empty(room), np.empty(room), np.empty(room, np.uint8))
    asks_one, asks_other = _asked(rings, border, after, one), _asked(rings, 0, border, other)
    between = _keep(rings, 0, border, other, asks_one, to, 0)
    end = _keep(rings, border, after, one, asks_other, to, between)
    return Rings(to.x[:end], to.y[:end], to.joint[:end]), between


@compiled
def _one(of: Outline, geometry: int) -> Outline:
    first, after = of.starts[geometry], of.starts[geometry + 1]
    begin, end = of.rings[first], of.rings[after]
    starts = np.zeros(2, np.int64)
    starts[1] = after - first
    rings = of.rings[first : after + 1] - begin
    return Outline(of.x[begin:end], of.y[begin:end], rings, of.holes[first:after], starts)


@compiled
def shared(of: Outline, i: Places, j: Places, sums: Table) -> None:
    """Fills a row of sums for each pair of valid polygons."""
    room = Room(
        np.empty((ROOM, 2)), np.empty((ROOM, 2), np.int64), np.empty(ROOM), np.empty(ROOM, np.int64)
    )
    west, east, south, north = of.x.min(), of.x.max(), of.y.min(), of.y.max()
    middle_x, middle_y = np.floor((west + east) / 2), np.floor((south + north) / 2)
    scale = scale_around(middle_x, middle_y, east - west)
    for k in range(len(i)):
        one = _one(of, i[k])
        x, y = np.floor(one.x[0]), np.floor(one.y[0])
        rings, ends = laid(of, j[k : k + 1], one, x, y)
        if far(rings) or north - south > TALL_M:
            sums[k, DOUBT] = 1.0
            continue
        first, second = _extent(rings, 0, ends[0]), _extent(rings, ends[0], ends[1])
        few, border = _near(rings, ends[0], ends[1], first, second)
        around = Around(few, scale, x - middle_x, y - middle_y, room)
        _share(around, first, second, border, sums[k])
