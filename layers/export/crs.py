"""The reference system of an export: the one asked for, with what has to be said about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import pyproj
import shapely

from geo.crs.transform import CGCS2000, is_old_datum, plane_epsg
from geo.errors import EcoAtlasError, Problem
from layers.catalogue import VersionRef
from layers.export.errors import (
    DEGREES_ONLY,
    OLD_DATUM,
    OUTSIDE_AREA_OF_USE,
    UNKNOWN_EXPORT_CRS,
    WRITTEN_IN_WGS84,
)
from layers.export.formats.declaration import ExportFormat
from layers.export.reproject import WGS84

OWN_ZONE = "gk"
"""Asks for the 3-degree Gauss-Krüger zone (CGCS2000) of the data."""


@dataclass(frozen=True, slots=True)
class ExportCrs:
    """The EPSG code that is written, and what a person has to know about it."""

    epsg: int
    notes: tuple[Problem, ...] = ()


def choose_crs(
    asked: int | str | None, version: VersionRef, format: ExportFormat, accept: Collection[str] = ()
) -> ExportCrs:
    """From an EPSG code, `gk` or None (EPSG:4490) to what is written.

    Raises `unknown-export-crs`, `degrees-only`, `export-old-datum` unless that
    is accepted, and for `gk` what `geo.crs.transform.plane_epsg` raises.
    """
    epsg = zone_of(version) if asked == OWN_ZONE else _code(asked)
    if format.degrees_only:
        if epsg not in (CGCS2000, WGS84):
            raise EcoAtlasError(DEGREES_ONLY, format=format.id, crs=epsg)
        return ExportCrs(WGS84, (Problem(WRITTEN_IN_WGS84),) if asked != WGS84 else ())
    return ExportCrs(epsg, tuple(_notes(epsg, version, accept)))


def zone_of(version: VersionRef) -> int:
    """EPSG code of the 3-degree zone that holds the middle of a version."""
    return plane_epsg(gpd.GeoSeries([shapely.box(*version.bbox)], crs=CGCS2000))


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
