"""The way from one reference system into another, found once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pyproj import Transformer


@lru_cache(maxsize=256)
def way(source: int | str, target: int | str) -> Transformer:
    """From one CRS (EPSG code, or a text that says which) into another, x east and y north.

    Kept: looking one up among all of PROJ's operations takes up to a tenth of a second.
    """
    return Transformer.from_crs(source, target, always_xy=True)


@lru_cache(maxsize=256)
def leads_nowhere(source: int | str, target: int | str) -> bool:
    """Whether the two are the same system."""
    found = way(source, target)
    return bool(found.source_crs == found.target_crs)


def said(system: Any) -> int | str:
    """A system as `way` is asked for it: its EPSG code, or a text that says which."""
    return system if isinstance(system, int) else str(system.srs)
