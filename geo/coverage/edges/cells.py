"""Cells over a region: which of them lie in one polygon, and which polygons' borders run through
the others.

A cell counts as touched already where an edge comes within a millionth of its side: what floats can
do to a place never makes a border cell look clear. Coordinates are in cells, counted from the
corner of the grid.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from geo.coverage.edges.compiled import Entries, Marks, Places, compiled
from geo.coverage.edges.crossing import Edge, Rings, edge

NEAR = 1e-6
# An edge this flat counts as touching all of a row that it comes near.
FLAT = 1e-3
OUTSIDE, BORDER, INSIDE = 0, 1, 2
ROOM = 4096
_TOUCHED, _TOGGLED = 1, 2

Window = tuple[int, int, int, int]


class Grid(NamedTuple):
    """rings: in cells. ground: whether a cell lies outside the region, on its border or inside;
    where: the same of each polygon. covered: 1 where one polygon holds a cell. head: the last entry
    of each cell's list of polygons, or −1; following, who: for each entry the one before it and the
    polygon."""

    rings: Rings
    across: int
    up: int
    ground: Marks
    where: Marks
    covered: Marks
    head: Entries
    following: Entries
    who: Entries


@compiled
def rows_of(line: Edge, up: int) -> tuple[int, int]:
    """First and last row of a grid with `up` rows that an edge touches."""
    low = math.floor(min(line[1], line[3]) - NEAR)
    high = math.floor(max(line[1], line[3]) + NEAR)
    return int(max(low, 0.0)), int(min(high, up - 1.0))


@compiled
def columns_of(line: Edge, row: int, across: int) -> tuple[int, int]:
    """First and last column that an edge touches in a row."""
    x1, y1, x2, y2 = line
    west, east = min(x1, x2), max(x1, x2)
    dx, dy = x2 - x1, y2 - y1
    if abs(dy) > FLAT * abs(dx):
        slope = dx / dy
        below = max(min(y1, y2), row - NEAR)
        above = min(max(y1, y2), row + 1 + NEAR)
        from_x, to_x = x1 + (below - y1) * slope, x1 + (above - y1) * slope
        west, east = max(west, min(from_x, to_x)), min(east, max(from_x, to_x))
    low, high = math.floor(west - NEAR), math.floor(east + NEAR)
    return int(max(low, 0.0)), int(min(high, across - 1.0))


@compiled
def window_of(grid: Grid, first: int, after: int) -> Window:
    """West, south, east and north cell that a polygon touches."""
    x, y = grid.rings.x, grid.rings.y
    west, east, south, north = x[first], x[first], y[first], y[first]
    for v in range(first + 1, after + 1):
        west, east = min(west, x[v]), max(east, x[v])
        south, north = min(south, y[v]), max(north, y[v])
    return (
        int(max(math.floor(west - NEAR), 0.0)),
        int(max(math.floor(south - NEAR), 0.0)),
        int(min(math.floor(east + NEAR), grid.across - 1.0)),
        int(min(math.floor(north + NEAR), grid.up - 1.0)),
    )


@compiled
def _draw_crossing(line: Edge, row: int, window: Window, drawn: Marks) -> None:
    """Marks where an edge crosses the middle of a row; what crosses west of the window counts at
    its first cell."""
    x1, y1, x2, y2 = line
    middle = row + 0.5
    if (y1 <= middle) == (y2 <= middle):
        return
    at = x1 + (middle - y1) * ((x2 - x1) / (y2 - y1))
    at = max(min(at, max(x1, x2)), min(x1, x2))
    if at < window[2] + 1:
        column = int(max(math.floor(at), window[0] + 0.0))
        drawn[(row - window[1]) * (window[2] - window[0] + 1) + column - window[0]] ^= _TOGGLED


@compiled
def _draw(grid: Grid, first: int, after: int, window: Window, drawn: Marks) -> None:
    """Marks touched cells, and where the middle of a row is crossed, in a window of the grid."""
    wide = window[2] - window[0] + 1
    for e in range(first, after):
        if grid.rings.joint[e]:
            continue
        line = edge(grid.rings, e)
        low, high = rows_of(line, grid.up)
        for row in range(max(low, window[1]), min(high, window[3]) + 1):
            base = (row - window[1]) * wide - window[0]
            a, b = columns_of(line, row, grid.across)
            for column in range(max(a, window[0]), min(b, window[2]) + 1):
                drawn[base + column] |= _TOUCHED
            _draw_crossing(line, row, window, drawn)


@compiled
def _lay_region(grid: Grid, after: int) -> None:
    """Says of each cell where it lies, from all edges of the region."""
    drawn = np.zeros(grid.across * grid.up, np.uint8)
    _draw(grid, 0, after, (0, 0, grid.across - 1, grid.up - 1), drawn)
    for row in range(grid.up):
        inside = False
        for cell in range(row * grid.across, (row + 1) * grid.across):
            if drawn[cell] & _TOGGLED:
                inside = not inside
            if drawn[cell] & _TOUCHED:
                grid.ground[cell] = BORDER
            elif inside:
                grid.ground[cell] = INSIDE


@compiled
def _list(grid: Grid, window: Window, drawn: Marks, number: int, count: int) -> int:
    """Marks the cells that a drawn polygon covers, and lists it in those through which its border
    runs; on the border of the region wherever it is. Returns the number of entries."""
    wide = window[2] - window[0] + 1
    where = OUTSIDE
    for row in range(window[1], window[3] + 1):
        inside = False
        for column in range(window[0], window[2] + 1):
            cell = row * grid.across + column
            mark = drawn[(row - window[1]) * wide + column - window[0]]
            if mark & _TOGGLED:
                inside = not inside
            touched = (mark & _TOUCHED) != 0
            if inside and not touched:
                grid.covered[cell] = 1
            ground = grid.ground[cell]
            if ground == OUTSIDE or not (inside or touched):
                continue
            if where != BORDER:
                where = int(ground)
            if touched or ground == BORDER:
                grid.following[count] = grid.head[cell]
                grid.who[count] = number
                grid.head[cell] = count
                count += 1
    grid.where[number] = where
    return count


@compiled
def has_bare(grid: Grid, window: Window) -> bool:
    """Whether some cell near the region, of those under a polygon's bounds, lies in no single
    polygon."""
    for row in range(window[1], window[3] + 1):
        for cell in range(row * grid.across + window[0], row * grid.across + window[2] + 1):
            if grid.covered[cell] == 0 and grid.ground[cell] != OUTSIDE:
                return True
    return False


@compiled
def _longer(entries: Entries, more: int) -> Entries:
    return np.concatenate((entries, np.empty(len(entries) + more, np.int32)))


@compiled
def lay(rings: Rings, across: int, up: int, first: Places) -> Grid:
    """The grid of a region, whose rings lie before first[0], and of the polygons: those of polygon
    i lie from first[i] to first[i + 1]."""
    size = across * up
    grid = Grid(
        rings,
        across,
        up,
        np.zeros(size, np.uint8),
        np.zeros(len(first) - 1, np.uint8),
        np.zeros(size, np.uint8),
        np.full(size, -1, np.int32),
        np.empty(ROOM, np.int32),
        np.empty(ROOM, np.int32),
    )
    _lay_region(grid, first[0])
    drawn = np.zeros(ROOM, np.uint8)
    count = 0
    for i in range(len(first) - 1):
        window = window_of(grid, first[i], first[i + 1] - 1)
        if window[2] < window[0] or window[3] < window[1]:
            continue
        size = (window[2] - window[0] + 1) * (window[3] - window[1] + 1)
        if size > len(drawn):
            drawn = np.zeros(2 * size, np.uint8)
        if count + size > len(grid.who):
            following, who = _longer(grid.following, size), _longer(grid.who, size)
            grid = Grid(
                rings, across, up, grid.ground, grid.where, grid.covered, grid.head, following, who
            )
        drawn[:size] = 0
        _draw(grid, first[i], first[i + 1] - 1, window, drawn)
        count = _list(grid, window, drawn, i, count)
    return grid
