"""Slivers: polygons so thin that they are left-overs of drawing rather than ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[Any]
Floats = NDArray[np.float64]

# 4πA/P² is 1 for a circle, 0.785 for a square, 0.03 for a strip 100 times as long as wide.
THIN = 0.05


@dataclass(frozen=True, slots=True)
class Sliver:
    """`row` is the 0-based position of the polygon; the part of it that is a sliver lies at `place`
    (x, y), has this area, mean width 2A/P and shape, all in the plane of the data; what is told of
    it is measured on the ellipsoid (`geo.measure.ellipsoid`)."""

    row: int
    place: tuple[float, float]
    area_m2: float
    width_m: float
    shape: Any


def slivers(
    polygons: Shapes, *, width_m: float, placed: Callable[[Shapes], Shapes] = lambda some: some
) -> list[Sliver]:
    """Parts that are both thin (4πA/P² < 0.05) and narrower than `width_m` in the mean.

    polygons: in a plane in metres; missing geometries are passed over. placed: puts those that are
    found where they lie, where that is beside the polygons by the same way for all.

    A long corridor is thin but not narrow, a small square is narrow but not thin: neither is a
    sliver.
    """
    parts, owner = _parts(polygons)
    areal = (shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)
    parts, owner = parts[areal], owner[areal]
    area, around = shapely.area(parts), shapely.length(parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        width: Floats = np.where(around > 0, 2 * area / around, 0.0)
        roundness: Floats = np.where(around > 0, 4 * pi * area / around**2, 0.0)
    found = np.flatnonzero((width < width_m) & (roundness < THIN))
    shapes = placed(parts[found])
    spots = shapely.get_coordinates(_inside(shapes))
    return [
        Sliver(int(owner[k]), (float(x), float(y)), float(area[k]), float(width[k]), shape)
        for k, shape, (x, y) in zip(found.tolist(), shapes, spots, strict=True)
    ]


def _parts(polygons: Shapes) -> tuple[Shapes, Shapes]:
    """The parts, and whose they are, in order; what is one already, as most are, is not taken
    apart."""
    several = shapely.get_type_id(polygons) > shapely.GeometryType.POLYGON
    single = np.flatnonzero(~several & ~shapely.is_missing(polygons))
    parts, whose = shapely.get_parts(polygons[several], return_index=True)
    owner = np.concatenate([single, np.flatnonzero(several)[whose]])
    order = np.argsort(owner, kind="stable")
    return np.concatenate([polygons[single], parts])[order], owner[order]


def _inside(parts: Shapes) -> Shapes:
    """A point for each; a polygon that has collapsed to a line has none inside, but a middle."""
    spots = shapely.point_on_surface(parts)
    inside: Shapes = np.where(shapely.is_empty(spots), shapely.centroid(parts), spots)
    return inside
