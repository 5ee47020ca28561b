"""Area and length on the CGCS2000 ellipsoid, whatever the CRS of the data.

The official area of a parcel is its ellipsoidal area (国土调查办发〔2008〕32号; on CGCS2000 since
the third survey). Planar areas, wrong by 0.002 % to 41 % depending on the projection, are never
used for results.

Edges are straight in the Gauss-Krüger plane of the data, and both measures are additive: parts add
up to their whole, a vertex more on an edge changes nothing (`geo.measure.areal`). The plane belongs
to the figure: what is to be added up is measured in one plane, so whoever measures parts of
something says which. An edge that is meant to follow a parallel (the border of a map sheet) must
carry vertices along it, as `segmentize` adds them.

Only what no plane holds (a feature wider than 15°, coordinates outside China) is measured between
geodesics: no metric takes such data, but a check of a file still says how large they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import transform as crs
from geo.crs.ellipsoid import ELLIPSOID
from geo.crs.gauss_kruger import DATUMS, THREE_DEGREE_ZONES
from geo.errors import NO_CRS, EcoAtlasError
from geo.measure.areal import area_in_plane, length_in_plane, parts_of_dimension

Floats = NDArray[np.float64]
Geometries = NDArray[Any]
Measure = Callable[[Geometries], Floats]

PLANES = frozenset(DATUMS["cgcs2000"].three_plain)
NO_ZONE = -1


def area_m2(geometries: gpd.GeoSeries, plane: int | None = None) -> Floats:
    """Ellipsoidal area in m² of each geometry, float64, in the order given.

    Holes are subtracted and parts added by their role, so the turning direction of a ring does not
    matter. Lines, points, empty and missing geometries give 0. Any CRS; without one `no-crs`.
    plane: EPSG of the 3-degree plane in which edges are straight; by default the plane that the
    geometries are in, else that of all of them together (`geo.crs.transform.plane_epsg`), else that
    of each alone. With a plane also `too-wide-for-one-zone`.
    """
    return _measured(geometries, plane, area_in_plane, _geodesic_area)


def length_m(geometries: gpd.GeoSeries, plane: int | None = None) -> Floats:
    """Length in m of each geometry on the ellipsoid: of a line its length, of a polygon its
    perimeter with the holes. Points, empty and missing geometries give 0. Otherwise as `area_m2`.
    """
    return _measured(geometries, plane, length_in_plane, _geodesic_length)


def _measured(
    geometries: gpd.GeoSeries, plane: int | None, measure: Measure, geodesic: Callable[[Any], float]
) -> Floats:
    if geometries.crs is None:
        raise EcoAtlasError(NO_CRS)
    shapes: Geometries = np.asarray(geometries.to_numpy(), dtype=object)
    if (shapely.is_missing(shapes) | shapely.is_empty(shapes)).all():
        return np.zeros(len(shapes))
    with np.errstate(invalid="ignore"):  # a coordinate that is not a number gives no number
        if plane is None:
            plane = _common_plane(geometries)
        elif plane not in PLANES:
            raise ValueError(f"EPSG:{plane} is no plane in which areas are measured")
        if plane is not None:
            return measure(_in_plane(geometries, plane))
        return _each_alone(crs.to_geographic(geometries), measure, geodesic)


def _common_plane(geometries: gpd.GeoSeries) -> int | None:
    own = geometries.crs.to_epsg()
    if own in PLANES:
        return int(own)
    try:
        return crs.plane_epsg(geometries)
    except EcoAtlasError:
        return None


def _in_plane(geometries: gpd.GeoSeries, plane: int) -> Geometries:
    there = geometries.crs.to_epsg() == plane
    shapes: Geometries = (geometries if there else crs.to_plane(geometries, plane)).to_numpy()
    return shapes


def _each_alone(
    geographic: gpd.GeoSeries, measure: Measure, geodesic: Callable[[Any], float]
) -> Floats:
    """Each in the plane of its own middle, and between geodesics where it has none."""
    found = np.zeros(len(geographic))
    zones = _own_zones(shapely.bounds(geographic.to_numpy()))
    for zone in np.unique(zones):
        some = np.flatnonzero(zones == zone)
        chosen = geographic.iloc[some]
        if zone == NO_ZONE:
            found[some] = [geodesic(shape) for shape in chosen]
        else:
            plane = DATUMS["cgcs2000"].three_degree(int(zone), prefixed=False)
            found[some] = measure(_in_plane(chosen, plane))
    return found


def _own_zones(bounds: Floats) -> NDArray[np.intp]:
    west, _, east, _ = np.where(np.isfinite(bounds), bounds, 0.0).T
    zone = np.floor(((west + east) / 2 + 1.5) / 3).astype(np.intp)
    off = np.maximum(np.abs(west - 3 * zone), np.abs(east - 3 * zone))
    held = np.isin(zone, THREE_DEGREE_ZONES) & (off <= crs.REACH_DEG)
    return np.where(held, zone, NO_ZONE)


def _geodesic_area(shape: Any) -> float:
    total = 0.0
    for polygon in parts_of_dimension(np.array([shape], dtype=object), 2)[0]:
        outer, *holes = (abs(_around(ring)[0]) for ring in shapely.get_rings(polygon))
        total += outer - sum(holes)
    return total


def _geodesic_length(shape: Any) -> float:
    shapes = np.array([shape], dtype=object)
    rings = shapely.get_rings(parts_of_dimension(shapes, 2)[0])
    lines = np.concatenate([parts_of_dimension(shapes, 1)[0], rings])
    return float(sum(ELLIPSOID.geometry_length(line) for line in lines))


def _around(ring: Any) -> tuple[float, float]:
    measured: tuple[float, float] = ELLIPSOID.geometry_area_perimeter(ring)
    return measured
