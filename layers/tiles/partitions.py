"""Which features are built together: so few at a time that memory does not grow with the layer.

Tiles are shared out, not features: a part owns some tiles and gets every feature that reaches into
one of them, buffer included, so that each tile comes out as if the whole layer had been built at
once. Where a tile holds more than could be drawn in it, the features that matter least are left out
of the whole zoom before it is built (docs/decisions/0005-tile-builder.md).
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
# The builder looks 0.05 of a tile beyond its edge.
BUFFER = 0.06
# Features as wide as the layer are in every quarter of it: quartering does not help then.
OVERLAP_WORTH_IT = 1.5

Tile = tuple[int, int, int]
"""Zoom, x, y."""


@dataclass(frozen=True, slots=True)
class Part:
    """Features (positions in the outlines) to build together from the first zoom to the last.

    Only the tiles in and above `owned` (x, y at the first zoom) count; None: all of them.
    """

    rows: Rows
    zooms: tuple[int, int]
    owned: frozenset[tuple[int, int]] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a layer, and by zoom the features that are left out of all its tiles."""

    parts: list[Part]
    left_out: dict[int, Rows] = field(default_factory=dict)


def plan(outlines: Outlines, zooms: tuple[int, int]) -> Plan:
    """Share out the tiles of all zooms, both ends included."""
    weights = 1 + outlines.nodes / NODES
    everything = np.arange(len(outlines))
    if weights.sum() <= WEIGHT_AT_ONCE:
        return Plan([Part(everything, zooms, None)])
    quarters = _Quarters(outlines, weights, zooms[1])
    for tile, rows in _tiles_of(outlines.bounds, everything, zooms[0]):
        quarters.divide(tile, rows)
    low = [Part(rows, (tile[0], tile[0]), frozenset([tile[1:]])) for tile, rows in quarters.low]
    whole = [*_chosen(low, outlines, quarters.left_out), *quarters.joined()]
    parts = [portion for part in whole for portion in _portions(part, weights)]
    return Plan(parts, quarters.left_out)


@dataclass(slots=True)
class _Quarters:
    """Tiles divided until what reaches into them is little; those above stand alone."""

    outlines: Outlines
    weights: Floats
    top: int
    low: list[tuple[Tile, Rows]] = field(default_factory=list)
    ends: list[tuple[Tile, Rows]] = field(default_factory=list)
    left_out: dict[int, Rows] = field(default_factory=dict)

    def divide(self, tile: Tile, rows: Rows) -> None:
        weight = float(self.weights[rows].sum())
        if weight <= WEIGHT_AT_ONCE or tile[0] == self.top:
            self.ends.append((tile, rows))
            return
        quarters = list(_tiles_of(self.outlines.bounds, rows, tile[0] + 1, within=tile))
        if sum(self.weights[some].sum() for _, some in quarters) > OVERLAP_WORTH_IT * weight:
            self.ends.append((tile, rows))
            return
        self.low.append((tile, rows))
        self._leave_out(tile[0], rows)
        for quarter, some in quarters:
            self.divide(quarter, some)

    def _leave_out(self, zoom: int, rows: Rows) -> None:
        order = np.argsort(-self.outlines.importance[rows], kind="stable")
        too_many = rows[order[MOST_DRAWN:]]
        self.left_out[zoom] = np.union1d(self.left_out.get(zoom, too_many), too_many)

    def joined(self) -> Iterator[Part]:
        """Neighbouring ends of one zoom together, as long as they are light."""
        rows: Rows = np.empty(0, dtype=np.int64)
        owned: list[Tile] = []
        for tile, more in sorted(self.ends, key=lambda end: end[0][0]):
            both = np.union1d(rows, more)
            heavy = self.weights[both].sum() > WEIGHT_AT_ONCE
            if owned and (heavy or owned[0][0] != tile[0]):
                yield self._end(rows, owned)
                rows, owned, both = more, [], more
            rows = both
            owned.append(tile)
        if owned:
            yield self._end(rows, owned)

    def _end(self, rows: Rows, owned: list[Tile]) -> Part:
        return Part(rows, (owned[0][0], self.top), frozenset((x, y) for _, x, y in owned))


def _chosen(low: list[Part], outlines: Outlines, left_out: dict[int, Rows]) -> Iterator[Part]:
    """Low tiles without what is left out of their zoom."""
    for part in low:
        dropped = np.zeros(len(outlines), dtype=bool)
        dropped[left_out[part.zooms[0]]] = True
        yield Part(part.rows[~dropped[part.rows]], part.zooms, part.owned)


def _portions(part: Part, weights: Floats) -> Iterator[Part]:
    """What cannot be divided by tiles is divided by features; their tiles are joined later."""
    portion = (np.cumsum(weights[part.rows]) // WEIGHT_AT_ONCE).astype(np.int64)
    for number in np.unique(portion):
        yield Part(part.rows[portion == number], part.zooms, part.owned)


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
