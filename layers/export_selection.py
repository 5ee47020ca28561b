"""Some features of a version instead of all of them, and how they were chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd

from geo.errors import EcoAtlasError
from layers.export_errors import NOTHING_SELECTED


@dataclass(frozen=True, slots=True)
class Selection:
    """Features by key; `said` is how they were chosen, as it stands in the file."""

    keys: Sequence[str]
    said: str


def selected(frame: gpd.GeoDataFrame, key_field: str, chosen: Selection | None) -> gpd.GeoDataFrame:
    """The chosen features, all of them without a selection; raises `export-nothing-selected`."""
    if chosen is None:
        return frame
    part = frame[frame[key_field].isin(list(chosen.keys))].reset_index(drop=True)
    if part.empty:
        raise EcoAtlasError(NOTHING_SELECTED)
    return part
