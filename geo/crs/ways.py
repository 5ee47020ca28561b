"""The way from one reference system into another, found once."""

from __future__ import annotations

from functools import lru_cache

from pyproj import Transformer


@lru_cache(maxsize=256)
def way(source: int | str, target: int) -> Transformer:
    """From one CRS (EPSG code, or a text that says which) into another, x east and y north.

    Kept: looking one up among all of PROJ's operations takes up to a tenth of a second.
    """
    return Transformer.from_crs(source, target, always_xy=True)
