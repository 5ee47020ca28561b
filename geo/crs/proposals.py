"""Proposals for a CRS when a file does not state one: each with its reason, none taken silently.

Every system that numbers of this size could be in is tried: the points are carried to degrees and
must land in China, in or near the zone claimed. What remains is ranked by how well it fits and by
how far the middle lies from the district. The numbers never tell the datum: CGCS2000, Xian 1980 and
Beijing 1954 give figures of one size that lie up to a hundred metres apart, and GCJ-02 degrees look
like any others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from geo.crs.gauss_kruger import (
    CGCS2000,
    DATUMS,
    FALSE_EASTING_M,
    SIX_DEGREE_ZONES,
    THREE_DEGREE_ZONES,
    WEB_MERCATOR,
    Datum,
    codes_of,
    in_china,
)
from geo.crs.ways import way
from geo.figures.said import ROUGH_KILOMETRES, grouped, part, place, said
from geo.words import Text

Floats = NDArray[np.float64]

WUHAN = (114.0, 30.5)
_SAMPLE = 2000
# Data may run a little over the known boundary, which may be drawn more coarsely than they are.
_MARGIN_DEG = 0.02
# What a candidate keeps of its confidence when none of its points is inside.
_OUTSIDE_COUNTS = 0.2
# Local data may run a little over the border of their zone.
_OVERLAP_DEG = 0.5
_NEIGHBOURS = 2
# Half the equator; PROJ would wrap what lies beyond it back onto the map.
_MERCATOR_EDGE_M = 20_037_508.35
# Half a 3-degree zone at 18°N, where China's mainland ends; further north it is less.
_THREE_DEGREE_REACH_M = 160_000.0
_GEOD = Geod(a=6378137.0, rf=298.257222101)
_CGCS2000 = DATUMS["cgcs2000"]
# EPSG codes of WGS 84 / UTM: 32600 + zone in the north, 32700 + zone in the south.
_UTM_NORTH, _UTM_SOUTH = 32600, 32700
_UTM_ZONES = range(1, 61)


@dataclass(frozen=True, slots=True)
class CrsCandidate:
    """`swapped` means that the file's x is the north (or latitude) and y the east (or longitude):
    swap the two before using `epsg`. `confidence` is 0–1, to rank by and to show; it is no
    probability. `shifted` is "GCJ02" or "BD09" when the degrees are those of a web map. `bounds`
    (west, south, east, north in EPSG:4490) is where the data would lie, `inside` the share of the
    points that fall within the known boundary, None without one."""

    epsg: int
    reason: Text
    confidence: float
    swapped: bool = False
    shifted: str | None = None
    bounds: tuple[float, float, float, float] | None = None
    inside: float | None = None

    @property
    def asked(self) -> str:
        """How a person names this candidate."""
        return self.shifted or f"EPSG:{self.epsg}"


@dataclass(frozen=True, slots=True)
class _Guess:
    """A system to try. `meridian` and `half_width` (degrees) bound the zone; `trust` is the
    confidence when everything fits and the district is near."""

    epsg: int
    why: Text
    trust: float
    meridian: float | None = None
    half_width: float = 180.0


_DEGREES = _Guess(
    CGCS2000,
    Text(
        "数值为经纬度（度）；仅凭数值不能区分 CGCS2000、WGS 84 与 GCJ-02（后者偏移约 300—700 米）",
        "the numbers are degrees; they cannot tell CGCS2000 and WGS 84 from GCJ-02 (300–700 m off)",
    ),
    0.9,
)
_MERCATOR = _Guess(
    WEB_MERCATOR,
    Text(
        "数值大小符合 Web 墨卡托（互联网地图）的米坐标",
        "the numbers have the size of Web Mercator metres (internet maps)",
    ),
    0.6,
)
_WITH_ZONE = Text(
    "东坐标 8 位，前两位 {zone} 是 {width}° 带带号（中央经线 {meridian}°E）",
    "the easting has 8 digits and starts with {zone}, the number of a {width}-degree zone"
    " (central meridian {meridian}°E)",
)
_WITHOUT_ZONE = Text(
    "东坐标 6 位，不含带号，带号须人工确认；按 {width}° 带中央经线 {meridian}°E 试算",
    "the easting has 6 digits and does not tell its zone, which a person must confirm; tried"
    " with the {width}-degree central meridian {meridian}°E",
)
_OF_UTM = Text(
    "按 UTM {zone} 带（中央经线 {meridian}°E）试算，带号和南北半球须人工确认",
    "tried as UTM zone {zone} (central meridian {meridian}°E); zone and hemisphere are for a person"
    " to confirm",
)


def propose_crs(
    x: Floats,
    y: Floats,
    district: tuple[float, float] = WUHAN,
    known: shapely.Geometry | None = None,
    like: int | None = None,
) -> list[CrsCandidate]:
    """Candidates for the CRS of bare coordinates, best first; empty when nothing lands in China.

    x, y: the file's first and second coordinate, any length, not-finite values are ignored.
    district: longitude and latitude of the place that the data are expected at.
    known: the district's polygon in EPSG:4490; the share of the points inside it ranks first.
    like: EPSG code of what the file claims; its datum is kept, and UTM is tried where it is UTM.
    """
    expected = _Expected.of(district, known, like)
    first, second = _sample(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    if not len(first):
        return []
    straight = _candidates(first, second, expected)
    turned = [_as_swapped(candidate) for candidate in _candidates(second, first, expected)]
    return sorted(straight + turned, key=lambda candidate: -candidate.confidence)


def _sample(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    finite = np.isfinite(x) & np.isfinite(y)
    x, y = x[finite], y[finite]
    step = max(1, len(x) // _SAMPLE)
    return x[::step], y[::step]


def _as_swapped(candidate: CrsCandidate) -> CrsCandidate:
    note = Text(
        "横、纵坐标轴颠倒（先北后东），交换后：",
        "axes are swapped (north before east); once put right: ",
    )
    reason = Text(note.zh + candidate.reason.zh, note.en + candidate.reason.en)
    return replace(
        candidate, reason=reason, confidence=round(candidate.confidence * 0.95, 3), swapped=True
    )


@dataclass(frozen=True, slots=True)
class _Expected:
    """Where the data should be: a place, and the ground around it if that is known; and on what
    datum, in UTM or in Gauss-Krüger."""

    place: tuple[float, float]
    ground: shapely.Geometry | None
    datum: Datum
    utm: bool

    @staticmethod
    def of(
        district: tuple[float, float], known: shapely.Geometry | None, like: int | None
    ) -> _Expected:
        family = _datum_of(like), is_utm(like)
        if known is None:
            return _Expected(district, None, *family)
        ground = shapely.simplify(known, _MARGIN_DEG / 10).buffer(_MARGIN_DEG)
        shapely.prepare(ground)
        middle = shapely.point_on_surface(known)
        return _Expected((middle.x, middle.y), ground, *family)

    def inside(self, lon: Floats, lat: Floats) -> float | None:
        if self.ground is None:
            return None
        return round(float(np.mean(shapely.contains_xy(self.ground, lon, lat))), 3)


def _candidates(east: Floats, north: Floats, expected: _Expected) -> list[CrsCandidate]:
    guesses = _guesses(float(np.median(east)), float(np.median(north)), expected)
    judged = (_judge(guess, east, north, expected) for guess in guesses)
    return [candidate for candidate in judged if candidate is not None]


def is_utm(epsg: int | None) -> bool:
    """Whether the code is of WGS 84 / UTM, on either hemisphere."""
    return epsg is not None and any(
        epsg - hemisphere in _UTM_ZONES for hemisphere in (_UTM_NORTH, _UTM_SOUTH)
    )


def _datum_of(epsg: int | None) -> Datum:
    """The Chinese datum that a code is of; CGCS2000 for any other code."""
    return next((datum for datum in DATUMS.values() if epsg in codes_of(datum)), _CGCS2000)


def _guesses(east: float, north: float, expected: _Expected) -> Iterator[_Guess]:
    """What numbers of this size could be; the points themselves are tried afterwards."""
    if abs(east) <= 180.0 and abs(north) <= 90.0:
        yield _DEGREES
        return
    if max(abs(east), abs(north)) <= _MERCATOR_EDGE_M:
        yield _MERCATOR
    if 1e5 <= east < 1e6:
        yield from _utm(expected) if expected.utm else _without_zone(east, expected)
    elif 13e6 <= east < 46e6:
        yield from _with_zone(int(east // 1e6), expected.datum)


def _utm(expected: _Expected) -> Iterator[_Guess]:
    """The zones around the district; the hemisphere shows in the northing alone."""
    home = int((expected.place[0] + 180.0) // 6.0) + 1
    for zone in range(home - 1, home + 2):
        meridian = 6.0 * zone - 183.0
        for hemisphere, named in ((_UTM_NORTH, "N"), (_UTM_SOUTH, "S")):
            told = _OF_UTM.format(zone=f"{zone}{named}", meridian=grouped(meridian))
            yield _Guess(hemisphere + zone, told, 0.8, meridian, 3.0)


def _with_zone(zone: int, datum: Datum) -> Iterator[_Guess]:
    if zone in THREE_DEGREE_ZONES:
        epsg, width, meridian = datum.three_degree(zone, prefixed=True), 3, 3 * zone
    elif zone in SIX_DEGREE_ZONES:
        epsg, width, meridian = datum.six_degree(zone, prefixed=True), 6, 6 * zone - 3
    else:
        return
    told = _WITH_ZONE.format(zone=zone, width=width, meridian=meridian)
    yield _Guess(epsg, told, 0.95, float(meridian), width / 2)


def _without_zone(east: float, expected: _Expected) -> Iterator[_Guess]:
    """The zones around the district, each as a possible home of a 6-digit easting.

    What lies too far from the meridian for a 3-degree zone is tried as a 6-degree one.
    """
    width = 6 if abs(east - FALSE_EASTING_M) > _THREE_DEGREE_REACH_M else 3
    home = round(expected.place[0] / 3.0)
    for third in range(home - _NEIGHBOURS, home + _NEIGHBOURS + 1):
        epsg = _plain_code(3 * third, width, expected.datum)
        if epsg is not None:
            told = _WITHOUT_ZONE.format(meridian=3 * third, width=width)
            yield _Guess(epsg, told, 0.8, 3.0 * third, width / 2)


def _plain_code(meridian: int, width: int, datum: Datum) -> int | None:
    if width == 3 and meridian // 3 in THREE_DEGREE_ZONES:
        return datum.three_degree(meridian // 3, prefixed=False)
    zone, beside = divmod(meridian + 3, 6)
    if width == 6 and beside == 0 and zone in SIX_DEGREE_ZONES:
        return datum.six_degree(zone, prefixed=False)
    return None


def _judge(guess: _Guess, east: Floats, north: Floats, expected: _Expected) -> CrsCandidate | None:
    lon, lat = way(guess.epsg, CGCS2000).transform(east, north)
    landed = np.isfinite(lon) & np.isfinite(lat) & in_china(lon, lat)
    if not landed.any():
        return None
    middle = (float(np.median(lon[landed])), float(np.median(lat[landed])))
    away_km = _distance_km(middle, expected.place)
    inside = expected.inside(lon, lat)
    fit = float(np.mean(landed)) * _zone_fit(guess, lon[landed])
    confidence = guess.trust * fit * _nearness(away_km)
    if inside is not None:
        confidence *= _OUTSIDE_COUNTS + (1 - _OUTSIDE_COUNTS) * inside
    bounds = (lon[landed].min(), lat[landed].min(), lon[landed].max(), lat[landed].max())
    return CrsCandidate(
        guess.epsg,
        _told(guess.why, middle, away_km, inside),
        round(confidence, 3),
        bounds=(float(bounds[0]), float(bounds[1]), float(bounds[2]), float(bounds[3])),
        inside=inside,
    )


def _zone_fit(guess: _Guess, lon: Floats) -> float:
    """Share of points in the zone; one in its surroundings counts half, one far out a tenth."""
    if guess.meridian is None:
        return 1.0
    beyond = np.abs(lon - guess.meridian) - guess.half_width
    return float(np.mean(np.select([beyond <= 0.0, beyond <= _OVERLAP_DEG], [1.0, 0.5], 0.1)))


def _nearness(away_km: float) -> float:
    """1 at the district, 0.5 at 250 km, falling slowly: far data are unlikely, not impossible."""
    return 1.0 / (1.0 + (away_km / 250.0) ** 2)


def _told(why: Text, middle: tuple[float, float], away_km: float, inside: float | None) -> Text:
    told = place(*middle, 2)
    if inside is not None:
        ground = Text(
            "{why}；数据中心落在 {middle}，{share} 的点在本区边界内。",
            "{why}; the middle of the data falls at {middle} and {share} of the points inside the "
            "boundary of the district.",
        )
        return ground.format(why=why, middle=told, share=part(inside))
    away = Text(
        "{why}；数据中心落在 {middle}，距本区约 {away}。",
        "{why}; the middle of the data falls at {middle}, about {away} from the district.",
    )
    return away.format(why=why, middle=told, away=said(away_km, ROUGH_KILOMETRES))


def _distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(_GEOD.inv(*one, *other)[2]) / 1000.0
