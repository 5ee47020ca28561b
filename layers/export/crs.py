"""The reference system of an export: the one asked for, with what has to be said about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyproj
import shapely

from geo.crs.transform import CGCS2000, is_old_datum, plane_epsg
from geo.errors import EcoAtlasError, Problem
from geo.plane.shape_column import Shapes
from layers.catalogue import VersionRef
from layers.export.errors import (
    CRS_OUT_OF_REACH,
    DEGREES_ONLY,
    OLD_DATUM,
    OUTSIDE_AREA_OF_USE,
    UNKNOWN_EXPORT_CRS,
    WRITTEN_IN_WGS84,
)
from layers.export.formats.declaration import ExportFormat
from layers.storage.feature_table import GEOMETRY

WGS84 = 4326
# The transformation between the two that EPSG lists changes nothing.
SAME_DEGREES = (CGCS2000, WGS84)
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
