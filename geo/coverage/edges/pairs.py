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
    BOTH,
    END_OF_EDGE,
    LEFT,
    RIGHT,
    TOO_MUCH,
    Edge,
    Rings,
    Room,
    add_run,
    apart,
    crossed,
    edge,
    left_over,
    meets,
    passes_east,
    place,
    run_along,
    runs_between,
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
# So many edges in a row have a box, and are passed over with it.
ROW = 8


# From an edge to before another.
Span = tuple[int, int]


class Around(NamedTuple):
    """The rings of a pair, and the boxes (west, south, east, north) of their edges, `ROW` at a
    time; how far their origin lies from that of the scale."""

    rings: Rings
    boxes: Table
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
def _boxes(rings: Rings) -> Table:
    """Of the edges 0 … 7, 8 … 15 and so on."""
    boxes = np.empty((len(rings.x) // ROW + 1, 4))
    boxes[:, :2], boxes[:, 2:] = np.inf, -np.inf
    for e in range(len(rings.x)):
        if rings.joint[e] == 0:
            box, line = boxes[e // ROW], edge(rings, e)
            box[0], box[2] = min(box[0], line[0], line[2]), max(box[2], line[0], line[2])
            box[1], box[3] = min(box[1], line[1], line[3]), max(box[3], line[1], line[3])
    return boxes


@compiled
def _row(boxes: Table, row: int) -> Edge:
    return boxes[row, 0], boxes[row, 1], boxes[row, 2], boxes[row, 3]


@compiled
def _on_ray(box: Edge, asked: Edge) -> bool:
    """Whether the ray that goes east from the start of an edge may meet what lies in a box."""
    return box[1] <= asked[1] and asked[1] <= box[3] and asked[0] <= box[2]


@compiled
def _meets(around: Around, e: int, first: int, after: int) -> bool:
    """`meets`, a row of edges at a time."""
    asked = edge(around.rings, e)
    for row in range(first // ROW, (after - 1) // ROW + 1):
        if not apart(asked, _row(around.boxes, row)):
            begin, end = max(first, row * ROW), min(after, (row + 1) * ROW)
            if meets(around.rings, e, begin, end):
                return True
    return False


@compiled
def _starts_in(around: Around, e: int, side: int, first: int, after: int) -> bool:
    """`starts_in`, a row of edges at a time."""
    asked = edge(around.rings, e)
    inside = False
    for row in range(first // ROW, (after - 1) // ROW + 1):
        if _on_ray(_row(around.boxes, row), asked):
            begin, end = max(first, row * ROW), min(after, (row + 1) * ROW)
            inside ^= starts_in(around.rings, e, side, begin, end)
    return inside


@compiled
def _runs_in(around: Around, e: int, side: int, first: int, after: int) -> int:
    """`runs_in`, a row of edges at a time, and without what edges have in common."""
    rings, room = around.rings, around.room
    asked = edge(rings, e)
    inside = False
    m = 0
    for row in range(first // ROW, (after - 1) // ROW + 1):
        box = _row(around.boxes, row)
        if not _on_ray(box, asked) and apart(asked, box):
            continue
        for f in range(max(first, row * ROW), min(after, (row + 1) * ROW)):
            line = edge(rings, f)
            if rings.joint[f]:
                continue
            if passes_east(line, asked, side):
                inside = not inside
            if m >= 0 and not apart(asked, line):
                m = crossed(line, asked, side, f, room, m)
    return runs_between(room, m, inside, 0) if m >= 0 else TOO_MUCH


@compiled
def _along(around: Around, e: int, first: int, after: int, n: int) -> int:
    """Adds to n runs what an edge has in common with others, a row of these at a time."""
    asked = edge(around.rings, e)
    for row in range(first // ROW, (after - 1) // ROW + 1):
        if not apart(asked, _row(around.boxes, row)):
            for f in range(max(first, row * ROW), min(after, (row + 1) * ROW)):
                if not around.rings.joint[f]:
                    n = run_along(around.rings, e, f, BOTH, around.room, n)
    return n


@compiled
def _parts(around: Around, e: int, side: int, first: int, after: int) -> int:
    """Runs: the parts of an edge that lie in the polygon of the edges first … after−1; of two that
    have an edge in common it is that of the first."""
    room = around.room
    n = united(room, _runs_in(around, e, side, first, after))
    if side == LEFT or n < 0:
        return n
    n = united(room, _along(around, e, first, after, left_over(room, n)))
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
        elif _meets(around, e, first, after):
            inside = UNKNOWN
            _add(around, e, _parts(around, e, side, first, after), sums)
        else:
            if inside == UNKNOWN:
                inside = int(_starts_in(around, e, side, first, after))
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
        around = Around(few, _boxes(few), scale, x - middle_x, y - middle_y, room)
        _share(around, first, second, border, sums[k])
