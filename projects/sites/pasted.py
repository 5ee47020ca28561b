"""Coordinates as somebody pastes them: degrees, degrees with minutes, Gauss-Krüger metres.

Each line is a point, an empty line begins another shape: one point is a place, two a line, more an
area. Numbers are read by what reads the cells of tables, and which system they are of is found as
for files: told where only one fits, asked where several do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geo.crs.gauss_kruger import DATUMS, codes_of, in_china
from geo.crs.proposals import WUHAN, CrsCandidate, propose_crs
from geo.crs.transform import CGCS2000
from geo.errors import EcoAtlasError
from geo.words import BETWEEN_CLAUSES, Text, listed
from layers.reading.formats.tables.numbers import parse
from projects.sites.errors import (
    SITE_CRS_ASKED,
    SITE_CRS_UNKNOWN,
    SITE_EMPTY,
    SITE_NOT_UNDERSTOOD,
    SITE_TOO_DETAILED,
)
from projects.sites.limits import shipped_place_limits
from projects.sites.site import MOST_CORNERS, one_shape

LONGEST_SHOWN = 40
POINT_LABEL = re.compile(r"[A-Za-z一-鿿]{0,4}\d{0,4}[:：.)）]?")
PARTING = re.compile(r"[,，;；\t]+")
WKT = re.compile(r"\s*(MULTI)?(POINT|LINESTRING|POLYGON)\b", re.IGNORECASE)
READ_AS = Text("粘贴的坐标，{why}", "pasted coordinates: {why}")
AS_TOLD = Text("按 {crs} 读取", "read as {crs}")
DEGREES = Text("经纬度（按 CGCS2000）", "degrees (as CGCS2000)")


@dataclass(frozen=True, slots=True)
class Pasted:
    shape: shapely.Geometry
    origin: Text


def read_pasted(
    text: str,
    crs: str | None = None,
    district: tuple[float, float] = WUHAN,
    *,
    most_area_m2: float | None = None,
) -> Pasted:
    """The shape of a text, in EPSG:4490; also of WKT and GeoJSON in degrees.

    crs: as `EPSG:4547` where the numbers do not tell. most_area_m2: of what it encloses, by
    default that of a site as shipped. Raises
    `site-not-understood`, `site-crs-asked`, `site-crs-unknown` and those of `one_shape`.
    """
    plain = text.strip()
    if not plain:
        raise EcoAtlasError(SITE_EMPTY)
    most = most_area_m2 or shipped_place_limits().site_area_m2
    drawn = _drawn(plain)
    if drawn is not None:
        return Pasted(one_shape([drawn], most), READ_AS.format(why=DEGREES))
    groups = list(_groups(plain))
    points = np.array([point for group in groups for point in group])
    chosen = _chosen(points, crs, district)
    lonlat = _in_degrees(points, chosen)
    shapes, at = [], 0
    for group in groups:
        shapes.append(_shape(lonlat[at : at + len(group)]))
        at += len(group)
    why = AS_TOLD.format(crs=crs) if crs else chosen.reason
    return Pasted(one_shape(shapes, most), READ_AS.format(why=why))


def places_of(text: str, district: tuple[float, float] = WUHAN) -> list[tuple[float, float, Text]]:
    """One point as somebody types it, in each system that its numbers could be of: longitude and
    latitude in degrees (EPSG:4490) and how it was read; none where the text is no point."""
    try:
        points = np.array([_point(text.strip(), 1)])
    except EcoAtlasError:
        return []
    found = propose_crs(points[:, 0], points[:, 1], district)
    read = [(_in_degrees(points, one)[0], one.reason) for one in found if one.shifted is None]
    return [(float(lonlat[0]), float(lonlat[1]), why) for lonlat, why in read]


def _in_degrees(
    points: np.typing.NDArray[np.float64], read_as: CrsCandidate
) -> np.typing.NDArray[np.float64]:
    if read_as.swapped:
        points = points[:, ::-1]
    places = gpd.points_from_xy(points[:, 0], points[:, 1], crs=read_as.epsg)
    lonlat: np.typing.NDArray[np.float64] = shapely.get_coordinates(
        gpd.GeoSeries(places).to_crs(CGCS2000).to_numpy()
    )
    return lonlat


def _drawn(text: str) -> shapely.Geometry | None:
    """WKT or a GeoJSON geometry; None of anything else."""
    try:
        if WKT.match(text):
            return shapely.from_wkt(text)
        if text.startswith("{"):
            read = json.loads(text)
            return shapely.from_geojson(json.dumps(read.get("geometry", read)))
    except (shapely.errors.ShapelyError, ValueError, AttributeError, RecursionError):
        line = text[:LONGEST_SHOWN]
        raise EcoAtlasError(SITE_NOT_UNDERSTOOD, line=1, text=line) from None
    return None


def _groups(text: str) -> Iterator[list[tuple[float, float]]]:
    """The points of each shape; a label before them is left out."""
    group: list[tuple[float, float]] = []
    lines = text.splitlines()
    if len(lines) > MOST_CORNERS:
        raise EcoAtlasError(SITE_TOO_DETAILED, count=len(lines), limit=MOST_CORNERS)
    for number, line in enumerate(lines, 1):
        if line.strip():
            group.append(_point(line.strip(), number))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _point(line: str, number: int) -> tuple[float, float]:
    pieces = [one for one in PARTING.split(line) if one.strip()]
    if len(pieces) == 1:
        pieces = line.split()
    for first in (0, 1):
        if first and not POINT_LABEL.fullmatch(pieces[0].strip()):
            break
        found = _pair(pieces[first:])
        if found is not None:
            return found
    raise EcoAtlasError(SITE_NOT_UNDERSTOOD, line=number, text=line[:LONGEST_SHOWN])


def _pair(pieces: Sequence[str]) -> tuple[float, float] | None:
    """Two numbers out of pieces: degrees and their minutes may stand apart."""
    for cut in range(1, len(pieces)):
        halves = (parse(" ".join(pieces[:cut])), parse(" ".join(pieces[cut:])))
        if halves[0] is not None and halves[1] is not None:
            return halves[0][0], halves[1][0]
    return None


def _chosen(
    points: np.typing.NDArray[np.float64], crs: str | None, district: tuple[float, float]
) -> CrsCandidate:
    found = propose_crs(points[:, 0], points[:, 1], district)
    if crs:
        asked = crs.strip().upper()
        asked = f"EPSG:{asked}" if asked.isdigit() else asked
        fitting = [one for one in found if one.asked == asked]
        return fitting[0] if fitting else _as_told(points, asked)
    if not found:
        raise EcoAtlasError(SITE_CRS_UNKNOWN, crs="—")
    if len(found) > 1:
        choices = [Text(f"{o.asked}：{o.reason.zh}", f"{o.asked}: {o.reason.en}") for o in found]
        shown = listed(choices, between=BETWEEN_CLAUSES)
        raise EcoAtlasError(SITE_CRS_ASKED, choices=shown, first=found[0].asked)
    return found[0]


def _as_told(points: np.typing.NDArray[np.float64], crs: str) -> CrsCandidate:
    """A system that the numbers alone do not propose, such as a zone far from the district."""
    code = crs.removeprefix("EPSG:")
    known = {epsg for datum in DATUMS.values() for epsg in codes_of(datum)} | {4326}
    if not (code.isascii() and code.isdigit() and int(code) in known):
        raise EcoAtlasError(SITE_CRS_UNKNOWN, crs=crs[:LONGEST_SHOWN])
    for swapped in (False, True):
        east, north = (points[:, ::-1] if swapped else points).T
        way = gpd.GeoSeries(gpd.points_from_xy(east, north), crs=int(code)).to_crs(CGCS2000)
        if in_china(way.x, way.y).all():
            return CrsCandidate(int(code), DEGREES, 1.0, swapped)
    raise EcoAtlasError(SITE_CRS_UNKNOWN, crs=crs[:LONGEST_SHOWN])


def _shape(places: np.typing.NDArray[np.float64]) -> shapely.Geometry:
    corners = places[:-1] if len(places) > 3 and (places[0] == places[-1]).all() else places
    if len(corners) == 1:
        return shapely.Point(corners[0])
    if len(corners) == 2:
        return shapely.LineString(corners)
    return shapely.Polygon(corners)
