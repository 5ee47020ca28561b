"""What of points, lines and polygons lies inside a region: the part itself, and how much it is."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import transform as crs
from geo.measure.ellipsoid import area_m2, length_m
from geo.patches.clipped_lines import lines_inside
from geo.plane.arrays import Floats
from geo.plane.polygons import only_polygons, polygonal
from geo.plane.shapes import Frame, geographic, plane_of, plane_shapes


def clipped(features: Frame, region: Frame) -> gpd.GeoSeries:
    """(n,) of each feature what lies inside the dissolved region, EPSG:4490; empty where nothing
    does. The border belongs to the region; what lies wholly inside keeps its own vertices.

    features: any geometry, region: valid polygons, both in any CRS. Raises
    `no-crs`, `not-polygons`, `invalid-polygons` and those of `geo.crs.transform.plane_epsg`.
    """
    polygonal(region.geometry)  # only polygons pass
    own = crs.to_geographic(features.geometry).reset_index(drop=True)
    epsg = plane_of(region, features)
    ground = shapely.union_all(plane_shapes(region, epsg))
    shapes = plane_shapes(features, epsg)
    shapely.prepare(ground)
    crossing = ~shapely.covers(ground, shapes) & ~shapely.is_empty(shapes)
    dimension = shapely.get_dimensions(shapes)
    found = own.to_numpy().copy()
    for rows in (np.flatnonzero(crossing & (dimension == d)) for d in (0, 2)):
        common = shapely.intersection(shapes[rows], ground)
        common = only_polygons(common) if len(rows) and dimension[rows[0]] == 2 else common
        found[rows] = geographic(common, epsg).to_numpy()
    lines = np.flatnonzero(crossing & (dimension == 1))
    if len(lines):
        found[lines] = lines_inside(own.iloc[lines], region).to_numpy()
    return gpd.GeoSeries(found, crs=crs.CGCS2000)


def amounts(features: Frame, plane: int | None = None) -> Floats:
    """(n,) how much each feature is: m² of polygons if there are any, else m of lines if there are
    any, else 1 for a point; what is empty is nothing. plane: the same for a whole and its part
    (`geo.measure.ellipsoid`)."""
    shapes = features.geometry
    dimension = shapely.get_dimensions(shapes.to_numpy())
    if (dimension == 2).any():
        return area_m2(gpd.GeoSeries(shapes), plane)
    if (dimension == 1).any():
        return length_m(gpd.GeoSeries(shapes), plane)
    return np.asarray(dimension == 0, dtype=np.float64)
