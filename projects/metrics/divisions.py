"""Administrative divisions of one level: the units that figures by township are told for."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np

from layers.kinds.codes import DIVISION_LEVELS
from projects.metrics.results import listed, note, text_or_none


def of_level(every: gpd.GeoDataFrame, level: str) -> gpd.GeoDataFrame:
    """The divisions of this level, index 0 … n−1."""
    return every[every["level"] == level].reset_index(drop=True)


def without_level(every: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The divisions that say no level: they may be of any. Index 0 … n−1."""
    unsaid = np.array([text_or_none(one) is None for one in every["level"]], dtype=bool)
    return every[unsaid].reset_index(drop=True)


def level_notes(
    every: gpd.GeoDataFrame, units: gpd.GeoDataFrame, level: str
) -> list[dict[str, Any]]:
    """Divisions that say no level, and that there is none of the level asked for."""
    notes = []
    unknown = without_level(every)["key"].tolist()
    if unknown:
        notes.append(
            note(
                "level-empty",
                "{count} 个行政区没有填写级别，未计入：{keys}。",
                "{count:division|divisions} {count:~has|have} no level and {count:~is|are} not "
                "counted: {keys}.",
                count=len(unknown),
                keys=listed(unknown),
            )
        )
    if not len(units):
        title = next(code.title for code in DIVISION_LEVELS if code.value == level)
        notes.append(
            note(
                "no-unit-of-level",
                "行政区划图层里没有级别为“{level}”的单元。",
                "The layer has no division of the level “{level_en}”.",
                level=title.zh,
                level_en=title.en,
            )
        )
    return notes
