"""From the numbers of a file to longitude and latitude (EPSG:4490)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.crs.gauss_kruger import CGCS2000
from geo.crs.gcj02_evidence import UNSHIFT
from geo.crs.helmert import Helmert, to_cgcs2000
from geo.crs.ways import way

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Carrier:
    """How points travel: `epsg` the file's numbers are in, `swap` when north comes first, `shifted`
    ("GCJ02", "BD09") when the degrees are a web map's, `local` the parameters of an old datum."""

    epsg: int
    swap: bool = False
    shifted: str | None = None
    local: Helmert | None = None

    @property
    def stays(self) -> bool:
        """Whether the numbers are longitude and latitude in EPSG:4490 already."""
        return self.epsg == CGCS2000 and not (self.swap or self.shifted)

    @property
    def only_projects(self) -> bool:
        """Whether all that is done is to undo a projection."""
        return not (self.stays or self.swap or self.shifted or self.local)

    def __call__(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Longitude and latitude; what cannot be carried over is infinite."""
        east, north = (y, x) if self.swap else (x, y)
        if self.local is not None:
            return to_cgcs2000(self.epsg, self.local, east, north)
        lon, lat = (east, north) if self.epsg == CGCS2000 else to_degrees(self.epsg, east, north)
        return (lon, lat) if self.shifted is None else _unshifted(self.shifted, lon, lat)


def to_degrees(epsg: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude (EPSG:4490) of points; what cannot be carried over is infinite."""
    return way(epsg, CGCS2000).transform(x, y)


def _unshifted(shifted: str, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Only what is finite takes part: the iteration would not end for the rest."""
    lon, lat = np.array(lon, dtype=float), np.array(lat, dtype=float)
    known = np.isfinite(lon) & np.isfinite(lat)
    lon[known], lat[known] = UNSHIFT[shifted](lon[known], lat[known])
    return lon, lat
