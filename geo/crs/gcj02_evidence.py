"""How far a layer lies from ground that is known, and whether a web map's shift explains it.

GCJ-02 and BD-09 degrees look like any others. What gives them away is that the same border lies
some 300–700 m (GCJ-02) or about 1.2 km (BD-09) to the side of where it should be, in the direction
and by the length that the formula predicts for the place. So the border of the upload is moved onto
the known one (nearest segments, robust, point to line) and the move that fits best is compared with
the predicted ones. Nothing is moved here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs.ellipsoid import ELLIPSOID
from geo.crs.gcj02 import bd09_to_wgs84, gcj02_to_wgs84

Floats = NDArray[np.float64]
Shapes = NDArray[Any]

UNSHIFT: dict[str, Callable[[Floats, Floats], tuple[Floats, Floats]]] = {
    "GCJ02": gcj02_to_wgs84,
    "BD09": bd09_to_wgs84,
}
# So many points of the border are compared; more would not change the median.
POINTS = 2000
ROUNDS = 25
# A fit is believed when half of the points come this close to the known border …
NEAR_M = 250.0
NEAR_SHARE = 0.5
# … and when it halves the distance that the points have as they are.
BETTER = 0.5
# A measured offset belongs to a predicted one when it ends within this much of it.
AGREES_M = 150.0
# Below this the difference of two surveys of one border is no offset.
NOTABLE_M = 60.0
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class OffsetEvidence:
    """What the comparison came to. `offset_m` and `bearing_deg` (clockwise from north) say where
    the upload lies, seen from the known ground; `predicted` what each shift would give there.
    `shift` is "GCJ02", "BD09" or None; `residual_m` the median distance left after the move,
    `before_m` the one as the data are. `points` were compared."""

    offset_m: float
    bearing_deg: float
    residual_m: float
    before_m: float
    predicted: dict[str, tuple[float, float]]
    shift: str | None
    points: int

    @property
    def notable(self) -> bool:
        return self.offset_m >= NOTABLE_M


def offset_of_borders(ours: Shapes, known: Shapes) -> OffsetEvidence | None:
    """Compare the borders of polygons (or lines) in degrees with known ones in EPSG:4490.

    None when no move brings the two together: they are not the same border, and that says nothing.
    """
    plane = _Plane.around(known)
    lines = plane.lines(known)
    points = plane.points(ours)
    if lines is None or len(points) < 3:
        return None
    predicted = predicted_offsets(plane.middle)
    starts = [np.zeros(2), *(_vector(*way) for way in predicted.values())]
    fits = [_fit(points, lines, start) for start in starts]
    best = min(fits, key=lambda fit: fit.residual_m)
    before = _residual(points, lines, np.zeros(2))
    if not _is_believed(best, before):
        return None
    return _evidence(best.move, best.residual_m, before, predicted, len(points))


def offset_of_points(ours: Floats, known: Floats) -> OffsetEvidence | None:
    """Compare points of the same name, both (n, 2) in degrees; None when they scatter too much."""
    if len(ours) < 3:
        return None
    plane = _Plane.at(float(np.median(known[:, 0])), float(np.median(known[:, 1])))
    moves = plane.metres(ours) - plane.metres(known)
    move = np.median(moves, axis=0)
    spread = float(np.median(np.hypot(*(moves - move).T)))
    before = float(np.median(np.hypot(*moves.T)))
    if spread > NEAR_M / 2:
        return None
    return _evidence(move, spread, before, predicted_offsets(plane.middle), len(ours))


def predicted_offsets(place: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """Length in m and bearing in degrees of each shift at a place (lon, lat as the data say)."""
    told: dict[str, tuple[float, float]] = {}
    for name, unshift in UNSHIFT.items():
        lon, lat = unshift(np.array([place[0]]), np.array([place[1]]))
        bearing, _, length = ELLIPSOID.inv(lon[0], lat[0], *place)
        told[name] = (float(length), float(bearing) % 360.0)
    return told


@dataclass(frozen=True, slots=True)
class _Plane:
    """Metres east and north of a middle: true to a percent over a province, which is enough."""

    middle: tuple[float, float]
    scale: tuple[float, float]

    @staticmethod
    def at(lon: float, lat: float) -> _Plane:
        return _Plane(
            (lon, lat), (_METRES_PER_DEGREE * float(np.cos(np.radians(lat))), _METRES_PER_DEGREE)
        )

    @staticmethod
    def around(shapes: Shapes) -> _Plane:
        west, south, east, north = shapely.total_bounds(shapes)
        return _Plane.at((west + east) / 2, (south + north) / 2)

    def metres(self, degrees: Floats) -> Floats:
        moved: Floats = (degrees - np.array(self.middle)) * np.array(self.scale)
        return moved

    def lines(self, shapes: Shapes) -> _Lines | None:
        starts, ends = _segments(_borders(shapes))
        return _Lines(self.metres(starts), self.metres(ends)) if len(starts) else None

    def points(self, shapes: Shapes) -> Floats:
        """Points at even steps along the borders."""
        moved = shapely.transform(_borders(shapes), self.metres)
        lengths = shapely.length(moved)
        if not lengths.sum():
            return np.empty((0, 2))
        step = lengths.sum() / POINTS
        counts = np.ceil(lengths / step).astype(int)
        owner = np.repeat(np.arange(len(moved)), counts)
        nth = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        spots = shapely.line_interpolate_point(moved[owner], nth * step)
        found: Floats = shapely.get_coordinates(spots)
        return found


class _Lines:
    """Segments of the known border in metres, ready to be asked for the nearest."""

    def __init__(self, starts: Floats, ends: Floats) -> None:
        self.starts, self.ends = starts, ends
        along = ends - starts
        length = np.hypot(along[:, 0], along[:, 1])
        self.normals = (
            np.column_stack([-along[:, 1], along[:, 0]]) / np.maximum(length, 1e-9)[:, None]
        )
        self.tree = shapely.STRtree(shapely.linestrings(np.stack([starts, ends], axis=1)))

    def nearest(self, points: Floats) -> tuple[Floats, NDArray[np.intp]]:
        """The nearest spot of the border for each point, and the segment it is on."""
        segment = self.tree.nearest(shapely.points(points))
        start, along = self.starts[segment], self.ends[segment] - self.starts[segment]
        squared = np.maximum((along**2).sum(axis=1), 1e-18)
        share = np.clip(((points - start) * along).sum(axis=1) / squared, 0.0, 1.0)
        return start + along * share[:, None], segment


@dataclass(frozen=True, slots=True)
class _Fit:
    move: Floats
    residual_m: float
    near: float


def _fit(points: Floats, lines: _Lines, start: Floats) -> _Fit:
    """The move (data less known) that lays the points onto the lines, from a start."""
    move = start.copy()
    for _ in range(ROUNDS):
        step = _step(points - move, lines)
        move += step
        if np.hypot(*step) < 0.5:
            break
    spots, _ = lines.nearest(points - move)
    apart = np.hypot(*(points - move - spots).T)
    return _Fit(move, float(np.median(apart)), float(np.mean(apart <= NEAR_M)))


def _step(points: Floats, lines: _Lines) -> Floats:
    """One robust least-squares step along the normals of the nearest segments."""
    spots, segment = lines.nearest(points)
    away = points - spots
    apart = np.hypot(away[:, 0], away[:, 1])
    weight = 1.0 / (1.0 + (apart / max(float(np.median(apart)), 20.0)) ** 2)
    normals = lines.normals[segment]
    system = (normals * weight[:, None]).T @ normals + 1e-9 * np.eye(2)
    wanted = (normals * (weight * (normals * away).sum(axis=1))[:, None]).sum(axis=0)
    step: Floats = np.linalg.solve(system, wanted)
    return step


def _residual(points: Floats, lines: _Lines, move: Floats) -> float:
    spots, _ = lines.nearest(points - move)
    return float(np.median(np.hypot(*(points - move - spots).T)))


def _is_believed(fit: _Fit, before: float) -> bool:
    if fit.near < NEAR_SHARE:
        return False
    still = float(np.hypot(*fit.move)) < NOTABLE_M
    return still or fit.residual_m <= BETTER * before


def _evidence(
    move: Floats,
    residual: float,
    before: float,
    predicted: dict[str, tuple[float, float]],
    points: int,
) -> OffsetEvidence:
    apart = {name: float(np.hypot(*(move - _vector(*way)))) for name, way in predicted.items()}
    nearest = min(apart, key=lambda name: apart[name])
    length = float(np.hypot(*move))
    agrees = apart[nearest] <= AGREES_M and apart[nearest] < length / 2
    bearing = float(np.degrees(np.arctan2(move[0], move[1]))) % 360.0
    return OffsetEvidence(
        length, bearing, residual, before, predicted, nearest if agrees else None, points
    )


def _vector(length_m: float, bearing_deg: float) -> Floats:
    angle = np.radians(bearing_deg)
    return np.array([np.sin(angle), np.cos(angle)]) * length_m


def _borders(shapes: Shapes | Sequence[Any]) -> Shapes:
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    polygons = shapely.get_dimensions(parts) == 2
    rings = shapely.get_exterior_ring(parts[polygons])
    lines = parts[shapely.get_dimensions(parts) == 1]
    return np.concatenate([rings, lines])


def _segments(lines: Shapes) -> tuple[Floats, Floats]:
    vertices, owner = shapely.get_coordinates(lines, return_index=True)
    same = owner[1:] == owner[:-1]
    return vertices[:-1][same], vertices[1:][same]
