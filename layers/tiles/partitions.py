"""Which features are drawn together: so few at a time that memory does not grow with the layer.

They are shared out in the order of the file, in which neighbours follow each other; what several
parts have drawn in one tile is joined when it is written. Where a tile holds more than could be
drawn in it, the features that matter least are left out of the whole zoom before it is drawn
(docs/decisions/0005-tile-builder.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from layers.tiles.source import Floats, Outlines, Rows

# A feature and some 24 nodes weigh 2: 100,000 such polygons take 300 MB to be drawn.
WEIGHT_AT_ONCE, NODES = 200_000, 24
# Points with nothing but a key take 8 bytes of a tile each: more would not fit into 500,000.
MOST_DRAWN = 80_000
# A tile is looked into 0.05 beyond its edge.
BUFFER = 0.06
# Features as wide as the layer are in every quarter of it: quartering does not help then.
OVERLAP_WORTH_IT = 1.5

Tile = tuple[int, int, int]
"""Zoom, x, y."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Features (positions in the outlines) that are drawn together, and by zoom those that are left
    out of all its tiles; what is left out of a zoom is left out of those below."""

    parts: list[Rows]
    left_out: dict[int, Rows] = field(default_factory=dict)


def plan(outlines: Outlines, zooms: tuple[int, int]) -> Plan:
    """Share out the features, and see which tiles of the zooms are too full."""
    portion = (np.cumsum(1 + outlines.nodes / NODES) // WEIGHT_AT_ONCE).astype(np.int64)
    everything = np.arange(len(outlines))
    parts = np.split(everything, np.flatnonzero(np.diff(portion)) + 1)
    full = _Full(outlines, zooms[1])
    if len(outlines) > MOST_DRAWN:
        for tile, rows in _tiles_of(outlines.bounds, everything, zooms[0]):
            full.look_into(tile, rows)
    return Plan(parts, full.left_out)


@dataclass(slots=True)
class _Full:
    """Tiles that hold more than can be drawn, quartered until they do not."""

    outlines: Outlines
    top: int
    left_out: dict[int, Rows] = field(default_factory=dict)

    def look_into(self, tile: Tile, rows: Rows) -> None:
        if len(rows) <= MOST_DRAWN or tile[0] == self.top:
            return
        quarters = list(_tiles_of(self.outlines.bounds, rows, tile[0] + 1, within=tile))
        if sum(len(some) for _, some in quarters) > OVERLAP_WORTH_IT * len(rows):
            return
        self._leave_out(tile[0], rows)
        for quarter, some in quarters:
            self.look_into(quarter, some)

    def _leave_out(self, zoom: int, rows: Rows) -> None:
        order = np.argsort(-self.outlines.importance[rows], kind="stable")
        too_many = rows[order[MOST_DRAWN:]]
        self.left_out[zoom] = np.union1d(self.left_out.get(zoom, too_many), too_many)


def _tiles_of(
    bounds: Floats, rows: Rows, zoom: int, within: Tile | None = None
) -> Iterator[tuple[Tile, Rows]]:
    """Tiles of a zoom (the four quarters of `within`) and the features that reach into each."""
    west, north, east, south = _reach(bounds[rows], zoom)
    if within is None:
        columns = range(int(west.min()), int(east.max()) + 1)
        lines = range(int(north.min()), int(south.max()) + 1)
    else:
        columns, lines = (range(2 * at, 2 * at + 2) for at in within[1:])
    for x, y in product(columns, lines):
        there = (west <= x) & (x <= east) & (north <= y) & (y <= south)
        if there.any():
            yield (zoom, x, y), rows[there]


def _reach(bounds: Floats, zoom: int) -> tuple[NDArray[np.int64], ...]:
    """First and last tile of each box with the buffer round it: west, north, east, south."""
    many = 2**zoom
    margin = 360 / many * BUFFER
    across = (bounds[:, [0, 2]] + [-margin, margin] + 180) / 360 * many
    latitude = np.radians(np.clip(bounds[:, [3, 1]] + [margin, -margin], -85.051, 85.051))
    down = (1 - np.arcsinh(np.tan(latitude)) / np.pi) / 2 * many
    edges = (across[:, 0], down[:, 0], across[:, 1], down[:, 1])
    return tuple(np.clip(np.floor(edge).astype(np.int64), 0, many - 1) for edge in edges)
