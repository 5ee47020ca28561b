"""Which EPSG code a `.prj` (WKT) stands for.

PROJ's own search is not enough. It goes by the name first, so a WKT called "…Zone_38" with a false
easting of 500 000 m comes back as EPSG:4526, whose false easting is 38 500 000 m: every point would
land 38 000 km away. And it gives a 6-degree code for a 3-degree one when the WKT lacks Esri's
names. Here the numbers decide, and the name only tells apart what the numbers cannot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import isclose, radians
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.crs.gauss_kruger import (
    DATUMS,
    FALSE_EASTING_M,
    SIX_DEGREE_ZONES,
    THREE_DEGREE_ZONES,
    Datum,
)

_DEGREES_FROM_GREENWICH = (0.0, round(radians(1.0), 12))
_NAME = re.compile(r'^\s*\w+\s*[\[(]\s*"([^"]*)"')
_THREE_DEGREE = re.compile(r"(?<!\d)3[\s_-]*(deg|度)", re.IGNORECASE)
_GAUSS_KRUGER = re.compile(r"gauss|[\s_]gk[\s_]", re.IGNORECASE)
_OGC_CODES = {"CRS84": 4326, "CRS83": 4269, "CRS27": 4267}
_DATUM_WORDS = {
    "new_beijing": ("newbeijing",),
    "beijing_1954": ("beijing1954", "beijing54"),
    "xian_1980": ("xian1980", "xian80"),
    "cgcs2000": ("china2000", "chinageodeticcoordinatesystem2000", "cgcs2000"),
}


@dataclass(frozen=True, slots=True)
class CrsMatch:
    """`epsg` is None when no code has these parameters (a local frame, a broken text). `name` is
    the name in the file. `exact` is False when the datum was inferred from the ellipsoid alone, or
    when it is named and its ellipsoid is another one."""

    epsg: int | None
    name: str
    exact: bool


@lru_cache(maxsize=64)
def identify_prj(wkt: str) -> CrsMatch:
    """The EPSG code of a WKT, Esri's spelling included; compared by parameters, not by name.

    Kept: PROJ takes milliseconds for a text, and the files of a folder, or of a zip, have the same.
    """
    found = _NAME.match(wkt)
    name = found[1] if found else ""
    try:
        system = CRS.from_wkt(wkt)
    except CRSError:
        return CrsMatch(None, name, exact=False)
    # TOWGS84 is a way out of the system and no part of it.
    system = system.source_crs if system.is_bound and system.source_crs else system
    datum, named = _datum(system)
    epsg = _chinese_code(system, datum, name) if datum else None
    if datum is None or epsg is None:
        return _foreign_match(system, name)
    return CrsMatch(epsg, name, exact=named and _is_on_its_ellipsoid(system, datum))


def _datum(system: CRS) -> tuple[Datum | None, bool]:
    """The Chinese datum of the system, and whether its name says so or the ellipsoid only."""
    named = system.datum.name if system.datum else ""
    words = re.sub(r"[^a-z0-9]", "", f"{named} {_base_name(system)}".lower())
    for key, spellings in _DATUM_WORDS.items():
        if any(spelling in words for spelling in spellings):
            return DATUMS[key], True
    if re.search(r"unknown|unnamed|basedon", words):
        return _datum_of_ellipsoid(system), False
    return None, False


def _base_name(system: CRS) -> str:
    base = system.source_crs if system.source_crs is not None else system
    return str(base.name)


def _datum_of_ellipsoid(system: CRS) -> Datum | None:
    shape = system.ellipsoid
    if shape is None:
        return None
    for key in ("cgcs2000", "xian_1980", "beijing_1954"):
        major, inverse_flattening = DATUMS[key].ellipsoid
        if isclose(shape.semi_major_metre, major) and isclose(
            shape.inverse_flattening, inverse_flattening, abs_tol=1e-7
        ):
            return DATUMS[key]
    return None


def _is_on_its_ellipsoid(system: CRS, datum: Datum) -> bool:
    """To a metre; the third digit of 1/f that programs round differently moves nothing."""
    shape = system.ellipsoid
    major, inverse_flattening = datum.ellipsoid
    return shape is not None and (
        abs(shape.semi_major_metre - major) < 1.0
        and abs(shape.inverse_flattening - inverse_flattening) < 1e-3
    )


def _angles(system: CRS) -> tuple[float, float]:
    """Where longitude begins, and radians in one unit of it."""
    base, meridian = system.geodetic_crs, system.prime_meridian
    unit = base.axis_info[0].unit_conversion_factor if base and base.axis_info else radians(1.0)
    return (meridian.longitude if meridian else 0.0), round(unit, 12)


def _chinese_code(system: CRS, datum: Datum, name: str) -> int | None:
    if _angles(system) != _DEGREES_FROM_GREENWICH:
        return None
    if system.is_geographic:
        return datum.geographic
    zone = _zone_parameters(system)
    if zone is None:
        return None
    meridian, easting = zone
    if easting == FALSE_EASTING_M:
        return _plain_code(datum, meridian, six_degree=_says_six_degree(name))
    return _prefixed_code(datum, meridian, easting)


def _zone_parameters(system: CRS) -> tuple[float, float] | None:
    """Central meridian and false easting, if everything else is as in all Gauss-Krüger zones."""
    operation: Any = system.coordinate_operation
    if operation is None or operation.method_name != "Transverse Mercator":
        return None
    latitude, meridian, scale, easting, northing = _numbers(operation)
    metres = all(axis.unit_conversion_factor == 1.0 for axis in system.axis_info)
    usual = metres and (latitude, scale, northing) == (0.0, 1.0, 0.0)
    return (meridian, easting) if usual else None


def _numbers(operation: Any) -> tuple[float, ...]:
    by_name = {parameter.name: float(parameter.value) for parameter in operation.params}
    return tuple(
        by_name.get(name, missing)
        for name, missing in (
            ("Latitude of natural origin", 0.0),
            ("Longitude of natural origin", 0.0),
            ("Scale factor at natural origin", 1.0),
            ("False easting", 0.0),
            ("False northing", 0.0),
        )
    )


def _says_six_degree(name: str) -> bool:
    return bool(_GAUSS_KRUGER.search(name)) and not _THREE_DEGREE.search(name)


def _plain_code(datum: Datum, meridian: float, *, six_degree: bool) -> int | None:
    zone_of_six, beside_six = divmod(meridian + 3.0, 6.0)
    if six_degree and beside_six == 0.0 and int(zone_of_six) in SIX_DEGREE_ZONES:
        return datum.six_degree(int(zone_of_six), prefixed=False)
    zone_of_three, beside_three = divmod(meridian, 3.0)
    if beside_three == 0.0 and int(zone_of_three) in THREE_DEGREE_ZONES:
        return datum.three_degree(int(zone_of_three), prefixed=False)
    return None


def _prefixed_code(datum: Datum, meridian: float, easting: float) -> int | None:
    zone, rest = divmod(easting - FALSE_EASTING_M, 1e6)
    if rest != 0.0:
        return None
    if zone in THREE_DEGREE_ZONES and meridian == 3.0 * zone:
        return datum.three_degree(int(zone), prefixed=True)
    if zone in SIX_DEGREE_ZONES and meridian == 6.0 * zone - 3.0:
        return datum.six_degree(int(zone), prefixed=True)
    return None


def _foreign_match(system: CRS, name: str) -> CrsMatch:
    """PROJ's best guess for anything else, kept only when its parameters are really the same."""
    epsg = _longitude_first(system) or system.to_epsg(min_confidence=20)
    if epsg is None or not _same(system, CRS.from_epsg(epsg)):
        return CrsMatch(None, name, exact=False)
    return CrsMatch(epsg, name, exact=True)


def _longitude_first(system: CRS) -> int | None:
    """OGC's codes stand for degrees with longitude first; here no order is taken from a text."""
    authority = system.to_authority("OGC", min_confidence=20)
    return _OGC_CODES.get(authority[1]) if authority else None


def _same(one: CRS, other: CRS) -> bool:
    if one.is_geographic != other.is_geographic or one.ellipsoid != other.ellipsoid:
        return False
    if _angles(one) != _angles(other):
        return False
    a, b = one.coordinate_operation, other.coordinate_operation
    if a is None or b is None:
        return a is b
    units = [axis.unit_conversion_factor for axis in one.axis_info]
    return (
        a.method_name == b.method_name
        and units == [axis.unit_conversion_factor for axis in other.axis_info]
        and {p.name: p.value for p in a.params} == {p.name: p.value for p in b.params}
    )
