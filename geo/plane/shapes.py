"""Lines, points and polygons in one Gauss-Krüger plane, where their edges are straight."""

from __future__ import annotations

from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import transform as crs
from geo.crs.ways import way
from geo.errors import NO_CRS, EcoAtlasError, declare
from geo.plane.polygons import checked
from geo.words import Text

Geometries = NDArray[Any]
Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Frame: TypeAlias = gpd.GeoDataFrame | gpd.GeoSeries

ROWS_NAMED = 10
# Along an edge this long the scale of the plane is even to 1e-6, and places on it are as far along
# on the ground as in the plane to 0.01 mm.
STEP_M = 150.0
NOT_LINES = declare(
    "not-lines",
    "error",
    Text(
        "此处只接受线要素，第 {rows} 行不是线。",
        "Lines are needed here; not lines: rows {rows}.",
    ),
    Text(
        "请选择线图层，或先把面的边界提取为线。",
        "Choose a line layer, or take the borders of the polygons as lines first.",
    ),
)


def plane_of(*frames: Frame) -> int:
    """EPSG of the zone for several layers: that of the first one that holds something.

    Without any geometry EPSG:4490 (nothing will be projected). Raises `no-crs` and the errors of
    `geo.crs.transform.plane_epsg`.
    """
    for frame in frames:
        if frame.crs is None:
            raise EcoAtlasError(NO_CRS)
    for frame in frames:
        if not (frame.geometry.isna() | frame.geometry.is_empty).all():
            return crs.plane_epsg(frame.geometry)
    return crs.CGCS2000


def plane_shapes(frame: Frame, epsg: int) -> Geometries:
    """(n,) geometries of any kind in the plane `epsg` in metres, with the vertices that they have;
    missing ones are empty. Raises `no-crs`, `invalid-polygons`."""
    source: Geometries = crs.to_geographic(frame.geometry).to_numpy().copy()
    source[shapely.is_missing(source)] = shapely.GeometryCollection()
    if not len(source) or shapely.is_empty(source).all():
        return source
    flat: Geometries = shapely.force_2d(source)
    plane: Geometries = crs.to_plane(gpd.GeoSeries(flat, crs=crs.CGCS2000), epsg).to_numpy()
    areal = shapely.get_dimensions(plane) == 2
    plane[areal] = checked(plane[areal], flat[areal], np.flatnonzero(areal))
    return plane


def plane_lines(frame: Frame, epsg: int) -> Geometries:
    """The same for lines only; raises `not-lines` beside."""
    shapes = plane_shapes(frame, epsg)
    odd = np.flatnonzero(~shapely.is_empty(shapes) & (shapely.get_dimensions(shapes) != 1))
    if len(odd):
        rows = ", ".join(str(row + 1) for row in odd[:ROWS_NAMED])
        raise EcoAtlasError(NOT_LINES, rows=rows + (" …" if len(odd) > ROWS_NAMED else ""))
    return shapes


def stepped(shapes: Geometries) -> Geometries:
    """The same ground with a vertex at least every 150 m: what is looked for along edges is looked
    for on pieces where the scale of the plane is even. No area and no length changes by it."""
    steps: Geometries = shapely.segmentize(shapes, STEP_M)
    return steps


def geographic(plane: Geometries, epsg: int) -> gpd.GeoSeries:
    """Shapes of the plane back in EPSG:4490."""
    return crs.to_geographic(gpd.GeoSeries(plane, crs=epsg))


def lon_lat(places: Floats, epsg: int) -> tuple[Floats, Floats]:
    """(n, 2) places of the plane as longitudes and latitudes."""
    lon, lat = way(epsg, crs.CGCS2000).transform(places[:, 0], places[:, 1])
    return np.asarray(lon), np.asarray(lat)


def edges(shapes: Geometries) -> tuple[Geometries, Positions]:
    """Every edge as a line of two points and the position of the shape it belongs to; a point is
    itself. Polygons give the edges of all their rings."""
    parts, owner = simple_parts(shapes)
    areal, linear, single = (shapely.get_dimensions(parts) == d for d in (2, 1, 0))
    rings, polygon = shapely.get_rings(parts[areal], return_index=True)
    lines = np.concatenate([rings, parts[linear]])
    line_owner = np.concatenate([owner[areal][polygon], owner[linear]])
    vertices, line = shapely.get_coordinates(lines, return_index=True)
    first = np.flatnonzero(line[1:] == line[:-1])
    pairs = np.stack([vertices[first], vertices[first + 1]], axis=1)
    drawn = shapely.linestrings(pairs) if len(pairs) else np.zeros(0, dtype=object)
    return (
        np.concatenate([drawn, parts[single]]),
        np.concatenate([line_owner[line[first]], owner[single]]),
    )


def simple_parts(shapes: Geometries) -> tuple[Geometries, Positions]:
    """The single points, lines and polygons in the shapes, and the position each came from."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    there = ~shapely.is_empty(parts)
    return parts[there], owner[there]
