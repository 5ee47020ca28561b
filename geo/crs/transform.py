"""Coordinate reference systems: the zone of the data, the way between degrees and metres.

Everything here keeps x = east or longitude and y = north or latitude, as the files do, whatever
axis order the EPSG definition states. Recognising a `.prj` lives in `geo.crs.prj`, proposing
a CRS for bare numbers in `geo.crs.proposals`; both are offered here under one roof.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
from pyproj import CRS

from geo.crs.gauss_kruger import CGCS2000, gauss_kruger_epsg, in_china, is_old_datum
from geo.crs.prj import CrsMatch, identify_prj
from geo.crs.proposals import CrsCandidate, propose_crs
from geo.crs.ways import way
from geo.errors import NO_CRS, EcoAtlasError, declare
from geo.figures.said import degrees
from geo.words import Text

__all__ = [
    "CGCS2000",
    "CrsCandidate",
    "CrsMatch",
    "central_meridian",
    "gauss_kruger_epsg",
    "identify_prj",
    "in_china",
    "is_old_datum",
    "plane_epsg",
    "plane_of_bounds",
    "plane_within",
    "propose_crs",
    "to_geographic",
    "to_plane",
]

Spatial = TypeVar("Spatial", gpd.GeoDataFrame, gpd.GeoSeries)

# Half a zone and two more zones on either side of the central meridian.
REACH_DEG = 7.5

TOO_WIDE_FOR_ONE_ZONE = declare(
    "too-wide-for-one-zone",
    "error",
    Text(
        "数据范围 {west}°E—{east}°E 偏离中央经线 {meridian}°E 超过两个带，"
        "不能放在同一个高斯—克吕格投影带中计算。",
        "The data reach from {west}°E to {east}°E, more than two zones beyond the central meridian"
        " {meridian}°E: too wide to be computed in one Gauss-Krüger zone.",
    ),
    Text(
        "请检查是否有坐标错误的要素（如 0,0），或把数据分区计算。",
        "Look for features with wrong coordinates (such as 0,0), or compute the data in parts.",
    ),
)
NO_EXTENT = declare(
    "no-extent",
    "error",
    Text(
        "图层没有有效的几何，无法确定投影带。",
        "The layer has no usable geometry, so no zone can be chosen.",
    ),
    Text("请检查图层是否为空。", "Check whether the layer is empty."),
)


def plane_epsg(frame: gpd.GeoDataFrame | gpd.GeoSeries) -> int:
    """EPSG code of the CGCS2000 3-degree zone that holds the middle of the data's extent.

    Data that spread over several zones are all put in the zone of their middle. That is sound for
    set operations as long as they reach no further than two zones beyond it (7.5° from the central
    meridian, where lengths are stretched by 0.6 % at 30°N), because results are measured on the
    ellipsoid and not in the plane. Anything wider is refused (`too-wide-for-one-zone`); without a
    CRS `no-crs`, without geometry `no-extent`, outside China's zones `outside-zones`.
    """
    return plane_within(frame.crs, frame.total_bounds)


def plane_within(system: CRS | None, bounds: Any) -> int:
    """The same of data in this CRS that lie in these bounds (west, south, east, north)."""
    west, east = _longitudes(system, bounds)
    epsg = gauss_kruger_epsg((west + east) / 2)
    _refuse_beyond_reach(west, east, epsg)
    return epsg


def plane_of_bounds(bounds: Sequence[float]) -> int | None:
    """The same for data of these bounds (west, south, east, north in EPSG:4490); None where no zone
    holds them."""
    west, _, east, _ = bounds
    if not np.isfinite(bounds).all():
        return None
    try:
        epsg = gauss_kruger_epsg((west + east) / 2)
        _refuse_beyond_reach(west, east, epsg)
    except EcoAtlasError:
        return None
    return epsg


def to_plane(frame: Spatial, epsg: int | None = None) -> Spatial:
    """The data in metres, x = east, y = north: in the zone given, else in `plane_epsg`.

    A Gauss-Krüger zone whose central meridian is more than 7.5° from some of the data is refused.
    """
    if frame.crs is None:
        raise EcoAtlasError(NO_CRS)
    if epsg is None:
        return frame.to_crs(plane_epsg(frame))
    if np.isfinite(frame.total_bounds).all():
        _refuse_beyond_reach(*_longitudes(frame.crs, frame.total_bounds), epsg)
    return frame.to_crs(epsg)


def to_geographic(frame: Spatial) -> Spatial:
    """The data in EPSG:4490, x = longitude, y = latitude in degrees.

    WGS 84 is taken as CGCS2000 (they agree to decimetres). Beijing 1954 and Xian 1980 come without
    their local parameters: see `is_old_datum`.
    """
    if frame.crs is None:
        raise EcoAtlasError(NO_CRS)
    return frame.to_crs(CGCS2000)


def _longitudes(system: CRS | None, bounds: Any) -> tuple[float, float]:
    if system is None:
        raise EcoAtlasError(NO_CRS)
    if not np.isfinite(bounds).all():
        raise EcoAtlasError(NO_EXTENT)
    west, _, east, _ = way(system.srs, CGCS2000).transform_bounds(*bounds)
    return float(west), float(east)


def _refuse_beyond_reach(west: float, east: float, epsg: int) -> None:
    meridian = central_meridian(epsg)
    if meridian is None or max(abs(west - meridian), abs(east - meridian)) <= REACH_DEG:
        return
    raise EcoAtlasError(
        TOO_WIDE_FOR_ONE_ZONE,
        west=degrees(west, 3),
        east=degrees(east, 3),
        meridian=degrees(meridian, 3),
    )


@lru_cache(maxsize=256)
def central_meridian(epsg: int) -> float | None:
    """In degrees, of a transverse Mercator projection; None for any other CRS."""
    operation: Any = CRS.from_epsg(epsg).coordinate_operation
    if operation is None or operation.method_name != "Transverse Mercator":
        return None
    return next(float(p.value) for p in operation.params if p.name.startswith("Longitude"))
