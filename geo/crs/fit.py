"""Whether numbers that land in China can be in the CRS that is claimed for them.

Points in degrees (EPSG:4490), x = longitude; what could not be carried there is not finite and
counts nowhere.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.crs.ellipsoid import ELLIPSOID
from geo.crs.transform import REACH_DEG, central_meridian
from geo.figures.said import degrees
from geo.words import NOTHING, Text, listed

Floats = NDArray[np.float64]

# Data run over the border of their zone, and a province is often kept in one zone altogether.
AREA_MARGIN_DEG = 3.0


def beyond_zone(epsg: int, lon: Floats) -> NDArray[np.bool_]:
    """Which points lie further than 7.5° from the central meridian of the CRS.

    Nothing is computed that far out (see `geo.crs.transform.to_plane`), and an easting with the
    number of another zone always lands there. None of them where the CRS is no transverse Mercator.
    """
    meridian = central_meridian(epsg)
    if meridian is None:
        return np.zeros(len(lon), dtype=bool)
    with np.errstate(invalid="ignore"):
        beyond: NDArray[np.bool_] = np.abs(lon - meridian) > REACH_DEG
    return beyond


def outside_area_of_use(epsg: int, lon: Floats, lat: Floats) -> bool:
    """Whether most points lie more than 3° outside the area that EPSG states for the CRS."""
    area = CRS.from_epsg(epsg).area_of_use
    if area is None or area.west > area.east:
        return False
    known = _known(lon, lat)
    west, south, east, north = np.array(area.bounds) + AREA_MARGIN_DEG * np.array([-1, -1, 1, 1])
    x, y = lon[known], lat[known]
    inside = (west <= x) & (x <= east) & (south <= y) & (y <= north)
    return bool(len(inside) and np.mean(inside) <= 0.5)


def extent_of_use(epsg: int) -> Text:
    """The box of degrees that the CRS is meant for; EPSG's names of areas are not everybody's."""
    area = CRS.from_epsg(epsg).area_of_use
    if area is None:
        return Text(NOTHING, NOTHING)
    return listed(
        [
            _range(area.west, area.east, "°E", "°W"),
            _range(area.south, area.north, "°N", "°S"),
        ]
    )


def _range(low: float, high: float, above: str, below: str) -> str:
    return "–".join(f"{degrees(abs(end), 1)}{above if end >= 0 else below}" for end in (low, high))


def metres_away(
    lon: Floats, lat: Floats, place: tuple[float, float], ground: shapely.Geometry | None = None
) -> float:
    """From the nearest point to the box around known ground, else to the place, in metres.

    A box is enough to tell the wrong zone by, and never makes the way longer than it is.
    """
    known = _known(lon, lat)
    if not known.any():
        return float("nan")
    west, south, east, north = ground.bounds if ground is not None else (*place, *place)
    x, y = lon[known], lat[known]
    ways = ELLIPSOID.inv(x, y, np.clip(x, west, east), np.clip(y, south, north))[2]
    return float(np.min(ways))


def _known(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    known: NDArray[np.bool_] = np.isfinite(lon) & np.isfinite(lat)
    return known
