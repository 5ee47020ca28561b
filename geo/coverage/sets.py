"""The covered area of regions by set operations: what the way along edges is held against.

It serves where that way is in doubt, and where its compiler is not installed. Both ways here give
the same polygons. `union`: the candidates are united and cut with the region. `cells`: what the
candidates leave open is found by `geo.coverage.cells` and cut out of the region. The area is that
of the resulting geometry on the ellipsoid (`geo.measure.areal`).
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely

from geo.coverage.cells import uncovered
from geo.coverage.threads import shared_out
from geo.measure.areal import area_in_plane
from geo.plane.arrays import Floats, Geometries, Pairs, Polygons, Positions
from geo.plane.polygons import only_polygons

Way = Literal["union", "cells"]

# From this depth on cells are faster; below, most of the union's edges show in the result anyway.
THICK = 6.5
# Below this depth many candidates touch no other, and uniting group by group is faster.
SPARSE = 2.0
# Chunks this small stay in the processor's cache. Small work is cut into this many chunks at least,
# so that the threads end together.
PAIRS_A_CHUNK = 20_000
CHUNKS = 16
# So many pairs are worked off before threads have begun.
FEW_PAIRS = 100
# Candidates with more vertices than this are cut to the surroundings of the region first.
MANY_VERTICES = 500
SURROUNDINGS_M = 10.0
# A depth that asks for the way.
_DEPTH: dict[Way, float] = {"union": SPARSE, "cells": THICK}


@dataclass(frozen=True, slots=True)
class Covered:
    """Covered m² of each region, m² of all polygons in it one by one, and the ways that were
    taken."""

    covered_m2: Floats
    piled_m2: Floats
    ways: frozenset[str]


def by_sets(
    regions: Geometries, polygons: Polygons, pairs: Pairs, pool: Executor, way: Way | None = None
) -> Covered:
    """Exact covered area of each region.

    regions: (n,) valid polygons or multipolygons in metres in a Gauss-Krüger plane; pairs: every
    polygon that meets a region. `way` forces one way for all (for tests and benchmarks).
    """
    depth = (
        _depth(regions, polygons, pairs) if way is None else _DEPTH[way] + np.zeros(len(regions))
    )

    def measured(span: tuple[int, int]) -> tuple[Floats, Floats]:
        first, end = span
        part, own = regions[first:end], pairs.of_regions(first, end)
        shapes = _covered_shapes(part, polygons, own, depth[first:end])
        each = shapely.intersection(part[own.region], polygons.geometries[own.polygon])
        areas = area_in_plane(only_polygons(each))
        piles = np.bincount(own.region, weights=areas, minlength=end - first).astype(np.float64)
        return area_in_plane(shapes), piles

    few = len(pairs.region) <= FEW_PAIRS
    found = list(shared_out(pool, measured, _spans(pairs, len(regions)), few=few))
    none = np.zeros(0)
    ways: frozenset[str] = frozenset("cells" if each >= THICK else "union" for each in depth)
    covers, piles = (np.concatenate([none, *(each[i] for each in found)]) for i in range(2))
    return Covered(covers, piles, ways)


def _depth(regions: Geometries, polygons: Polygons, pairs: Pairs) -> Floats:
    """Estimated Σ area of candidates in the region ÷ area of the region."""
    region, own = shapely.bounds(regions)[pairs.region], polygons.bounds[pairs.polygon]
    low, high = np.maximum(region[:, :2], own[:, :2]), np.minimum(region[:, 2:], own[:, 2:])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    spread = np.maximum(np.prod(own[:, 2:] - own[:, :2], axis=1), 1e-12)
    inside = polygons.areas[pairs.polygon] * shared / spread
    total = np.bincount(pairs.region, weights=inside, minlength=len(regions))
    depth: Floats = total / np.maximum(shapely.area(shapely.box(*shapely.bounds(regions).T)), 1e-12)
    return depth


def _spans(pairs: Pairs, regions: int) -> Iterator[tuple[int, int]]:
    """Consecutive regions with about equally many candidates."""
    starts = pairs.starts(regions)
    limit = min(PAIRS_A_CHUNK, len(pairs.region) // CHUNKS)
    first = 0
    for end in range(1, regions + 1):
        if end == regions or starts[end + 1] - starts[first] > limit:
            yield first, end
            first = end


def _covered_shapes(
    regions: Geometries, polygons: Polygons, pairs: Pairs, depth: Floats
) -> Geometries:
    thick = depth >= THICK
    shapes = np.full(len(regions), shapely.Polygon(), dtype=object)
    if thick.any():
        chosen = np.flatnonzero(thick)
        open_ground = uncovered(regions[chosen], polygons, pairs.only(chosen, len(regions)))
        shapes[chosen] = shapely.difference(regions[chosen], open_ground)
    starts = pairs.starts(len(regions))
    for region in np.flatnonzero(~thick):
        candidates = pairs.polygon[starts[region] : starts[region + 1]]
        near = _cut_down(polygons, candidates, regions[region].bounds)
        sparse = depth[region] < SPARSE
        united = shapely.disjoint_subset_union_all(near) if sparse else shapely.union_all(near)
        shapes[region] = shapely.intersection(regions[region], united)
    return only_polygons(shapes)


def _cut_down(polygons: Polygons, candidates: Positions, bounds: tuple[float, ...]) -> Geometries:
    """The candidates; of very large ones only what lies around the region.

    The cut lies outside the region, so it never shows in the result.
    """
    geometries = polygons.geometries[candidates]
    huge = shapely.get_num_coordinates(geometries) > MANY_VERTICES
    if huge.any():
        west, south, east, north = bounds
        room = SURROUNDINGS_M
        around = shapely.box(west - room, south - room, east + room, north + room)
        geometries[huge] = only_polygons(shapely.intersection(geometries[huge], around))
    return geometries
