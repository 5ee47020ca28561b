"""The covered area of many regions: along visible edges, and by set operations where that is in
doubt."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from typing import Literal

import numpy as np

from geo.coverage.along import can, measured, work
from geo.coverage.sets import Covered, Way, by_sets
from geo.plane.arrays import Geometries, Pairs, Polygons

AnyWay = Literal["edges"] | Way
Progress = Callable[[int, int], None]


def covered(
    regions: Geometries,
    polygons: Polygons,
    pairs: Pairs,
    pool: Executor,
    *,
    progress: Progress | None = None,
    way: AnyWay | None = None,
) -> Covered:
    """Exact covered area of each region.

    regions: (n,) valid polygons or multipolygons in metres in a Gauss-Krüger plane, none empty;
    pairs: every polygon that meets a region. `way` forces one way for all (for tests and
    benchmarks).
    """
    if not len(regions):
        return Covered(np.zeros(0), np.zeros(0), frozenset())
    if way == "edges" or (way is None and can(work(polygons.geometries, pairs.polygon))):
        return _along_edges(regions, polygons, pairs, pool, progress)
    found = by_sets(regions, polygons, pairs, pool, way)
    if progress:
        progress(len(regions), len(regions))
    return found


def _along_edges(
    regions: Geometries,
    polygons: Polygons,
    pairs: Pairs,
    pool: Executor,
    progress: Progress | None,
) -> Covered:
    covers, piles = np.zeros(len(regions)), np.zeros(len(regions))
    doubtful = np.zeros(len(regions), dtype=bool)
    starts = pairs.starts(len(regions))
    answers = measured(regions, polygons.geometries, polygons.areas, starts, pairs.polygon, pool)
    for i, answer in enumerate(answers):
        covers[i], piles[i], doubtful[i] = answer
        if progress:
            progress(i + 1, len(regions))
    if not doubtful.any():
        return Covered(covers, piles, frozenset({"edges"}))
    again = np.flatnonzero(doubtful)
    known = by_sets(regions[again], polygons, pairs.only(again, len(regions)), pool)
    covers[again], piles[again] = known.covered_m2, known.piled_m2
    return Covered(
        covers, piles, known.ways | {"edges"} if len(again) < len(regions) else known.ways
    )
