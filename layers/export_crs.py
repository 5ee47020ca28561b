"""The reference system of an export: the one asked for, with what has to be said about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.crs import CGCS2000, is_old_datum, plane_epsg
from geo.errors import EcoAtlasError, Problem
from layers.catalogue import VersionRef
from layers.export_errors import (
    CRS_OUT_OF_REACH,
    DEGREES_ONLY,
    OLD_DATUM,
    OUTSIDE_AREA_OF_USE,
    UNKNOWN_EXPORT_CRS,
    WRITTEN_IN_WGS84,
)

WGS84 = 4326
SHAPES_A_TIME = 50_000
OWN_ZONE = "gk"
"""Asks for the 3-degree Gauss-Krüger zone (CGCS2000) of the data."""
DEGREE_FORMATS = frozenset({"geojson", "kml"})


@dataclass(frozen=True, slots=True)
class ExportCrs:
    """The EPSG code that is written, and what a person has to know about it."""

    epsg: int
    notes: tuple[Problem, ...] = ()


def choose_crs(
    asked: int | str | None, version: VersionRef, format: str, accept: Collection[str] = ()
) -> ExportCrs:
    """From an EPSG code, `gk` or None (EPSG:4490) to what is written.

    Raises `unknown-export-crs`, `degrees-only` (GeoJSON and KML), `export-old-datum` unless that
    is accepted, and for `gk` what `geo.crs.plane_epsg` raises.
    """
    epsg = zone_of(version) if asked == OWN_ZONE else _code(asked)
    if format in DEGREE_FORMATS:
        if epsg not in (CGCS2000, WGS84):
            raise EcoAtlasError(DEGREES_ONLY, format=format, crs=epsg)
        return ExportCrs(WGS84, (Problem(WRITTEN_IN_WGS84),) if asked != WGS84 else ())
    return ExportCrs(epsg, tuple(_notes(epsg, version, accept)))


def zone_of(version: VersionRef) -> int:
    """EPSG code of the 3-degree zone that holds the middle of a version."""
    return plane_epsg(gpd.GeoSeries([shapely.box(*version.bbox)], crs=CGCS2000))


def carried(frame: gpd.GeoDataFrame, epsg: int) -> gpd.GeoDataFrame:
    """The features (EPSG:4490) in another system; raises `export-crs-out-of-reach`.

    The frame is used up: a million polygons are not held in two systems at once.
    """
    if epsg == CGCS2000:
        return frame
    if epsg == WGS84:
        # The transformation between the two that EPSG lists changes nothing.
        return frame.set_crs(WGS84, allow_override=True)
    columns, name = list(frame.columns), frame.geometry.name
    shapes = np.array(frame.geometry, dtype=object)
    del frame[name]
    for first in range(0, len(shapes), SHAPES_A_TIME):
        part = slice(first, first + SHAPES_A_TIME)
        moved = gpd.GeoSeries(shapes[part], crs=CGCS2000).to_crs(epsg)
        if _lost(moved):
            raise EcoAtlasError(CRS_OUT_OF_REACH, crs=epsg)
        shapes[part] = moved.to_numpy()
    geometry = gpd.GeoSeries(shapes, index=frame.index, crs=epsg, name=name)
    return gpd.GeoDataFrame(frame.assign(**{name: geometry})[columns], geometry=name)


def _lost(moved: gpd.GeoSeries) -> bool:
    return not np.isfinite(shapely.get_coordinates(moved.to_numpy())).all()


def _code(asked: int | str | None) -> int:
    if asked is None:
        return CGCS2000
    try:
        system = pyproj.CRS.from_epsg(int(asked))
    except (ValueError, OverflowError, pyproj.exceptions.CRSError) as error:
        raise EcoAtlasError(UNKNOWN_EXPORT_CRS, crs=asked) from error
    if not (system.is_geographic or system.is_projected) or len(system.axis_info) != 2:
        raise EcoAtlasError(UNKNOWN_EXPORT_CRS, crs=asked)
    return int(asked)


def _notes(epsg: int, version: VersionRef, accept: Collection[str]) -> list[Problem]:
    notes = []
    system = pyproj.CRS.from_epsg(epsg)
    if is_old_datum(epsg):
        if OLD_DATUM.code not in accept:
            raise EcoAtlasError(OLD_DATUM, crs=epsg, name=system.name)
        notes.append(Problem(OLD_DATUM, {"crs": epsg, "name": system.name}))
    if not _inside(version.bbox, system):
        notes.append(Problem(OUTSIDE_AREA_OF_USE, {"crs": epsg, "name": system.name}))
    return notes


def _inside(bbox: tuple[float, float, float, float], system: pyproj.CRS) -> bool:
    """Whether the middle of the data lies where the system is meant to be used."""
    area = system.area_of_use
    if area is None:
        return True
    lon, lat = (bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2
    return bool(area.west <= lon <= area.east and area.south <= lat <= area.north)
