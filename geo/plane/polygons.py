"""What the coverage engine takes in: valid polygons with a CRS, in one Gauss-Krüger plane."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import transform as crs
from geo.errors import NO_CRS, EcoAtlasError, declare
from geo.plane.arrays import Flags, Geometries, Positions
from geo.words import Text

NOT_POLYGONS = declare(
    "not-polygons",
    "error",
    Text(
        "覆盖计算只接受面要素，第 {rows} 行不是面。",
        "Coverage takes polygons only; not polygons: rows {rows}.",
    ),
    Text("请选择面图层，或删去这些要素。", "Choose a polygon layer, or remove these features."),
)
INVALID_POLYGONS = declare(
    "invalid-polygons",
    "error",
    Text(
        "第 {rows} 行的几何无效（例如自相交），面积没有确定的含义。",
        "Invalid geometry (self-intersection, for example) in rows {rows}: its area has no"
        " definite meaning.",
    ),
    Text(
        "请先修复几何（导入图层时会自动修复并列出）。",
        "Repair the geometry first (importing a layer does, and lists what it did).",
    ),
)
ROWS_NAMED = 10
CHUNK = 20_000
POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def plane_polygons(frame: gpd.GeoDataFrame | gpd.GeoSeries, epsg: int) -> Geometries:
    """(n,) valid polygonal geometries in the plane `epsg`, row by row; empty ones for empty rows.

    Raises `no-crs`, `not-polygons`, `invalid-polygons`.
    """
    source = polygonal(frame)
    plane = projected(source, frame.crs, epsg)
    return checked(plane, source, np.arange(len(source)))


def polygonal(frame: gpd.GeoDataFrame | gpd.GeoSeries) -> Geometries:
    """The geometries of a frame, missing ones as empty polygons. (Heights stay; nothing here reads
    them.)"""
    if frame.crs is None:
        raise EcoAtlasError(NO_CRS)
    geometries: Geometries = frame.geometry.to_numpy()
    odd = np.flatnonzero(~np.isin(shapely.get_type_id(geometries), POLYGONAL))
    if not len(odd):
        return geometries
    nothing = shapely.is_missing(geometries[odd]) | shapely.is_empty(geometries[odd])
    if not nothing.all():
        raise EcoAtlasError(NOT_POLYGONS, rows=_rows(odd[~nothing]))
    filled = geometries.copy()
    filled[odd] = shapely.Polygon()
    return filled


def projected(geometries: Geometries, source: Any, epsg: int) -> Geometries:
    series = gpd.GeoSeries(geometries, crs=source)
    if series.empty or source.to_epsg() == epsg:
        return geometries
    moved: Geometries = crs.to_plane(series, epsg).to_numpy()
    return moved


def checked(plane: Geometries, source: Geometries, rows: Positions) -> Geometries:
    """The same geometries, or `invalid-polygons`.

    What is valid where it came from but touches itself by rounding after the projection is
    mended here; nobody could repair it at the source.
    """
    bad = ~shapely.is_valid(plane)
    broken = bad.copy()
    broken[bad] = ~shapely.is_valid(source[bad])
    if broken.any():
        raise EcoAtlasError(INVALID_POLYGONS, rows=_rows(np.unique(rows[broken])))
    return mended_in_plane(plane, bad)


def mended_in_plane(plane: Geometries, bad: Flags) -> Geometries:
    """(n,) polygonal geometries, those that are `bad` mended where they lie."""
    if not bad.any():
        return plane
    mended = plane.copy()
    mended[bad] = only_polygons(shapely.make_valid(plane[bad], method="structure"))
    return mended


def only_polygons(geometries: Geometries) -> Geometries:
    """The polygonal part of results of set operations; lines and points left by touching go."""
    mixed = ~np.isin(shapely.get_type_id(geometries), POLYGONAL)
    if not mixed.any():
        return geometries
    kept = geometries.copy()
    kept[mixed] = [_polygonal_part(each) for each in geometries[mixed]]
    return kept


def _polygonal_part(geometry: Any) -> Any:
    parts = shapely.get_parts(geometry)
    return shapely.union_all(parts[np.isin(shapely.get_type_id(parts), POLYGONAL)])


def _rows(positions: Positions) -> str:
    named = ", ".join(str(position + 1) for position in positions[:ROWS_NAMED])
    return named + (" …" if len(positions) > ROWS_NAMED else "")
