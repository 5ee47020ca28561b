"""The reference systems in which a layer is handed out, by their URI, axes as their authority has
them: latitude before longitude in EPSG:4490, northing before easting in Gauss-Krüger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from pyproj import CRS

from geo.crs.gauss_kruger import CGCS2000, DATUMS, THREE_DEGREE_ZONES
from geo.crs.transform import plane_of_bounds
from geo.crs.ways import way
from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import VersionRef
from layers.serving.errors import CRS_NOT_OFFERED, WINDOW_WRONG

Bounds = tuple[float, float, float, float]

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
STORED = f"{EPSG}{CGCS2000}"
WGS84 = 4326
# A tenth of a millimetre, as exports have it.
DEGREE_DECIMALS, METRE_DECIMALS = 9, 4
# Straight edges in the plane are bent in degrees: each is carried over in so many pieces.
PIECES = 32
# How much farther than its data a plane is trusted: a window that is wider is cut there.
AROUND_DEG = 0.5

TURNED = Text("最小值大于最大值", "a lowest value is above a highest")
NO_DEGREES = Text("超出经纬度的范围，或轴序颠倒", "out of degrees, or its axes are swapped")
NO_NUMBERS = Text("应为四个或六个有限的数", "it must be four or six finite numbers")


@dataclass(frozen=True, slots=True)
class System:
    """A reference system on offer; `swapped`: its authority names the northern axis first."""

    uri: str
    epsg: int
    swapped: bool
    degrees: bool

    @property
    def decimals(self) -> int:
        return DEGREE_DECIMALS if self.degrees else METRE_DECIMALS


def systems_of(ref: VersionRef) -> dict[str, System]:
    """By URI: degrees always, and the 3-degree zone that holds the middle of the data, with and
    without the number of the zone in its eastings."""
    codes = [CGCS2000, WGS84, *_zone(plane_of_bounds(ref.bbox))]
    return {one.uri: one for one in (_longitude_first(), *map(_system, codes))}


def system_named(ref: VersionRef, uri: str) -> System:
    """The system of a URI; raises `crs-not-offered`."""
    offered = systems_of(ref)
    if uri not in offered:
        raise EcoAtlasError(
            CRS_NOT_OFFERED, layer=ref.label, crs=uri[:200], choices=", ".join(offered)
        )
    return offered[uri]


def _zone(plain: int | None) -> tuple[int, ...]:
    if plain is None:
        return ()
    datum = DATUMS["cgcs2000"]
    zone = THREE_DEGREE_ZONES[datum.three_plain.index(plain)]
    return plain, datum.three_degree(zone, prefixed=True)


def _longitude_first() -> System:
    return System(CRS84, WGS84, swapped=False, degrees=True)


@lru_cache(maxsize=64)
def _system(epsg: int) -> System:
    told = CRS.from_epsg(epsg)
    north_first = told.axis_info[0].direction.lower() == "north"
    return System(f"{EPSG}{epsg}", epsg, north_first, told.is_geographic)


def window_of(ref: VersionRef, given: str, system: System) -> shapely.Polygon:
    """What a bbox in this system encloses, in EPSG:4490; empty where it misses the layer.

    Heights of a bbox of six numbers are left out of account. Raises `bbox-wrong`.
    """
    low, high = _corners(given)
    if low[0] > high[0] or low[1] > high[1]:
        raise EcoAtlasError(WINDOW_WRONG, given=given[:200], why=TURNED)
    if system.swapped:
        low, high = low[::-1], high[::-1]
    if system.degrees:
        if max(abs(low[0]), abs(high[0])) > 180 or max(abs(low[1]), abs(high[1])) > 90:
            raise EcoAtlasError(WINDOW_WRONG, given=given[:200], why=NO_DEGREES)
        return shapely.box(*low, *high)
    return _from_plane(ref, system, (low[0], low[1], high[0], high[1]))


def _corners(given: str) -> tuple[tuple[float, float], tuple[float, float]]:
    try:
        numbers = [float(one) for one in given.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in (4, 6) or not np.isfinite(numbers).all():
        raise EcoAtlasError(WINDOW_WRONG, given=given[:200], why=NO_NUMBERS)
    half = len(numbers) // 2
    return (numbers[0], numbers[1]), (numbers[half], numbers[half + 1])


def _from_plane(ref: VersionRef, system: System, box: Bounds) -> shapely.Polygon:
    """Cut to where the layer lies: far from its zone a plane has no degrees."""
    west, south, east, north = ref.bbox
    around = (west - AROUND_DEG, south - AROUND_DEG, east + AROUND_DEG, north + AROUND_DEG)
    within = way(CGCS2000, system.epsg).transform_bounds(*around, densify_pts=PIECES)
    cut = shapely.box(*box).intersection(shapely.box(*within))
    if cut.is_empty or cut.geom_type != "Polygon":
        return shapely.Polygon()
    longest = max(_sides(cut.bounds)) / PIECES
    bent: shapely.Polygon = shapely.transform(
        shapely.segmentize(cut, longest), way(system.epsg, CGCS2000).transform, interleaved=False
    )
    return bent


def _sides(bounds: Sequence[float]) -> tuple[float, float]:
    west, south, east, north = bounds
    return east - west, north - south
