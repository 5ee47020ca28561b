"""What a pile of polygons covers of a region, from its visible edges.

The border of what is covered is made of the parts of the polygons' edges that lie in no other
polygon and in the region, and of the parts of the region's own edges that lie in some polygon. By
Green's theorem the area is the sum of a term of each such part; the union itself is never put
together. Where several edges lie on each other: polygons on both sides hide the edge for both, of
equal edges the first polygon's counts, and on the border of the region the region's own edge.

The parts of a border go once around, so their ends add up to nothing. Where they do not, or where
there was too little room, the answer is marked as doubtful and not used.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from geo.coverage.edges.cells import (
    BORDER,
    INSIDE,
    NEAR,
    OUTSIDE,
    ROOM,
    Grid,
    columns_of,
    has_bare,
    lay,
    rows_of,
    window_of,
)
from geo.coverage.edges.compiled import Numbers, Places, compiled
from geo.coverage.edges.crossing import (
    END_OF_CELL,
    END_OF_EDGE,
    LEFT,
    NONE,
    RIGHT,
    SAME,
    TOO_MUCH,
    Edge,
    Rings,
    Room,
    add_run,
    edge,
    left_over,
    outside,
    place,
    runs_in,
    united,
)
from geo.coverage.edges.integral import TALL_M, Scale, edge_term, scale_around
from geo.coverage.edges.laid import Outline, far, laid

# What is summed: covered m², m² of all polygons, and by how much the ends of the covered border
# miss each other; the pairs of edges asked.
COVERED, PILED, GAP_X, GAP_Y, GAP_XY, DOUBT, ASKED, SUMS = 0, 1, 2, 3, 4, 5, 6, 7
GAP_M = 1e-6
# Outlines of 10⁵ vertices that lie on each other ask every edge about every other: set operations,
# which sort them first, are faster from so many pairs on, at all and for each vertex.
MOST_ASKED, MOST_ASKED_A_VERTEX = 1e8, 1e3
# Cells a polygon is wide; half of the pile lies in larger ones.
CELLS_WIDE = 6.0
CELLS_A_POLYGON, CELLS_AT_LEAST, CELLS_AT_MOST = 16, 64, 1 << 22


class Work(NamedTuple):
    """rings: of the region before first[0], then those of polygon i from first[i] to first[i + 1],
    in metres from the origin of the scale. asked: the last edge for which each polygon was
    asked."""

    rings: Rings
    first: Places
    scale: Scale
    grid: Grid
    room: Room
    asked: Places
    sums: Numbers


@compiled
def _term(work: Work, e: int, run: int) -> float:
    """The part in the area of a run of an edge."""
    ax, ay = place(work.rings, e, work.room.ends[run, 0], 0)
    bx, by = place(work.rings, e, work.room.ends[run, 1], 1)
    return edge_term(work.scale, ax, ay, bx, by)


@compiled
def _add_border_run(work: Work, e: int, run: int) -> None:
    """A run of an edge that is part of the border of what is covered."""
    ends, sums = work.room.ends, work.sums
    if ends[run, 0] == END_OF_CELL or ends[run, 1] == END_OF_CELL:
        sums[DOUBT] += 1
    ax, ay = place(work.rings, e, ends[run, 0], 0)
    bx, by = place(work.rings, e, ends[run, 1], 1)
    sums[COVERED] += edge_term(work.scale, ax, ay, bx, by)
    sums[GAP_X] += bx - ax
    sums[GAP_Y] += by - ay
    sums[GAP_XY] += bx * by - ax * ay


@compiled
def _seen(grid: Grid, e: int) -> tuple[int, int, int]:
    """How many cells of an edge lie inside the region, on its border, and in no single polygon."""
    line = edge(grid.rings, e)
    inside = border = bare = 0
    low, high = rows_of(line, grid.up)
    for row in range(low, high + 1):
        a, b = columns_of(line, row, grid.across)
        for cell in range(row * grid.across + a, row * grid.across + b + 1):
            ground = grid.ground[cell]
            inside += ground == INSIDE
            border += ground == BORDER
            bare += ground != OUTSIDE and not grid.covered[cell]
    return inside, border, bare


@compiled
def _outside(work: Work, e: int) -> int:
    """Runs: the parts of an edge that lie outside the region or on its border."""
    work.sums[ASKED] += work.first[0]
    return outside(work.rings, e, work.first[0], work.room)


@compiled
def _add_pile(work: Work, e: int, n: int) -> None:
    """All of an edge in the region counts for the pile: all but its first n runs."""
    room = work.room
    since_is = END_OF_EDGE
    since = 0.0
    for i in range(n + 1):
        until, until_is = (room.runs[i, 0], room.ends[i, 0]) if i < n else (1.0, END_OF_EDGE)
        if until > since:
            ax, ay = place(work.rings, e, since_is, 0)
            bx, by = place(work.rings, e, until_is, 1)
            work.sums[PILED] += edge_term(work.scale, ax, ay, bx, by)
        if i < n:
            since, since_is = room.runs[i, 1], room.ends[i, 1]


@compiled
def _in_cell(line: Edge, column: int, row: int) -> tuple[float, float]:
    """From where to where an edge lies in a cell, as shares of it."""
    start, end = 0.0, 1.0
    du, dv = line[2] - line[0], line[3] - line[1]
    if du != 0.0:
        one, other = (column - line[0]) / du, (column + 1 - line[0]) / du
        start, end = max(start, min(one, other)), min(end, max(one, other))
    if dv != 0.0:
        one, other = (row - line[1]) / dv, (row + 1 - line[1]) / dv
        start, end = max(start, min(one, other)), min(end, max(one, other))
    return start, end


@compiled
def _hidden_in_cell(work: Work, line: Edge, column: int, row: int, n: int) -> int:
    """Adds the part of an edge in a cell that lies in one polygon. It never is the end of what is
    hidden: that polygon reaches into the next cells, where it is asked itself."""
    start, end = _in_cell(line, column, row)
    if start >= end:
        return n
    slack = 0.5 * NEAR / max(abs(line[2] - line[0]), abs(line[3] - line[1]))
    start, end = max(start - slack, 0.0), min(end + slack, 1.0)
    start_is = END_OF_EDGE if start == 0.0 else END_OF_CELL
    end_is = END_OF_EDGE if end == 1.0 else END_OF_CELL
    return add_run(work.room, n, start, start_is, end, end_is)


@compiled
def _hidden_by_listed(work: Work, e: int, own: int, cell: int, n: int) -> int:
    """Adds what each polygon listed in a cell, and not asked before, hides of an edge."""
    entry = work.grid.head[cell]
    while entry >= 0 and n >= 0:
        other = work.grid.who[entry]
        entry = work.grid.following[entry]
        if other == own or work.asked[other] == e:
            continue
        work.asked[other] = e
        first, after = work.first[other], work.first[other + 1]
        work.sums[ASKED] += after - first
        along = SAME if other < own else NONE
        before = n
        n = runs_in(work.rings, e, RIGHT, first, after, along, work.room, n)
        if n > before and work.room.runs[before, 0] == 0.0 and work.room.runs[before, 1] == 1.0:
            return add_run(work.room, 0, 0.0, END_OF_EDGE, 1.0, END_OF_EDGE)
    return n


@compiled
def _hidden(work: Work, e: int, own: int, n: int) -> int:
    """Runs: beside the first n those that other polygons hide of an edge."""
    grid = work.grid
    line = edge(grid.rings, e)
    low, high = rows_of(line, grid.up)
    for row in range(low, high + 1):
        a, b = columns_of(line, row, grid.across)
        for column in range(a, b + 1):
            cell = row * grid.across + column
            if grid.ground[cell] == OUTSIDE:
                continue
            if grid.covered[cell]:
                n = _hidden_in_cell(work, line, column, row, n)
            else:
                n = _hidden_by_listed(work, e, own, cell, n)
            if n < 0:
                return TOO_MUCH
            if n > 0 and work.room.runs[0, 0] == 0.0 and work.room.runs[0, 1] == 1.0:
                return 1
    return united(work.room, n)


@compiled
def _add_visible(work: Work, own: int, e: int, n: int) -> None:
    """What is left of an edge beside its first n runs and those that other polygons hide."""
    n = _hidden(work, e, own, n)
    n = left_over(work.room, n) if n >= 0 else TOO_MUCH
    if n < 0:
        work.sums[DOUBT] += 1
    for run in range(n):
        _add_border_run(work, e, run)


@compiled
def _add_crossing(work: Work, own: int, e: int, bare: bool) -> None:
    """An edge on the border of the region."""
    n = _outside(work, e)
    if n < 0:
        work.sums[DOUBT] += 1
        return
    _add_pile(work, e, n)
    if bare:
        _add_visible(work, own, e, n)


@compiled
def _terms(rings: Rings, scale: Scale, first: int, after: int) -> float:
    """The area of the polygon of the edges first … after−1, in m²."""
    total = 0.0
    for e in range(first, after):
        if rings.joint[e] == 0:
            total += edge_term(scale, rings.x[e], rings.y[e], rings.x[e + 1], rings.y[e + 1])
    return total


@compiled
def _is_too_much(sums: Numbers, vertices: int) -> bool:
    return bool(sums[ASKED] > MOST_ASKED + MOST_ASKED_A_VERTEX * vertices)


@compiled
def _add_polygon(work: Work, own: int) -> None:
    """All of its edges in the region count for the pile, and for the cover what no other polygon
    hides."""
    rings, grid, scale = work.rings, work.grid, work.scale
    where, first, after = grid.where[own], work.first[own], work.first[own + 1]
    if where == INSIDE:
        work.sums[PILED] += _terms(rings, scale, first, after)
    if where == OUTSIDE or (
        where == INSIDE and not has_bare(grid, window_of(grid, first, after - 1))
    ):
        return
    for e in range(first, after):
        if rings.joint[e] or _is_too_much(work.sums, len(rings.x)):
            continue
        inside, border, bare = _seen(grid, e)
        if border:
            _add_crossing(work, own, e, bare > 0)
            continue
        if inside and where == BORDER:
            work.sums[PILED] += edge_term(
                scale, rings.x[e], rings.y[e], rings.x[e + 1], rings.y[e + 1]
            )
        if bare:
            _add_visible(work, own, e, 0)


@compiled
def _inside_listed(work: Work, e: int, cell: int, n: int) -> int:
    """Adds the parts of an edge of the region in each polygon listed in a cell; each counts for the
    pile."""
    entry = work.grid.head[cell]
    while entry >= 0 and n >= 0:
        other = work.grid.who[entry]
        entry = work.grid.following[entry]
        if work.asked[other] == e:
            continue
        work.asked[other] = e
        before = n
        first, after = work.first[other], work.first[other + 1]
        work.sums[ASKED] += after - first
        n = runs_in(work.rings, e, LEFT, first, after, NONE, work.room, n)
        for run in range(before, n):
            work.sums[PILED] += _term(work, e, run)
    return n


@compiled
def _add_border(work: Work, e: int) -> None:
    """An edge of the region: each polygon over it counts for the pile, together for the cover."""
    grid = work.grid
    line = edge(grid.rings, e)
    low, high = rows_of(line, grid.up)
    n = 0
    for row in range(low, high + 1):
        a, b = columns_of(line, row, grid.across)
        for cell in range(row * grid.across + a, row * grid.across + b + 1):
            n = _inside_listed(work, e, cell, n)
    n = united(work.room, n)
    if n < 0:
        work.sums[DOUBT] += 1
    for run in range(n):
        _add_border_run(work, e, run)


@compiled
def _sum(work: Work) -> None:
    for own in range(len(work.first) - 1):
        _add_polygon(work, own)
    for e in range(work.first[0]):
        if not (work.rings.joint[e] or _is_too_much(work.sums, len(work.rings.x))):
            _add_border(work, e)


@compiled
def _side(areas: Numbers, chosen: Places, width: float, height: float) -> float:
    """Side of a cell in m."""
    sizes = np.sort(areas[chosen])
    pile = np.cumsum(sizes)
    typical = sizes[min(int(np.searchsorted(pile, pile[-1] / 2)), len(sizes) - 1)]
    most = min(CELLS_AT_LEAST + CELLS_A_POLYGON * len(chosen), CELLS_AT_MOST)
    side = max(math.sqrt(typical) / CELLS_WIDE, math.sqrt(width * height / most))
    return max(side, max(width, height) / most, 1e-3)


@compiled
def measure(of: Outline, areas: Numbers, chosen: Places, region: Outline, sums: Numbers) -> None:
    """Sums for one region.

    of: polygons or multipolygons; areas: m² of each in the plane; chosen: those near the region.
    region: one geometry.
    """
    if len(chosen) == 0:
        return
    west, east = region.x.min(), region.x.max()
    south, north = region.y.min(), region.y.max()
    ox, oy = np.floor((west + east) / 2), np.floor((south + north) / 2)
    rings, first = laid(of, chosen, region, ox, oy)
    reach = east - west + north - south
    if far(rings) or reach > TALL_M:
        sums[DOUBT] += 1
        return
    side = _side(areas, chosen, east - west, north - south)
    # An odd share of a cell, so that round coordinates do not lie on the lines between cells.
    corner_x, corner_y = west - ox - 1.137 * side, south - oy - 1.211 * side
    across, up = int((east - west) / side) + 3, int((north - south) / side) + 3
    in_cells = Rings((rings.x - corner_x) / side, (rings.y - corner_y) / side, rings.joint)
    grid = lay(in_cells, across, up, first)
    room = Room(
        np.empty((ROOM, 2)), np.empty((ROOM, 2), np.int64), np.empty(ROOM), np.empty(ROOM, np.int64)
    )
    asked = np.full(len(chosen), -1, np.int64)
    scale = scale_around(ox, oy, reach)
    _sum(Work(rings, first, scale, grid, room, asked, sums))
    gap = abs(sums[GAP_X]) + abs(sums[GAP_Y]) + abs(sums[GAP_XY]) / (1.0 + reach)
    if not gap < GAP_M or _is_too_much(sums, len(rings.x)):
        sums[DOUBT] += 1
