"""Gaps between neighbours: ground that a layer encloses, too small to be meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[Any]
Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole between polygons. `rows` are the 0-based positions of its neighbours, `place` a point
    inside it (x, y in the plane of the data)."""

    rows: tuple[int, ...]
    place: tuple[float, float]
    area_m2: float


def gaps(polygons: Shapes, suspects: Positions, *, area_m2: float) -> list[Gap]:
    """Enclosed gaps up to `area_m2`, the largest first.

    polygons: valid, in a plane in metres. suspects: positions of the polygons whose edges are not
    matched by a neighbour's (`geo.overlap.mismatched`): only around those can there be a gap. A
    hole that a single polygon has in itself is its own and no gap.
    """
    if len(suspects) < 2:
        return []
    around = polygons[suspects]
    holes = _holes(shapely.union_all(around))
    small = holes[shapely.area(holes) <= area_m2]
    if not len(small):
        return []
    spots = shapely.point_on_surface(small)
    filled, _ = shapely.STRtree(polygons).query(spots, predicate="intersects")
    empty = np.setdiff1d(np.arange(len(small)), filled)
    tree = shapely.STRtree(around)
    found = (_gap(small[k], spots[k], suspects[tree.query(small[k], "intersects")]) for k in empty)
    return sorted((gap for gap in found if len(gap.rows) > 1), key=lambda gap: -gap.area_m2)


def _holes(ground: Any) -> Shapes:
    parts = shapely.get_parts(ground)
    rings, owner = shapely.get_rings(parts, return_index=True)
    inner = np.ones(len(rings), dtype=bool)
    inner[np.unique(owner, return_index=True)[1]] = False
    holes: Shapes = shapely.polygons(rings[inner])
    return holes


def _gap(hole: Any, spot: Any, rows: Positions) -> Gap:
    neighbours = tuple(int(row) for row in np.sort(rows))
    return Gap(neighbours, (spot.x, spot.y), float(shapely.area(hole)))
