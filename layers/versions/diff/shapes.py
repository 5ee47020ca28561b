"""What happened to the shapes of features that both versions have: arrays in, arrays out.

Two shapes whose bytes agree are the same. Where they differ by less than a millimetre nothing
happened either: coordinates that went through another reference system and back. A shape whose
vertices all made the same step was moved; anything else was reshaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs.ellipsoid import ELLIPSOID
from geo.crs.gauss_kruger import DATUMS, THREE_DEGREE_ZONES
from geo.crs.transform import CGCS2000
from geo.crs.ways import way
from geo.measure.areal import area_in_plane
from layers.system.progress import Progress, silent

Shapes = NDArray[Any]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

# A millimetre in degrees, along a parallel in the middle of China.
NOISE_DEG = 1e-8
# Vertices of a moved shape agree in their step to a centimetre: offices round to that.
STEP_M = 0.01
POINT = shapely.GeometryType.POINT
# So many pairs are compared before anybody is told how far it is.
PAIRS_A_TIME = 10_000


@dataclass(slots=True)
class ShapeChanges:
    """One entry for each pair; distances and areas are NaN where nothing is to be measured.

    changed_m2: ground that only one of the two covers, whatever its area came to.
    """

    settled: Mask
    moved: Mask
    reshaped: Mask
    distance_m: Floats
    changed_m2: Floats


def compare_shapes(
    before: Shapes, after: Shapes, progress: Progress = silent, plane: int | None = None
) -> ShapeChanges:
    """Pairs of shapes in EPSG:4490, of canonical form (`layers.storage.content`). plane: of the
    layer; without one each pair is compared in that of its own zone."""
    starts = range(0, max(len(before), 1), PAIRS_A_TIME)
    blocks = [slice(start, start + PAIRS_A_TIME) for start in starts]
    told = _told(blocks, progress, len(before))
    return _joined([_compare(before[block], after[block], plane) for block in told])


def _told(blocks: list[slice], progress: Progress, total: int) -> Iterator[slice]:
    for block in blocks:
        progress("compare", block.start, total)
        yield block
    progress("compare", total, total)


def _joined(parts: list[ShapeChanges]) -> ShapeChanges:
    names = ("settled", "moved", "reshaped", "distance_m", "changed_m2")
    return ShapeChanges(*(np.concatenate([getattr(one, name) for one in parts]) for name in names))


def _compare(before: Shapes, after: Shapes, plane: int | None) -> ShapeChanges:
    found = _nothing(len(before))
    differ = np.flatnonzero(shapely.to_wkb(before) != shapely.to_wkb(after))
    near = _within_noise(before[differ], after[differ])
    found.settled[differ[near]] = True
    rows = differ[~near]
    points = _both(before[rows], after[rows], POINT)
    _move_points(found, rows[points], before, after)
    rest = rows[~points]
    planes = _by_zone(rest, before, after) if plane is None else [(rest, plane)]
    for some, epsg in planes:
        _compare_in_plane(found, some, before[some], after[some], epsg)
    return found


def _nothing(count: int) -> ShapeChanges:
    settled, moved, reshaped = (np.zeros(count, dtype=bool) for _ in range(3))
    return ShapeChanges(settled, moved, reshaped, np.full(count, np.nan), np.full(count, np.nan))


def _both(before: Shapes, after: Shapes, type_: shapely.GeometryType) -> Mask:
    both: Mask = (shapely.get_type_id(before) == type_) & (shapely.get_type_id(after) == type_)
    filled: Mask = both & ~shapely.is_empty(before) & ~shapely.is_empty(after)
    return filled


def _within_noise(before: Shapes, after: Shapes) -> Mask:
    near: Mask = shapely.equals_exact(before, after, tolerance=NOISE_DEG)
    # Canonical rings begin at their lowest vertex; noise may choose another one.
    boxes = np.abs(shapely.bounds(before) - shapely.bounds(after)).max(axis=1) < NOISE_DEG
    counts = shapely.get_num_coordinates(before) == shapely.get_num_coordinates(after)
    rows = np.flatnonzero(~near & boxes & counts & _areal(before) & _areal(after))
    near[rows] = shapely.hausdorff_distance(before[rows], after[rows]) < NOISE_DEG
    rows = rows[near[rows]]
    near[rows] = _same_ground(before[rows], after[rows])
    return near


def _same_ground(before: Shapes, after: Shapes) -> Mask:
    """Whether nothing but a strip of noise lies between; the same vertices can be joined anew."""
    strip = shapely.area(_difference(before, after))
    same: Mask = strip <= NOISE_DEG * shapely.length(before)
    return same


def _move_points(
    found: ShapeChanges, rows: NDArray[np.intp], before: Shapes, after: Shapes
) -> None:
    found.moved[rows] = True
    found.distance_m[rows] = _steps_m(before[rows], after[rows])


def _steps_m(before: Shapes, after: Shapes) -> Floats:
    """Geodesic distance from the first vertex of each shape to that of its pair."""
    starts = (_first_vertices(before), _first_vertices(after))
    (west, south), (east, north) = (start.T for start in starts)
    distances: Floats = np.asarray(ELLIPSOID.inv(west, south, east, north)[2], dtype=np.float64)
    return distances


def _first_vertices(shapes: Shapes) -> Floats:
    coordinates: Floats = shapely.get_coordinates(shapes)
    counts = shapely.get_num_coordinates(shapes)
    first: Floats = coordinates[np.cumsum(counts) - counts]
    return first


def _by_zone(
    rows: NDArray[np.intp], before: Shapes, after: Shapes
) -> Iterator[tuple[NDArray[np.intp], int]]:
    """Rows by the EPSG code of the 3-degree zone that the shape before lies in."""
    boxes = shapely.bounds(before[rows])
    boxes = np.where(np.isnan(boxes), shapely.bounds(after[rows]), boxes)
    middle = np.nan_to_num((boxes[:, 0] + boxes[:, 2]) / 2, nan=114.0)
    first, last = THREE_DEGREE_ZONES.start, THREE_DEGREE_ZONES.stop - 1
    zones = np.clip(np.floor((middle + 1.5) / 3.0), first, last).astype(int)
    for zone in np.unique(zones):
        yield rows[zones == zone], DATUMS["cgcs2000"].three_degree(int(zone), prefixed=False)


def _compare_in_plane(
    found: ShapeChanges, rows: NDArray[np.intp], before: Shapes, after: Shapes, epsg: int
) -> None:
    plane_before, plane_after = _in_plane(before, epsg), _in_plane(after, epsg)
    shifted = _shifted(plane_before, plane_after, STEP_M) | _shifted(before, after, NOISE_DEG)
    found.moved[rows[shifted]] = True
    found.distance_m[rows[shifted]] = _steps_m(before[shifted], after[shifted])
    found.reshaped[rows[~shifted]] = True
    areal = ~shifted & (_areal(before) | _areal(after))
    pieces = _difference(plane_before[areal], plane_after[areal])
    found.changed_m2[rows[areal]] = area_in_plane(pieces)


def _in_plane(shapes: Shapes, epsg: int) -> Shapes:
    carry = way(CGCS2000, epsg).transform
    moved: Shapes = shapely.transform(shapes, carry, interleaved=False)
    return moved


def _areal(shapes: Shapes) -> Mask:
    areal: Mask = shapely.get_dimensions(shapes) == 2
    return areal


def _difference(before: Shapes, after: Shapes) -> Shapes:
    difference: Shapes = shapely.symmetric_difference(_whole(before), _whole(after))
    return difference


def _whole(shapes: Shapes) -> Shapes:
    """Without gaps, and valid: a repaired border can cross itself again in the plane."""
    whole = shapes.copy()
    whole[shapely.is_missing(whole)] = shapely.Polygon()
    broken = ~shapely.is_valid(whole)
    whole[broken] = shapely.make_valid(whole[broken])
    return whole


def _shifted(before: Shapes, after: Shapes, tolerance: float) -> Mask:
    """Pairs of one structure whose vertices all made the same step, to within `tolerance`."""
    shifted = np.zeros(len(before), dtype=bool)
    alike = np.flatnonzero(_same_structure(before, after))
    steps = shapely.get_coordinates(after[alike]) - shapely.get_coordinates(before[alike])
    counts = shapely.get_num_coordinates(before[alike])
    if len(steps):
        starts = np.cumsum(counts) - counts
        spread = np.maximum.reduceat(steps, starts) - np.minimum.reduceat(steps, starts)
        shifted[alike] = (spread <= tolerance).all(axis=1)
    return shifted


def _same_structure(before: Shapes, after: Shapes) -> Mask:
    same: Mask = shapely.get_type_id(before) == shapely.get_type_id(after)
    for count in (shapely.get_num_coordinates, shapely.get_num_geometries):
        same = same & (count(before) == count(after))
    rings = shapely.get_num_interior_rings(before) == shapely.get_num_interior_rings(after)
    same &= rings & (shapely.get_num_coordinates(before) > 0)
    return same
