"""Taking the borders of grid cells out of a geometry that was put together from pieces."""

from __future__ import annotations

import numpy as np
import shapely

from geo.plane.arrays import Flags, Floats, Geometries, Positions, counted

# Grid lines lie at multiples of the finest cell plus this fraction of two, so that they are exact
# floats and coordinates rounded to micrometres never lie on them.
GRID_OFFSET_M = 1237 / 4096
NEAR_M = 1e-6


def without_seams(geometries: Geometries, finest_m: Floats) -> Geometries:
    """The geometries without the vertices that only the grid put on their straight edges.

    geometries: (n,) polygonal, finest_m: (n,) side of the smallest cells of each. A vertex goes
    when it lies exactly on a grid line and within a micrometre of the straight line between its
    neighbours off the grid: areas in the plane stay, and the geodesic edges become those of
    the polygons again.
    """
    parts, geometry = shapely.get_parts(geometries, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    if not len(rings):
        return geometries
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    step = finest_m[geometry[part[ring]]][:, None]
    on_line = np.floor((vertices - GRID_OFFSET_M) / step) * step + GRID_OFFSET_M == vertices
    suspects = on_line.any(axis=1)
    if not suspects.any():
        return geometries
    suspects &= ~_corners(vertices, ring)
    turned = _started_at_a_corner(ring, suspects)
    vertices, suspects = vertices[turned], suspects[turned]
    seam = _straight(vertices, ring, suspects)
    return _rebuilt(vertices[~seam], ring[~seam], part, geometry, geometries)


def _straight(vertices: Floats, ring: Positions, candidates: Flags) -> Flags:
    """Those candidates that lie between their neighbours which are none.

    Most are in straight runs, among them pairs a nanometre apart where two cells cut the same
    edge; a candidate that turns out to be a corner is a neighbour in the next round. Ring ends
    count as corners.
    """
    candidates = candidates & ~_ends(ring)
    while candidates.any():
        before, after = _corners_around(candidates)
        off = _distance(vertices, vertices[before], vertices[after])
        corner = candidates & (off > NEAR_M)
        if not corner.any():
            break
        # Only the farthest from the line is surely a corner; the others are asked again.
        candidates[_farthest(corner, off, before)] = False
    return candidates


def _corners(vertices: Floats, ring: Positions) -> Flags:
    """Vertices off the line between their own two neighbours in the ring (the rim of the cells
    is full of such corners on the grid)."""
    position = np.arange(len(ring))
    before, after = position - 1, position + 1
    start = np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]])
    end = np.r_[start[1:], len(ring)] - 1
    before[start], after[end] = end - 1, start + 1
    corners: Flags = _distance(vertices, vertices[before], vertices[after]) > NEAR_M
    return corners


def _started_at_a_corner(ring: Positions, suspects: Flags) -> Positions:
    """Positions of the vertices when each closed ring starts at its first vertex that stays."""
    sizes = np.bincount(ring)
    first = np.cumsum(sizes) - sizes
    owner, step = counted(sizes)
    place = np.where(suspects, len(ring), step)
    start = np.minimum.reduceat(place, first) % len(ring)
    return first[owner] + (start[owner] + step) % (sizes[owner] - 1)


def _ends(ring: Positions) -> Flags:
    change = ring[1:] != ring[:-1]
    ends: Flags = np.r_[True, change] | np.r_[change, True]
    return ends


def _corners_around(candidates: Flags) -> tuple[Positions, Positions]:
    position = np.arange(len(candidates))
    before = np.maximum.accumulate(np.where(candidates, 0, position))
    after = np.minimum.accumulate(np.where(candidates, len(candidates), position)[::-1])[::-1]
    return before, after


def _distance(points: Floats, start: Floats, end: Floats) -> Floats:
    along = end - start
    length = np.hypot(along[:, 0], along[:, 1])
    beside = np.abs(along[:, 0] * (points - start)[:, 1] - along[:, 1] * (points - start)[:, 0])
    direct = np.hypot(*(points - start).T)
    return np.where(length > 0, beside / np.where(length > 0, length, 1.0), direct)


def _farthest(corner: Flags, off: Floats, run: Positions) -> Positions:
    """Of each run of candidates between the same neighbours the one farthest from their line."""
    position = np.flatnonzero(corner)
    order = position[np.lexsort((-off[position], run[position]))]
    first = np.r_[True, run[order][1:] != run[order][:-1]]
    return order[first]


def _rebuilt(
    vertices: Floats,
    ring: Positions,
    part: Positions,
    geometry: Positions,
    geometries: Geometries,
) -> Geometries:
    """Polygons from the vertices kept; a ring that lost its area is left out."""
    size = np.bincount(ring, minlength=len(part))
    whole = size >= 4
    kept = whole[ring]
    number = np.cumsum(whole) - 1
    rings = shapely.linearrings(vertices[kept], indices=number[ring[kept]])
    part = part[whole]
    outer = np.r_[True, part[1:] != part[:-1]]
    polygons = np.array(
        [
            shapely.polygons(rings[a], rings[a + 1 : b])
            for a, b in _runs(np.flatnonzero(outer), len(rings))
        ],
        dtype=object,
    )
    owner = geometry[part[outer]]
    rebuilt = np.full(len(geometries), shapely.Polygon(), dtype=object)
    some, index = np.unique(owner, return_inverse=True)
    rebuilt[some] = shapely.multipolygons(polygons, indices=index)
    return rebuilt


def _runs(starts: Positions, end: int) -> zip[tuple[int, int]]:
    return zip(starts.tolist(), [*starts[1:].tolist(), end], strict=True)
