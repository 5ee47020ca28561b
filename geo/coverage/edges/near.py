"""Which polygons are near which regions, by their bounds."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from geo.coverage.edges.compiled import Places, Table, compiled

MOST_ACROSS = 256


class Strips(NamedTuple):
    """A grid of across × across cells over the boxes of regions. Boxes and bounds: (n, 4) west,
    south, east, north. heads: where the list of boxes of each cell starts and the last one ends."""

    west: float
    south: float
    wide: float
    tall: float
    across: int
    heads: Places


@compiled
def _strip(place: float, corner: float, side: float, across: int) -> int:
    return int(min(max(math.floor((place - corner) / side), 0.0), across - 1.0))


@compiled
def _cells(strips: Strips, bounds: Table, i: int) -> tuple[int, int, int, int]:
    """First and last column and row under some bounds."""
    return (
        _strip(bounds[i, 0], strips.west, strips.wide, strips.across),
        _strip(bounds[i, 2], strips.west, strips.wide, strips.across),
        _strip(bounds[i, 1], strips.south, strips.tall, strips.across),
        _strip(bounds[i, 3], strips.south, strips.tall, strips.across),
    )


@compiled
def _strips(boxes: Table) -> Strips:
    across = int(min(math.ceil(math.sqrt(len(boxes))), MOST_ACROSS + 0.0))
    west, south = boxes[:, 0].min(), boxes[:, 1].min()
    wide = max((boxes[:, 2].max() - west) / across, 1e-6)
    tall = max((boxes[:, 3].max() - south) / across, 1e-6)
    return Strips(west, south, wide, tall, across, np.zeros(across * across + 1, np.int64))


@compiled
def _lists(strips: Strips, boxes: Table) -> Places:
    """Fills the heads; returns the numbers of the boxes in each cell."""
    heads, across = strips.heads, strips.across
    for i in range(len(boxes)):
        a, b, c, d = _cells(strips, boxes, i)
        for row in range(c, d + 1):
            for column in range(a, b + 1):
                heads[row * across + column + 1] += 1
    for cell in range(across * across):
        heads[cell + 1] += heads[cell]
    there = np.empty(heads[across * across], np.int64)
    at = heads.copy()
    for i in range(len(boxes)):
        a, b, c, d = _cells(strips, boxes, i)
        for row in range(c, d + 1):
            for column in range(a, b + 1):
                there[at[row * across + column]] = i
                at[row * across + column] += 1
    return there


@compiled
def _counts_here(
    strips: Strips, boxes: Table, i: int, bounds: Table, p: int, column: int, row: int
) -> bool:
    """Whether a box and bounds meet, and this is the cell of the first corner that they share."""
    if (
        boxes[i, 0] > bounds[p, 2]
        or boxes[i, 2] < bounds[p, 0]
        or boxes[i, 1] > bounds[p, 3]
        or boxes[i, 3] < bounds[p, 1]
    ):
        return False
    x, y = max(boxes[i, 0], bounds[p, 0]), max(boxes[i, 1], bounds[p, 1])
    return (
        _strip(x, strips.west, strips.wide, strips.across) == column
        and _strip(y, strips.south, strips.tall, strips.across) == row
    )


@compiled
def _pass(
    strips: Strips, there: Places, boxes: Table, bounds: Table, p: int, fill: Places, found: Places
) -> None:
    """Counts in fill the regions near some bounds, or writes them where fill says."""
    a, b, c, d = _cells(strips, bounds, p)
    for row in range(c, d + 1):
        for column in range(a, b + 1):
            cell = row * strips.across + column
            for k in range(strips.heads[cell], strips.heads[cell + 1]):
                i = there[k]
                if _counts_here(strips, boxes, i, bounds, p, column, row):
                    if len(found) > 0:
                        found[fill[i]] = p
                    fill[i] += 1


@compiled
def near(boxes: Table, bounds: Table) -> tuple[Places, Places]:
    """For each region the polygons whose bounds meet its box, in their order.

    boxes (n, 4), bounds (m, 4): west, south, east, north. Returns (n + 1,) where those of each
    region start and end, and their numbers.
    """
    n = len(boxes)
    starts, found = np.zeros(n + 1, np.int64), np.empty(0, np.int64)
    if n == 0 or len(bounds) == 0:
        return starts, found
    strips = _strips(boxes)
    there = _lists(strips, boxes)
    for p in range(len(bounds)):
        _pass(strips, there, boxes, bounds, p, starts[1:], found)
    starts = np.cumsum(starts)
    found = np.empty(starts[n], np.int64)
    fill = starts[:n].copy()
    if len(found) > 0:
        for p in range(len(bounds)):
            _pass(strips, there, boxes, bounds, p, fill, found)
    return starts, found
