"""Coordinates as Baidu's map has them, to make files whose shift is to be found."""

from numpy.typing import ArrayLike

from geo.crs.gcj02 import LonLat, gcj02_to_bd09, wgs84_to_gcj02


def wgs84_to_bd09(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """BD-09 of true coordinates, in degrees."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))
