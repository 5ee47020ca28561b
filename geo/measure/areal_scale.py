"""How many square metres of the ellipsoid one square metre of the Gauss-Krüger plane stands for.

For sums over hundreds of thousands of small polygons or raster cells, where measuring each one as
a geodesic polygon takes seconds and the last digits do not show: the plane area times the scale at
the centroid. The scale is not a formula of its own: geodesic areas of small squares on a coarse
lattice over the data, and a polynomial through them (off by less than 1e-10).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from geo.crs.gauss_kruger import FALSE_EASTING_M
from geo.measure.ellipsoid import area_m2

Geometries = NDArray[Any]
Floats = NDArray[np.float64]

# 1/m² has terms up to (x/R)^6 within the reach of a zone; along the meridian it hardly changes.
DEGREES = (6, 3)
LATTICE = (16, 8)
SQUARE_M = 256.0
# Up to this extent the scale at the centroid and the bend of the scale give a polygon to 1e-9.
SMALL_M = 2000.0
RADIUS_M = 6_371_000.0


@dataclass(frozen=True, slots=True)
class ArealScale:
    """Ellipsoidal area ÷ plane area over the bounds it was made for."""

    low: Floats
    high: Floats
    coefficients: Floats

    @classmethod
    def over(cls, bounds: tuple[float, float, float, float], epsg: int) -> ArealScale:
        """bounds: west, south, east, north in metres in the plane `epsg`."""
        low = np.asarray(bounds[:2]) - SQUARE_M
        high = np.asarray(bounds[2:]) + SQUARE_M
        nodes = [np.cos(np.pi * (np.arange(n) + 0.5) / n) for n in LATTICE]
        u, v = (axis.ravel() for axis in np.meshgrid(*nodes, indexing="ij"))
        x, y = (low[:, None] + high[:, None]) / 2 + (high - low)[:, None] / 2 * np.stack([u, v])
        half = SQUARE_M / 2
        squares = shapely.box(x - half, y - half, x + half, y + half)
        measured = area_m2(gpd.GeoSeries(squares, crs=epsg)) / shapely.area(squares)
        powers = chebyshev.chebvander2d(u, v, DEGREES)
        coefficients = np.linalg.lstsq(powers, measured, rcond=None)[0]
        return cls(low, high, coefficients.reshape(DEGREES[0] + 1, DEGREES[1] + 1))

    def at(self, x: Floats, y: Floats) -> Floats:
        """The scale at points of the plane inside the bounds."""
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        scale: Floats = chebyshev.chebval2d(
            (x - middle[0]) / half[0], (y - middle[1]) / half[1], self.coefficients
        )
        return scale


def quick_area_m2(polygons: Geometries, epsg: int) -> Floats:
    """Ellipsoidal area of many polygons given in metres in the plane `epsg`.

    Without holes and up to SMALL_M across: plane area by the scale at the centroid, less
    (width/4R)² because the scale bends, plus the slivers between straight edges and geodesics (a
    sum is right to 1e-9). All others as geodesic polygons. Empty ones have 0.
    """
    areas: Floats = shapely.area(polygons)
    west, south, east, north = np.nan_to_num(shapely.bounds(polygons)).T
    small = np.maximum(east - west, north - south) <= SMALL_M
    small &= shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON
    small &= shapely.get_num_interior_rings(polygons) == 0
    quick = small & (areas > 0)
    if quick.any():
        scale = ArealScale.over(shapely.total_bounds(polygons[quick]), epsg)
        bend = ((east - west)[quick] / (4 * RADIUS_M)) ** 2
        areas[quick] *= scale.at(*_centroids(polygons[quick])) - bend
        areas[quick] += _slivers_m2(polygons[quick])
    areas[~small] = area_m2(gpd.GeoSeries(polygons[~small], crs=epsg))
    return areas


def _centroids(polygons: Geometries) -> Floats:
    centroids: Floats = shapely.get_coordinates(shapely.centroid(polygons)).T
    return centroids


def _slivers_m2(polygons: Geometries) -> Floats:
    """Σ over the edges of polygons without holes of the area from straight edge to geodesic.

    The geodesic bends away from the central meridian with the curvature x·cos α / R² (the
    arc-to-chord correction), so an edge of length s leaves s²·x·Δy / 12R², outwards where the edge
    turns north on the way round against the clock.
    """
    vertices, owner = shapely.get_coordinates(polygons, return_index=True)
    edge = owner[1:] == owner[:-1]
    x, y = vertices.T
    east = (x[1:] + x[:-1]) / 2 - FALSE_EASTING_M
    dx, dy = np.diff(x), np.diff(y) * edge
    sliver = (dx**2 + dy**2) * east * dy
    total = np.bincount(owner[1:], weights=sliver, minlength=len(polygons))
    turn = np.sign(np.bincount(owner[1:], weights=east * dy, minlength=len(polygons)))
    slivers: Floats = total * turn / (12 * RADIUS_M**2)
    return slivers
