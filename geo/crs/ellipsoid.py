"""The ellipsoid of CGCS2000, on which every official length and area is measured."""

from __future__ import annotations

from pyproj import Geod

ELLIPSOID = Geod(a=6378137.0, rf=298.257222101)
