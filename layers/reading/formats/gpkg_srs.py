"""What a GeoPackage says of the CRS of a layer, where GDAL takes it for more than it says.

Number 0 stands for degrees of which nothing else is known, -1 for any plane; GDAL makes WGS 84 of
the former. A number that is not listed, or two that differ, are for a person to decide.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.crs.prj import identify_prj
from geo.words import Text
from layers.reading.crs.georeference import declared_by
from layers.reading.described import DeclaredCrs

UNDEFINED = (0, -1)
_UNDEFINED = Text("（srs_id 为 {number}，即未定义）", " (srs_id {number}, which is undefined)")
_NOT_LISTED = Text(
    "srs_id {number} 不在坐标系表 gpkg_spatial_ref_sys 中",
    "srs_id {number} is not in the table gpkg_spatial_ref_sys",
)
_TWO_NUMBERS = Text(
    "两张表的 srs_id 不同，一为 {one}，一为 {other}",
    "two tables give different srs_id, {one} and {other}",
)
_TWO_CODES = Text(
    "编号写 {told}，定义却是 EPSG:{epsg}", "it is numbered {told} and defined as EPSG:{epsg}"
)
_ASKED = """
    SELECT g.srs_id, c.srs_id, s.srs_id, s.organization, s.organization_coordsys_id, s.definition
    FROM gpkg_geometry_columns AS g JOIN gpkg_contents AS c ON c.table_name = g.table_name
    LEFT JOIN gpkg_spatial_ref_sys AS s ON s.srs_id = g.srs_id WHERE g.table_name = ?
"""


class _Srs(NamedTuple):
    """Numbers under which the two tables list the layer, and the row of that number, if any."""

    of_column: int | None
    of_contents: int | None
    listed: int | None
    organization: str | None
    code: int | str | None
    definition: str | None


def stated_srs(connection: sqlite3.Connection, table: str, understood: DeclaredCrs) -> DeclaredCrs:
    """The CRS that the layer declares. understood: the one that GDAL has read."""
    row = connection.execute(_ASKED, (table,)).fetchone()
    if row is None:
        return understood
    srs = _Srs(*row)
    if srs.of_column in UNDEFINED or str(srs.definition).strip().lower() == "undefined":
        return DeclaredCrs(told=_UNDEFINED.format(number=srs.of_column))
    doubt = _doubt(srs)
    if doubt:
        return DeclaredCrs(text=doubt.en, told=doubt)
    if str(srs.organization).upper() == "OGC" and str(srs.code).upper() == "CRS84":
        return declared_by("EPSG:4326")
    return understood


def _doubt(srs: _Srs) -> Text | None:
    """What does not go together, in the words of the format."""
    if srs.listed is None:
        return _NOT_LISTED.format(number=srs.of_column)
    others = (None, *UNDEFINED, srs.of_column)
    if srs.of_contents not in others:
        return _TWO_NUMBERS.format(one=srs.of_column, other=srs.of_contents)
    defined = _epsg_of(srs.definition)
    if str(srs.organization).upper() == "EPSG" and defined is not None:
        told = f"EPSG:{srs.code}"
        return None if _is_same(told, defined) else _TWO_CODES.format(told=told, epsg=defined)
    return None


def _epsg_of(definition: str | None) -> int | None:
    match = identify_prj(definition) if definition else None
    return match.epsg if match and match.exact else None


def _is_same(told: str, epsg: int) -> bool:
    if told == f"EPSG:{epsg}":
        return True
    try:
        return CRS.from_user_input(told).equals(CRS.from_epsg(epsg), ignore_axis_order=True)
    except CRSError:
        return False
