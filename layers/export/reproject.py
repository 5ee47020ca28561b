"""Features on their way out, in the reference system of the file."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from geo.crs.transform import CGCS2000
from geo.errors import EcoAtlasError
from geo.plane.shape_column import Shapes
from layers.export.errors import CRS_OUT_OF_REACH
from layers.storage.feature_table import GEOMETRY

WGS84 = 4326
# The transformation between the two that EPSG lists changes nothing.
SAME_DEGREES = (CGCS2000, WGS84)


def carried(part: pa.Table, epsg: int) -> pa.Table:
    """Features with `geometry` as WKB (EPSG:4490) in another system.

    Raises `export-crs-out-of-reach`.
    """
    if epsg in SAME_DEGREES:
        return part
    at = part.column_names.index(GEOMETRY)
    wkb = shapely.to_wkb(carried_shapes(part, epsg))
    return part.set_column(at, GEOMETRY, pa.array(wkb, pa.binary()))


def carried_shapes(part: pa.Table, epsg: int) -> Shapes:
    """The shapes of such features; raises `export-crs-out-of-reach`."""
    shapes: Shapes = np.asarray(shapely.from_wkb(part[GEOMETRY].to_numpy()), dtype=object)
    if epsg in SAME_DEGREES:
        return shapes
    moved = gpd.GeoSeries(shapes, crs=CGCS2000).to_crs(epsg).to_numpy()
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise EcoAtlasError(CRS_OUT_OF_REACH, crs=epsg)
    return np.asarray(moved, dtype=object)
