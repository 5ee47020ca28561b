"""Patches of habitat and how far they lie apart, edge to edge."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely

from geo.crs.ellipsoid import ELLIPSOID
from geo.measure.areal import area_in_plane
from geo.overlay.bands import scale_spread
from geo.plane.groups import groups
from geo.plane.polygons import only_polygons, plane_polygons
from geo.plane.shapes import Floats, Frame, Geometries, Positions, geographic, lon_lat, plane_of
from geo.validity.gaps import SLIT_M

BORDER_M = 1.0


@dataclass(frozen=True, slots=True)
class Patches:
    """Dissolved patches: what overlaps or shares a border is one, what touches at a point is not.

    Two share a border when they lie within 2 cm of each other along more than 1 m: where one of two
    neighbours has a corner that the other lacks, a projection parts them by some millimetres.
    shape: (n,) polygons in the plane `epsg`, of several parts where there is such a slit; area_m2:
    (n,) on the ellipsoid; rows: for each the positions of the features that it is made of.
    """

    shape: Geometries
    area_m2: Floats
    rows: tuple[tuple[int, ...], ...]
    epsg: int

    def __len__(self) -> int:
        return len(self.shape)

    def geographic(self) -> gpd.GeoSeries:
        """The patches in EPSG:4490."""
        return geographic(self.shape, self.epsg)


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of patches i < j and the geodesic distance in m between their nearest edges."""

    i: Positions
    j: Positions
    distance_m: Floats

    def __len__(self) -> int:
        return len(self.i)


def patches(frame: Frame) -> Patches:
    """The dissolved patches of a layer of polygons in any CRS, in the order of their rows.

    Raises `no-crs`, `not-polygons`, `invalid-polygons` and those of `geo.crs.transform.plane_epsg`.
    """
    epsg = plane_of(frame)
    polygons = plane_polygons(frame.geometry, epsg)
    whole = only_polygons(np.array([shapely.union_all(polygons)], dtype=object))
    parts = shapely.get_parts(whole)
    parts = _across_slits(parts[shapely.area(parts) > 0])
    rows = _rows(parts, polygons)
    order = np.array(sorted(range(len(parts)), key=lambda k: rows[k]), dtype=np.intp)
    shape = parts[order]
    area = area_in_plane(shape)
    return Patches(shape, area, tuple(rows[k] for k in order), epsg)


def _across_slits(parts: Geometries) -> Geometries:
    """Parts that lie along each other as one of several parts."""
    one, other = shapely.STRtree(parts).query(parts, predicate="dwithin", distance=SLIT_M)
    one, other = one[one < other], other[one < other]
    beside = shapely.intersection(
        shapely.boundary(parts[one]), shapely.buffer(parts[other], SLIT_M)
    )
    along = shapely.length(beside) > BORDER_M
    group = groups(len(parts), one[along], other[along])
    if len(parts) == group.max(initial=-1) + 1:
        return parts
    drawn = [shapely.union_all(parts[group == each]) for each in range(group.max() + 1)]
    return np.array([*drawn, None], dtype=object)[:-1]


def _rows(parts: Geometries, polygons: Geometries) -> list[tuple[int, ...]]:
    """Features with ground in each part."""
    part, row = shapely.STRtree(polygons).query(parts, predicate="intersects")
    ground = shapely.relate_pattern(parts[part], polygons[row], "T********")
    part, row = part[ground], row[ground]
    order = np.lexsort((row, part))
    borders = np.searchsorted(part[order], np.arange(len(parts) + 1))
    rows = row[order].tolist()
    return [tuple(rows[a:b]) for a, b in pairwise(borders.tolist())]


def links(of: Patches, within_m: float = np.inf) -> Links:
    """All pairs of patches at most `within_m` apart; without a limit all pairs.

    Found in the plane, measured with Geod between the foot points: right to 2e-5 of the distance
    within a zone (where two places compete to be the nearest), far better elsewhere.
    """
    if within_m == np.inf:
        i, j = np.triu_indices(len(of), 1)
    else:
        reach = np.full(len(of), float(within_m))
        reach *= 1 + scale_spread(of.shape, reach)
        i, j = shapely.STRtree(of.shape).query(of.shape, predicate="dwithin", distance=reach)
        i, j = i[i < j], j[i < j]
    distance = _apart(of, i, j)
    near = distance <= within_m
    order = np.lexsort((j[near], i[near]))
    return Links(i[near][order], j[near][order], distance[near][order])


def _apart(of: Patches, i: Positions, j: Positions) -> Floats:
    if not len(i):
        return np.zeros(0)
    feet = shapely.get_coordinates(shapely.shortest_line(of.shape[i], of.shape[j]))
    places = feet.reshape(-1, 2, 2)
    start, end = lon_lat(places[:, 0], of.epsg), lon_lat(places[:, 1], of.epsg)
    return np.asarray(ELLIPSOID.inv(*start, *end)[2], dtype=np.float64)
