"""Lake outlines that are invented (示例) where the source has only a few corners.

The place, the size and the rough form are those of the sketch; bays and headlands are made up, so
whatever rests on such an outline is marked 示例. Nothing is random: the same name gives the same
outline. Metres in the plane of zone 38.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np
import numpy.typing as npt
import shapely

CORNER_CUTS = 4
ALONG_SHORE = 360
WAVES = (2, 3, 5, 7, 11, 16)
"""How often each wave of the shore goes around the lake."""
DEPTH = 0.13
"""The deepest wave, as a share of the radius of a circle as large as the lake."""
NARROWEST_M = 60.0
SIMPLER_BY_M = 4.0
STEP_M = 25.0
MOST_STEPS = 60

Corners = npt.NDArray[np.float64]


def lake_like(sketch: shapely.Polygon, name: str) -> shapely.Polygon:
    """An outline with bays around the middle of `sketch`, as large as it is."""
    shore = _waved(_rounded(shapely.get_coordinates(sketch.exterior)), sketch.area, name)
    outline = shapely.Polygon(shore).buffer(0)
    open_water = outline.buffer(-NARROWEST_M).buffer(2 * NARROWEST_M).buffer(-NARROWEST_M)
    largest = max(shapely.get_parts(open_water), key=lambda part: part.area)
    return _as_large(shapely.Polygon(largest.exterior).simplify(SIMPLER_BY_M), sketch)


def _rounded(ring: Corners) -> Corners:
    """Chaikin's corner cutting: each side keeps its middle half (closed ring, open result)."""
    corners = ring[:-1]
    for _ in range(CORNER_CUTS):
        after = np.roll(corners, -1, axis=0)
        pairs = np.stack([0.75 * corners + 0.25 * after, 0.25 * corners + 0.75 * after], axis=1)
        corners = pairs.reshape(-1, 2)
    return corners


def _waved(corners: Corners, area_m2: float, name: str) -> Corners:
    """Points at equal steps along the shore, moved out and in by waves that the name settles."""
    ring = shapely.LinearRing(corners)
    steps = np.linspace(0, 1, ALONG_SHORE, endpoint=False)
    points = shapely.get_coordinates(shapely.line_interpolate_point(ring, steps, normalized=True))
    along: Corners = np.roll(points, -1, axis=0) - np.roll(points, 1, axis=0)
    outward = np.stack([along[:, 1], -along[:, 0]], axis=1)
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    turn = 1.0 if ring.is_ccw else -1.0
    radius = math.sqrt(area_m2 / math.pi)
    out: Corners = turn * radius * outward * _waves(steps, name)[:, None]
    shore: Corners = points + out
    return shore


def _waves(steps: npt.NDArray[np.float64], name: str) -> npt.NDArray[np.float64]:
    chances = np.frombuffer(hashlib.sha256(name.encode()).digest(), np.uint8) / 255
    waves = [
        DEPTH
        * (0.5 + chances[2 * k])
        / math.sqrt(count)
        * np.sin(2 * math.pi * (count * steps + chances[2 * k + 1]))
        for k, count in enumerate(WAVES)
    ]
    return np.asarray(np.sum(waves, axis=0), dtype=np.float64)


def _as_large(outline: shapely.Polygon, sketch: shapely.Polygon) -> shapely.Polygon:
    """`outline` with the middle and the area of the sketch."""
    middle = shapely.get_coordinates(sketch.centroid)
    own = shapely.get_coordinates(outline.centroid)
    factor = math.sqrt(sketch.area / outline.area)
    return shapely.transform(outline, lambda corners: middle + (corners - own) * factor)


def clear_of(outline: shapely.Polygon, built: shapely.Geometry) -> shapely.Polygon:
    """`outline` moved away from built-up ground, step by step, until it lies beside it."""
    for _ in range(MOST_STEPS):
        covered = outline.intersection(built)
        if covered.is_empty:
            return outline
        away = shapely.get_coordinates(outline.centroid) - shapely.get_coordinates(covered.centroid)
        step = STEP_M * away / np.linalg.norm(away)
        outline = shapely.transform(outline, lambda corners, step=step: corners + step)
    raise ValueError(f"no place for the lake within {MOST_STEPS * STEP_M:.0f} m")
