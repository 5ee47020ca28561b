"""How far subjects lie from bank lines, on the ellipsoid, and the band of a given width.

Made for the bans of the Yangtze Protection Law (art. 26: 1 km and 3 km from the bank). How the
distance is found: edges are straight in the Gauss-Krüger plane of the subjects, and are taken in
pieces of 150 m. The nearest piece is looked up, and with it every edge that could
be nearer on the ground, because the scale of the plane differs from place to place by up to 2e-5
within 5 km. Of each such pair the foot points are taken in the plane (which keeps angles, so that
their error counts only in the second order) and the distance between them is measured with Geod on
CGCS2000. Against dense brute force the result is right to 0.1 mm at 5 km.

A buffer in Web Mercator is no way to do this: its "1 km" is 861 m at Wuhan, 843 m at Shiyan.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, ceil, pi

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Proj

from geo.crs import transform as crs
from geo.crs.ellipsoid import ELLIPSOID
from geo.crs.gauss_kruger import FALSE_EASTING_M
from geo.errors import EcoAtlasError, declare
from geo.plane.shapes import (
    Floats,
    Frame,
    Geometries,
    Positions,
    edges,
    geographic,
    lon_lat,
    plane_of,
    plane_shapes,
    stepped,
)
from geo.words import Text

# A little below any radius of curvature of the ellipsoid, so that bounds err on the safe side.
RADIUS_M = 6_335_000.0
SURPLUS_M = 0.001
STRIP_M = 4_000.0
ARC_M = 0.05

DISTANCE_NOT_POSITIVE = declare(
    "distance-not-positive",
    "error",
    Text("距离须大于 0 米，现为 {value}。", "The distance must be above 0 m; it is {value}."),
    Text("请填写正数，例如 1000。", "Give a positive number, for example 1000."),
)


@dataclass(frozen=True, slots=True)
class Distances:
    """For each subject (n,), in the order given.

    distance_m: geodesic, 0 where subject and line meet or one lies in the other; nan for a subject
    without geometry or when there is no line. within: distance_m < the distance asked for.
    line: position of the nearest line, −1 for none. place: that spot on the line, from_place: the
    spot of the subject nearest to it, points in EPSG:4490 (a common spot where they meet).
    """

    distance_m: Floats
    within: NDArray[np.bool_]
    line: Positions
    place: gpd.GeoSeries
    from_place: gpd.GeoSeries


def within_distance(subjects: Frame, lines: Frame, distance_m: float) -> Distances:
    """Distance of points, lines or polygons to the nearest of `lines`, and which lie within.

    subjects, lines: any CRS, any geometry; lines that are polygons hold what lies inside them
    (distance 0). A subject counts as within as soon as any part of it is nearer than `distance_m`.
    Raises `distance-not-positive`, `no-crs`, `invalid-polygons`, `too-wide-for-one-zone`.
    """
    refuse_not_positive(distance_m)
    epsg = plane_of(subjects, lines)
    found = nearest(plane_shapes(subjects, epsg), plane_shapes(lines, epsg), epsg)
    return Distances(
        found.distance_m,
        found.distance_m < distance_m,
        found.line,
        geographic(found.place, epsg),
        geographic(found.from_place, epsg),
    )


def refuse_not_positive(distance_m: float) -> None:
    if not distance_m > 0:
        raise EcoAtlasError(DISTANCE_NOT_POSITIVE, value=distance_m)


def band(lines: Frame, distance_m: float) -> gpd.GeoSeries:
    """The ground nearer than `distance_m` to any of the lines, dissolved: one geometry, EPSG:4490.

    For the map and for shares of area: its border lies within 0.1 m of the geodesic distance up to
    5 km (strips of 4 km with the scale of their middle; round corners short by at most 5 cm). What
    is within is decided by `within_distance`. The band lies on both sides of a line, and polygons
    belong to their own band. Raises as `within_distance`.
    """
    refuse_not_positive(distance_m)
    epsg = plane_of(lines)
    ground = shapely.union_all(plane_shapes(lines, epsg))
    if ground.is_empty:
        return gpd.GeoSeries([shapely.Polygon()], crs=crs.CGCS2000)
    strips, scales = _strips(ground, epsg)
    quarter = ceil(pi / 4 / acos(max(1 - ARC_M / distance_m, 0.7)))
    grown = shapely.buffer(strips, distance_m * scales, quad_segs=quarter)
    return geographic(np.array([shapely.union_all(grown)], dtype=object), epsg)


def _strips(ground: shapely.Geometry, epsg: int) -> tuple[Geometries, Floats]:
    """The ground cut into north-south strips, and the scale of the plane in the middle of each."""
    west, south, east, north = ground.bounds
    count = max(ceil((east - west) / STRIP_M), 1)
    borders = np.linspace(west, east, count + 1)
    room = 1.0
    boxes = shapely.box(borders[:-1], south - room, borders[1:], north + room)
    strips = shapely.intersection(ground, boxes) if count > 1 else np.array([ground], dtype=object)
    middles = np.stack(
        [(borders[:-1] + borders[1:]) / 2, np.full(count, (south + north) / 2)], axis=1
    )
    factors = Proj(CRS.from_epsg(epsg)).get_factors(*lon_lat(middles, epsg))
    return strips, np.asarray(factors.meridional_scale, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Nearest:
    """As `Distances`, places as points of the plane."""

    distance_m: Floats
    line: Positions
    place: Geometries
    from_place: Geometries


def nearest(subjects: Geometries, lines: Geometries, epsg: int) -> Nearest:
    """Geodesic distances between shapes of the plane `epsg`, both as `plane_shapes` gives them."""
    count = len(subjects)
    result = Nearest(
        np.full(count, np.nan),
        np.full(count, -1, dtype=np.intp),
        np.full(count, shapely.Point(), dtype=object),
        np.full(count, shapely.Point(), dtype=object),
    )
    met = _meeting(subjects, lines, result)
    apart = np.flatnonzero(~met & ~shapely.is_empty(subjects))
    line_edges, line_of = edges(stepped(lines))
    if len(apart) and len(line_edges):
        tree = shapely.STRtree(line_edges)
        subject, own, other = _candidates(subjects, apart, tree)
        _measured(result, (subject, own, line_edges[other], line_of[other]), epsg)
    return result


def _meeting(subjects: Geometries, lines: Geometries, result: Nearest) -> NDArray[np.bool_]:
    """Those that meet a line (the first one counts), written into the result."""
    subject, line = shapely.STRtree(lines).query(subjects, predicate="intersects")
    order = np.lexsort((line, subject))
    meeting, first = np.unique(subject[order], return_index=True)
    of_line = line[order][first]
    common = shapely.point_on_surface(shapely.intersection(subjects[meeting], lines[of_line]))
    result.distance_m[meeting], result.line[meeting] = 0.0, of_line
    result.place[meeting] = result.from_place[meeting] = common
    met = np.zeros(len(subjects), dtype=bool)
    met[meeting] = True
    return met


def _candidates(
    subjects: Geometries, apart: Positions, tree: shapely.STRtree
) -> tuple[Positions, Geometries, Positions]:
    """Pairs (subject, edge of it, edge of a line) of which one is the nearest on the ground."""
    (asked, _), plane = tree.query_nearest(subjects[apart], return_distance=True, all_matches=False)
    reach = plane * (1 + scale_spread(subjects[apart[asked]], plane)) + SURPLUS_M
    own, own_of = edges(stepped(subjects[apart]))
    reach_of = np.zeros(len(apart))
    reach_of[asked] = reach
    left, right = tree.query(own, predicate="dwithin", distance=reach_of[own_of])
    return apart[own_of[left]], own[left], right


def scale_spread(subjects: Geometries, plane: Floats) -> Floats:
    """How much longer than the shortest a path in the plane may be and yet be shorter on the
    ground: the scale is 1 + x²/2R², taken over all ground that the paths of a subject may touch."""
    west, south, east, north = shapely.bounds(subjects).T
    reach = plane + np.hypot(east - west, north - south)
    far = np.maximum(np.abs(west - FALSE_EASTING_M), np.abs(east - FALSE_EASTING_M)) + reach
    spread: Floats = 2 * far * reach / RADIUS_M**2 + 1e-9
    return spread


def _measured(
    result: Nearest, pairs: tuple[Positions, Geometries, Geometries, Positions], epsg: int
) -> None:
    subject, own, other, line_of = pairs
    feet = shapely.get_coordinates(shapely.shortest_line(own, other)).reshape(-1, 2, 2)
    start = lon_lat(feet[:, 0], epsg)
    end = lon_lat(feet[:, 1], epsg)
    distance = np.asarray(ELLIPSOID.inv(*start, *end)[2])
    order = np.lexsort((line_of, distance, subject))
    rows, first = np.unique(subject[order], return_index=True)
    best = order[first]
    result.distance_m[rows], result.line[rows] = distance[best], line_of[best]
    result.from_place[rows] = shapely.points(feet[best, 0])
    result.place[rows] = shapely.points(feet[best, 1])
