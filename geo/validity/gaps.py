"""Gaps between neighbours: ground that a layer encloses, too small to be meant."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[Any]
Positions = NDArray[np.intp]

# A border that one neighbour draws with more corners than the other leaves slits of a centimetre
# once it has been carried to another plane. They are no gaps, and open no way out of one.
SLIT_M = 0.02
NOBODY: Positions = np.empty(0, dtype=np.intp)
# Below so many polygons a second thread is not worth its start.
WORTH_SHARING = 5_000


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole between polygons. `rows` are the 0-based positions of its neighbours, `place` a point
    inside it (x, y), `shape` the ground itself and `area_m2` its area, all in the plane of the
    data; what is told of it is measured on the ellipsoid (`geo.measure.ellipsoid`)."""

    rows: tuple[int, ...]
    place: tuple[float, float]
    area_m2: float
    shape: Any


def gaps(
    polygons: Shapes, suspects: Positions, *, area_m2: float, touching: Positions = NOBODY
) -> list[Gap]:
    """Enclosed gaps up to `area_m2` and wider than a slit (2 cm in the mean), the largest first.

    polygons: valid, in a plane in metres. suspects: positions of the polygons whose edges are not
    matched by a neighbour's (`geo.overlay.overlap.mismatched`): only around those can there be a
    gap. touching: those of them that are known to meet another; the others are asked. A hole that
    a single polygon has in itself is its own and no gap.
    """
    if len(suspects) < 2:
        return []
    suspects = _touching(polygons, suspects, touching)
    around = polygons[suspects]
    holes = _holes(_united(around))
    wide = 2 * shapely.area(holes) > SLIT_M * shapely.length(holes)
    small = holes[wide & (shapely.area(holes) <= area_m2)]
    if not len(small):
        return []
    spots = shapely.point_on_surface(small)
    filled, _ = shapely.STRtree(polygons).query(spots, predicate="intersects")
    empty = np.setdiff1d(np.arange(len(small)), filled)
    tree = shapely.STRtree(around)
    found = (_gap(small[k], spots[k], around, suspects, tree) for k in empty)
    return sorted((gap for gap in found if len(gap.rows) > 1), key=lambda gap: -gap.area_m2)


def _touching(polygons: Shapes, suspects: Positions, known: Positions) -> Positions:
    """Those of the suspects that another one touches: who stands alone encloses nothing."""
    asked = np.setdiff1d(suspects, known)
    tree = shapely.STRtree(polygons[suspects])
    one, other = tree.query(polygons[asked], predicate="dwithin", distance=SLIT_M)
    met = asked[one[asked[one] != suspects[other]]]
    found: Positions = np.union1d(np.intersect1d(suspects, known), met)
    return found


def _united(around: Shapes) -> Any:
    """All ground in one, on the grid: by as many at once as there are processors, then together."""
    cores = os.cpu_count() or 1
    if cores == 1 or len(around) < WORTH_SHARING:
        return shapely.union_all(around, grid_size=SLIT_M)
    order = np.argsort(shapely.bounds(around)[:, 0], kind="stable")
    shares = np.array_split(around[order], 4 * cores)
    with ThreadPoolExecutor(cores) as pool:
        united = list(pool.map(partial(shapely.union_all, grid_size=SLIT_M), shares))
    return shapely.union_all(united, grid_size=SLIT_M)


def _holes(ground: Any) -> Shapes:
    parts = shapely.get_parts(ground)
    rings, owner = shapely.get_rings(parts, return_index=True)
    inner = np.ones(len(rings), dtype=bool)
    inner[np.unique(owner, return_index=True)[1]] = False
    holes: Shapes = shapely.polygons(rings[inner])
    return holes


def _gap(hole: Any, spot: Any, around: Shapes, suspects: Positions, tree: shapely.STRtree) -> Gap:
    """The hole was found on a grid; its area is what the neighbours really leave of it."""
    reach = shapely.buffer(hole, SLIT_M, join_style="mitre")
    touching = np.sort(tree.query(reach, "intersects"))
    left = shapely.difference(reach, shapely.union_all(around[touching]))
    parts = shapely.get_parts(left)
    rows = tuple(int(row) for row in suspects[touching])
    if not len(parts):
        return Gap(rows, (spot.x, spot.y), 0.0, shapely.Polygon())
    largest = parts[shapely.area(parts).argmax()]
    return Gap(rows, (spot.x, spot.y), float(shapely.area(largest)), largest)
