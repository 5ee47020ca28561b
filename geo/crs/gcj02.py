"""GCJ-02 and BD-09, the shifted coordinates of Chinese web maps.

The public form of the shift is used (coordtransform; Krassowsky's ellipsoid): GCJ-02 = WGS 84 + a
smooth offset of 300–700 m, BD-09 = GCJ-02 + a second one. Amap, Tencent and Google's China maps use
GCJ-02, Baidu uses BD-09, Tianditu uses CGCS2000 without a shift.

All functions take arrays of degrees of one shape and give (lon, lat) of the same shape. Outside the
box of the shift (72.004–137.8347°E, 0.8293–55.8271°N) WGS 84 and GCJ-02 are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
LonLat = tuple[Floats, Floats]
Forward = Callable[[Floats, Floats], LonLat]

_A = 6378245.0
_EE = 0.00669342162296594323
_X_PI = pi * 3000.0 / 180.0
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
# 1e-10 degree is 0.01 mm.
_CONVERGED_DEG = 1e-10
_MOST_ROUNDS = 30


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """GCJ-02 of true coordinates (WGS 84 or CGCS2000, which agree to decimetres)."""
    x, y = _degrees(lon, lat)
    inside = inside_shifted_box(x, y)
    d_lon, d_lat = _shift(x, y)
    return np.where(inside, x + d_lon, x), np.where(inside, y + d_lat, y)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """True coordinates of GCJ-02, iterated until the forward step gives the input to 0.01 mm."""
    return _inverse(wgs84_to_gcj02, *_degrees(lon, lat))


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """Baidu's coordinates of GCJ-02."""
    x, y = _degrees(lon, lat)
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _X_PI)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _X_PI)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """GCJ-02 of Baidu's coordinates, iterated like `gcj02_to_wgs84`."""
    return _inverse(gcj02_to_bd09, *_degrees(lon, lat))


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """True coordinates of Baidu's coordinates."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def inside_shifted_box(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Whether the WGS 84/GCJ-02 shift applies: a box around China, neighbours included."""
    x, y = _degrees(lon, lat)
    return (x >= _WEST) & (x <= _EAST) & (y >= _SOUTH) & (y <= _NORTH)


def _degrees(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    return np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)


def _inverse(forward: Forward, lon: Floats, lat: Floats) -> LonLat:
    """Fixed-point steps: the shift varies slowly, so that each step gains about two digits."""
    x, y = lon.copy(), lat.copy()
    for _ in range(_MOST_ROUNDS):
        forward_lon, forward_lat = forward(x, y)
        x, y = x + (lon - forward_lon), y + (lat - forward_lat)
        misses = np.maximum(np.abs(lon - forward_lon), np.abs(lat - forward_lat))
        if not (misses > _CONVERGED_DEG).any():
            break
    return x, y


def _shift(lon: Floats, lat: Floats) -> LonLat:
    """The offset in degrees: sums of sines in metres, divided by the radii of curvature."""
    x, y = lon - 105.0, lat - 35.0
    waves = (20.0 * np.sin(6.0 * x * pi) + 20.0 * np.sin(2.0 * x * pi)) * 2.0 / 3.0
    east, north = _east_m(x, y, waves), _north_m(x, y, waves)
    phi = np.radians(lat)
    squashed = 1.0 - _EE * np.sin(phi) ** 2
    meridian = _A * (1.0 - _EE) / squashed**1.5
    normal = _A / np.sqrt(squashed) * np.cos(phi)
    return np.degrees(east / normal), np.degrees(north / meridian)


def _east_m(x: Floats, y: Floats, waves: Floats) -> Floats:
    long_waves = (20.0 * np.sin(x * pi) + 40.0 * np.sin(x / 3.0 * pi)) * 2.0 / 3.0
    longer = (150.0 * np.sin(x / 12.0 * pi) + 300.0 * np.sin(x / 30.0 * pi)) * 2.0 / 3.0
    trend = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    return trend + waves + long_waves + longer


def _north_m(x: Floats, y: Floats, waves: Floats) -> Floats:
    long_waves = (20.0 * np.sin(y * pi) + 40.0 * np.sin(y / 3.0 * pi)) * 2.0 / 3.0
    longer = (160.0 * np.sin(y / 12.0 * pi) + 320.0 * np.sin(y * pi / 30.0)) * 2.0 / 3.0
    trend = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    return trend + waves + long_waves + longer
