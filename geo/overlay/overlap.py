"""Where the polygons of one layer lie on top of each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.plane.arrays import Geometries, Positions
from geo.plane.shape_column import ShapeColumn

Floats = NDArray[np.float64]
# Whoever compares polygons keeps all their borders: so many come before them at once.
POLYGONS_AT_ONCE = 100_000
CORNERS_AT_ONCE = 2_000_000
SAMPLE, WORTH_SAMPLING, PILED = 200, 2_000, 0.5


def sharing_ground(polygons: Geometries) -> tuple[Positions, Positions]:
    """Positions i < j of all pairs whose interiors meet, in order; touching does not count.

    polygons: (n,) in one plane.
    """
    i, j = near_by(polygons)
    meets = shapely.relate_pattern(polygons[i], polygons[j], "T********")
    order = np.lexsort((j[meets], i[meets]))
    return i[meets][order], j[meets][order]


def near_by(polygons: Geometries) -> tuple[Positions, Positions]:
    """Positions i < j of all pairs whose boxes meet, in no order: whoever meets is among them."""
    first, second = shapely.STRtree(polygons).query(polygons)
    pairs = first < second
    return first[pairs], second[pairs]


def mismatched(polygons: ShapeColumn, *, gap_width_m: float = 0.0) -> Positions:
    """Positions of polygons whose border a neighbour does not share as it should: whatever overlaps
    another or leaves a gap narrower than `gap_width_m` is among them (and some that do neither).

    polygons: valid, in a plane in metres. A fast sieve before pairs are looked at one by one; where
    most lie on others anyhow there is nothing to sieve, and all are named.
    """
    areal = np.flatnonzero(polygons.each(lambda part: shapely.area(part) > 0))
    there = polygons.chosen(areal)
    found = np.zeros(len(areal), dtype=bool)
    for own, near in neighbourhoods(Extents.of(there), margin=gap_width_m):
        around = there[near]
        if _piled(around, np.searchsorted(near, own)):
            found[own] = True
            continue
        edges = shapely.coverage_invalid_edges(around, gap_width=gap_width_m)
        found[own] = ~shapely.is_empty(edges)[np.searchsorted(near, own)]
    positions: Positions = areal[found]
    return positions


def _piled(around: Geometries, own: Positions) -> bool:
    """Whether of a sample of the block's own more than half share ground with another; few are
    sieved fast anyhow."""
    if len(own) < WORTH_SAMPLING:
        return False
    some = own[:: max(len(own) // SAMPLE, 1)]
    asked, other = shapely.STRtree(around).query(around[some])
    asked, other = asked[some[asked] != other], other[some[asked] != other]
    meets = shapely.relate_pattern(around[some[asked]], around[other], "T********")
    return len(np.unique(asked[meets])) > PILED * len(some)


@dataclass(frozen=True, slots=True)
class Extents:
    """Boxes (n, 4) and numbers of corners (n,) of geometries: what it takes to share them out."""

    bounds: Floats
    corners: Positions

    @classmethod
    def of(cls, shapes: ShapeColumn) -> Extents:
        return cls(shapes.each(shapely.bounds), shapes.each(shapely.get_num_coordinates))

    def __getitem__(self, rows: Positions) -> Extents:
        return Extents(self.bounds[rows], self.corners[rows])


def neighbourhoods(
    extents: Extents, *, margin: float = 0.0
) -> Iterator[tuple[Positions, Positions]]:
    """Blocks of geometries, each of all in one, and whatever may border on those of the block.

    Both ascend, and the first is among the second. margin: how far apart neighbours may be.
    """
    for own in _blocks(extents, np.arange(len(extents.corners))):
        yield own, _near(extents.bounds, own, margin)


def _blocks(extents: Extents, own: Positions) -> Iterator[Positions]:
    """Ascending positions, halved along the longer side until few enough lie together."""
    few = len(own) <= POLYGONS_AT_ONCE and extents.corners[own].sum() <= CORNERS_AT_ONCE
    if few or len(own) == 1:
        if len(own):
            yield own
        return
    middles = (extents.bounds[own, :2] + extents.bounds[own, 2:]) / 2
    across = middles[:, np.argmax(np.ptp(middles, axis=0))]
    order = np.argsort(across, kind="stable")
    for half in np.array_split(order, 2):
        yield from _blocks(extents, own[np.sort(half)])


def _near(bounds: Floats, own: Positions, margin: float) -> Positions:
    """Everything whose box meets the box of the block: whoever borders on one of its own."""
    low, high = bounds[own, :2].min(axis=0) - margin, bounds[own, 2:].max(axis=0) + margin
    meets = (bounds[:, :2] <= high).all(axis=1) & (bounds[:, 2:] >= low).all(axis=1)
    return np.flatnonzero(meets)
