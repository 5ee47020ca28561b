"""The Gauss-Krüger zones of China and their EPSG codes, for the four datums in use.

Central meridian of 3-degree zone n is 3n (n = 25–45), of 6-degree zone n it is 6n − 3 (n = 13–23).
Each zone has two EPSG codes: with the zone number before the easting (38 528 770) and without it
(528 770). Every central meridian of a 6-degree zone is also one of a 3-degree zone, and the
coordinates are then the same: without the zone number the two cannot and need not be told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import EcoAtlasError, declare
from geo.figures.said import degrees
from geo.words import Text

CGCS2000 = 4490
WEB_MERCATOR = 3857
THREE_DEGREE_ZONES = range(25, 46)
SIX_DEGREE_ZONES = range(13, 24)
FALSE_EASTING_M, ZONE_NUMBER_M = 500_000.0, 1_000_000.0
# A box around the land and the islands; neighbours inside it are accepted.
WEST, EAST, SOUTH, NORTH = 73.0, 135.6, 3.0, 54.0

OUTSIDE_ZONES = declare(
    "outside-zones",
    "error",
    Text(
        "经度 {lon}° 不在中国高斯—克吕格 3° 带（73.5°E—136.5°E）范围内。",
        "Longitude {lon}° lies outside China's 3-degree Gauss-Krüger zones (73.5°E–136.5°E).",
    ),
    Text(
        "请检查坐标系和坐标轴顺序（经度是否写成了纬度）。",
        "Check the CRS and the axis order (latitude and longitude may be swapped).",
    ),
)


@dataclass(frozen=True, slots=True)
class Datum:
    """EPSG codes of one datum; the tuples run over the zones, from west to east."""

    name: Text
    geographic: int
    six_prefixed: tuple[int, ...]
    six_plain: tuple[int, ...]
    three_prefixed: tuple[int, ...]
    three_plain: tuple[int, ...]
    ellipsoid: tuple[float, float]
    """Semi-major axis in m and inverse flattening."""

    def three_degree(self, zone: int, *, prefixed: bool) -> int:
        codes = self.three_prefixed if prefixed else self.three_plain
        return codes[zone - THREE_DEGREE_ZONES.start]

    def six_degree(self, zone: int, *, prefixed: bool) -> int:
        codes = self.six_prefixed if prefixed else self.six_plain
        return codes[zone - SIX_DEGREE_ZONES.start]


def _run(first: int, count: int) -> tuple[int, ...]:
    return tuple(range(first, first + count))


DATUMS: dict[str, Datum] = {
    "cgcs2000": Datum(
        Text("2000 国家大地坐标系", "CGCS2000"),
        4490,
        _run(4491, 11),
        _run(4502, 11),
        _run(4513, 21),
        _run(4534, 21),
        (6378137.0, 298.257222101),
    ),
    "xian_1980": Datum(
        Text("1980 西安坐标系", "Xian 1980"),
        4610,
        _run(2327, 11),
        _run(2338, 11),
        _run(2349, 21),
        _run(2370, 21),
        (6378140.0, 298.257),
    ),
    "beijing_1954": Datum(
        Text("1954 北京坐标系", "Beijing 1954"),
        4214,
        _run(21413, 11),
        _run(21453, 11),
        _run(2401, 21),
        _run(2422, 21),
        (6378245.0, 298.3),
    ),
    "new_beijing": Datum(
        Text("新 1954 北京坐标系", "New Beijing"),
        4555,
        _run(4568, 11),
        _run(4579, 11),
        _run(4652, 5) + _run(4766, 16),
        (*_run(4782, 19), 4812, 4822),
        (6378245.0, 298.3),
    ),
}
OLD_DATUMS = ("xian_1980", "beijing_1954", "new_beijing")


def three_degree_zone(lon_deg: float) -> int:
    """Number of the 3-degree zone of a longitude; a border belongs to the zone east of it."""
    zone = floor((lon_deg + 1.5) / 3.0) if np.isfinite(lon_deg) else 0
    if zone not in THREE_DEGREE_ZONES:
        raise EcoAtlasError(OUTSIDE_ZONES, lon=degrees(float(lon_deg), 4))
    return zone


def three_degree_meridian(lon_deg: float) -> int:
    """Central meridian in degrees of the 3-degree zone of a longitude; raises `outside-zones`."""
    return 3 * three_degree_zone(lon_deg)


def gauss_kruger_epsg(lon_deg: float) -> int:
    """EPSG code (4534–4554) of the CGCS2000 3-degree zone of a longitude, easting without zone
    number: 114.3 gives 4547. Outside 73.5–136.5°E: `outside-zones`."""
    return DATUMS["cgcs2000"].three_degree(three_degree_zone(lon_deg), prefixed=False)


def without_zone_number(epsg: int) -> tuple[int, float] | None:
    """Of a 3-degree zone of CGCS2000 the code without zone number, and the metres that the number
    adds to an easting; None for any other code."""
    datum = DATUMS["cgcs2000"]
    if epsg in datum.three_plain:
        return epsg, 0.0
    if epsg not in datum.three_prefixed:
        return None
    zone = THREE_DEGREE_ZONES[datum.three_prefixed.index(epsg)]
    return datum.three_degree(zone, prefixed=False), zone * ZONE_NUMBER_M


def is_old_datum(epsg: int) -> bool:
    """Whether the code is of Beijing 1954, New Beijing or Xian 1980, for which the way to CGCS2000
    needs local parameters: without them the result may be off by tens of metres."""
    return any(epsg in codes_of(DATUMS[name]) for name in OLD_DATUMS)


def codes_of(datum: Datum) -> frozenset[int]:
    """Every EPSG code of the datum, the geographic one included."""
    plane = datum.six_prefixed + datum.six_plain + datum.three_prefixed + datum.three_plain
    return frozenset((datum.geographic, *plane))


def in_china(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Whether points in degrees lie in the box 73–135.6°E, 3–54°N."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    return (x >= WEST) & (x <= EAST) & (y >= SOUTH) & (y <= NORTH)
