"""Length and area of what is drawn, and one place in every way in which coordinates are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely

from geo.crs.gauss_kruger import CGCS2000, DATUMS, in_china, three_degree_zone
from geo.crs.ways import way
from geo.errors import EcoAtlasError
from geo.figures.said import degrees, degrees_minutes, metres_of_grid, said
from geo.figures.units import METRES, SQUARE_METRES
from geo.measure.ellipsoid import area_m2, length_m
from geo.words import Text
from projects.asking.errors import POINTS_NOT_UNDERSTOOD
from projects.metrics.results import area, length

MOST_POINTS = 500
DEGREE_DIGITS, SECOND_DIGITS, METRE_DIGITS = 6, 2, 2
LONGEST_SHOWN = 60
IN_DEGREES = Text("经度 纬度（CGCS2000）", "Longitude, latitude (CGCS2000)")
IN_MINUTES = Text("度分秒（CGCS2000）", "Degrees, minutes, seconds (CGCS2000)")
IN_ZONE = Text(
    "高斯-克吕格 3° 带第 {zone} 带，东（含带号）北，米",
    "Gauss-Krüger, 3-degree zone {zone}: easting (with zone), northing, m",
)
BY_MERIDIAN = Text(
    "同上，不含带号（中央经线 {meridian}°）",
    "the same without the zone (central meridian {meridian}°)",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A path of places. length_m: of the path; area_m2, perimeter_m: of the ring that it closes,
    None where it has no ground, `crossing` where it crosses itself. written: the last place."""

    length_m: float
    area_m2: float | None
    perimeter_m: float | None
    crossing: bool
    written: tuple[tuple[Text, str], ...]

    def as_dict(self) -> dict[str, Any]:
        ground, around = self.area_m2, self.perimeter_m
        return {
            "length_m": self.length_m,
            "length": said(self.length_m, METRES),
            "area_m2": ground,
            "area": None if ground is None else said(ground, SQUARE_METRES),
            "perimeter_m": around,
            "perimeter": None if around is None else said(around, METRES),
            "crossing": self.crossing,
            "written": [{"title": title, "text": text} for title, text in self.written],
        }


def measure(text: str) -> Measured:
    """What `lon,lat;lon,lat` in degrees measures on the ground; raises `points-not-understood`."""
    places = _places(text)
    path, ring = shapely.Point(places[0]), None
    if len(places) > 1:
        path = shapely.LineString(places)
    if len(places) > 2:
        ring = shapely.Polygon(places)
    crossing = ring is not None and not shapely.is_valid(ring)
    measured = None if ring is None or crossing or not ring.area else ring
    return Measured(
        length(_length(path)),
        None if measured is None else area(float(area_m2(_series(measured))[0])),
        None if measured is None else length(_length(measured)),
        crossing and bool(ring is not None and ring.length),
        written_as(*places[-1]),
    )


def written_as(lon: float, lat: float) -> tuple[tuple[Text, str], ...]:
    """A place as people write it: each way reads back through `read_pasted`."""
    zone = three_degree_zone(lon)
    ways = (
        (IN_ZONE.format(zone=zone), True),
        (BY_MERIDIAN.format(meridian=3 * zone), False),
    )
    minutes = (degrees_minutes(one, SECOND_DIGITS) for one in (lon, lat))
    in_degrees = (degrees(one, DEGREE_DIGITS) for one in (lon, lat))
    return (
        (IN_DEGREES, " ".join(in_degrees)),
        (IN_MINUTES, " ".join(minutes)),
        *((title, _grid(lon, lat, zone, prefixed=prefixed)) for title, prefixed in ways),
    )


def _grid(lon: float, lat: float, zone: int, *, prefixed: bool) -> str:
    epsg = DATUMS["cgcs2000"].three_degree(zone, prefixed=prefixed)
    east, north = way(CGCS2000, epsg).transform(lon, lat)
    return f"{metres_of_grid(east, METRE_DIGITS)} {metres_of_grid(north, METRE_DIGITS)}"


def _places(text: str) -> list[tuple[float, float]]:
    try:
        pairs = [one.split(",") for one in text.strip().strip(";").split(";")]
        places = [(float(lon), float(lat)) for lon, lat in pairs]
    except ValueError:
        places = []
    known = 0 < len(places) <= MOST_POINTS
    if not known or not in_china(*zip(*places, strict=True)).all():
        shown = text[:LONGEST_SHOWN]
        raise EcoAtlasError(POINTS_NOT_UNDERSTOOD, text=shown, limit=MOST_POINTS)
    return places


def _length(shape: shapely.Geometry) -> float:
    return float(length_m(_series(shape))[0])


def _series(shape: shapely.Geometry) -> gpd.GeoSeries:
    return gpd.GeoSeries([shape], crs=CGCS2000)
