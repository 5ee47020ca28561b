"""How much of each class of a partition lies inside places.

Set operations run in the Gauss-Krüger plane as in `geo.overlay.partition`; areas on the ellipsoid.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geo.measure.areal import area_in_plane
from geo.plane.arrays import Geometries
from geo.plane.polygons import mended_in_plane, only_polygons, plane_polygons, projected
from geo.plane.shapes import plane_of


def class_areas_within(pieces: gpd.GeoDataFrame, places: gpd.GeoDataFrame) -> pd.DataFrame:
    """(n places × classes) m² of the pieces of each class inside each place.

    pieces: polygons that do not overlap, with `class`; places: valid polygons, which may overlap.
    Any CRS. Raises `no-crs`, `not-polygons`, `invalid-polygons`.
    """
    names = sorted(set(pieces["class"]))
    index = pd.RangeIndex(len(places))
    if not len(pieces) or not len(places):
        return pd.DataFrame(0.0, index=index, columns=names)
    epsg = plane_of(pieces, places)
    parts, grounds = _in_plane(pieces, epsg), plane_polygons(places, epsg)
    place, part = shapely.STRtree(parts).query(grounds, predicate="intersects")
    shared = only_polygons(shapely.intersection(grounds[place], parts[part]))
    found = pd.DataFrame(
        {
            "place": place,
            "class": pieces["class"].to_numpy()[part],
            "area_m2": area_in_plane(shared),
        }
    )
    wide = found.pivot_table("area_m2", "place", "class", aggfunc="sum")
    return wide.reindex(index=index, columns=names).fillna(0.0)


def _in_plane(pieces: gpd.GeoDataFrame, epsg: int) -> Geometries:
    """Pieces in the plane they were cut in, mended there.

    A piece may have a spike without width along a straight edge. In degrees, where that edge is
    bent, the spike encloses ground and mending would cut it off; in the plane it is nothing.
    """
    plane = projected(pieces.geometry.to_numpy(), pieces.crs, epsg)
    return mended_in_plane(plane, ~shapely.is_valid(plane))
