"""Which banks a ban is measured from, and how far enterprises lie from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.overlay.bands import Distances, band, within_distance
from projects.metrics.results import split, text_or_none
from projects.metrics.rules_in_force import Row

YANGTZE = "长江"
LINES = ("water_edge", "outer_edge")
LINEAR = ("LineString", "MultiLineString")
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Banks:
    """Banks by the water they belong to; distances and bands are worked out once each."""

    frame: gpd.GeoDataFrame
    enterprises: gpd.GeoDataFrame
    waters: Mapping[str, Chosen]
    rivers: NDArray[np.object_]
    lines: NDArray[np.object_]
    distances: dict[tuple[str, str, str], Distances | None] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: gpd.GeoDataFrame, enterprises: gpd.GeoDataFrame, important: str) -> Banks:
        rivers = np.array([text_or_none(one) for one in frame["river"]], dtype=object)
        lines = np.array([text_or_none(one) for one in frame["line"]], dtype=object)
        main = _is_main(frame, rivers)
        waters = {
            "main_stem": main,
            "tributary": ~main,
            "important_tributary": ~main & np.isin(rivers.astype(str), split(important)),
        }
        return cls(frame, enterprises, waters, rivers, lines)

    def chosen(self, rule: Row, line: str) -> Chosen:
        """A ban that names a river is about its own main stem: every bank of that name."""
        water: Chosen = self.waters[rule["water"]]
        if rule["river"]:
            water = np.array([river == rule["river"] for river in self.rivers], dtype=bool)
        chosen: Chosen = water & (self.lines == line)
        return chosen

    def distance(self, rule: Row, line: str) -> Distances | None:
        """From every enterprise to the nearest such bank; None where there is no such line."""
        key = (rule["water"], rule["river"] or "", line)
        if key not in self.distances:
            chosen = self.frame[self.chosen(rule, line)]
            found = within_distance(self.enterprises, chosen, 1.0) if len(chosen) else None
            self.distances[key] = found
        return self.distances[key]

    def bank(self, rule: Row, line: str, position: int) -> str | None:
        """The key of the nearest bank, by its position among the chosen ones."""
        keys = self.frame["key"][self.chosen(rule, line)]
        return None if position < 0 else str(keys.iloc[position])

    def in_the_water(self, rule: Row, line: str) -> Chosen:
        """Which enterprises lie between the banks, where these are lines that close to rings: on
        an island, then, whose own shore is no bank of the layer (that would be a ring of it)."""
        banks = self.frame.geometry[self.chosen(rule, line)]
        lines = shapely.union_all(banks[banks.geom_type.isin(LINEAR)].to_numpy())
        water = shapely.build_area(lines)
        shapely.prepare(water)
        spots = self.enterprises.geometry.representative_point().to_numpy()
        inside: Chosen = shapely.contains_properly(water, spots)
        return inside

    def band(self, rule: Row, line: str) -> gpd.GeoSeries | None:
        chosen = self.frame[self.chosen(rule, line)]
        return band(chosen, rule["distance_m"]) if len(chosen) else None


def _is_main(frame: gpd.GeoDataFrame, rivers: NDArray[np.object_]) -> Chosen:
    """The Yangtze itself: the bank says main stem and names it or no river, or names it and says
    nothing."""
    flags = [_flag(one) for one in frame["main_stem"]]
    return np.array(
        [
            (flag is True and river in (None, YANGTZE)) or (flag is None and river == YANGTZE)
            for flag, river in zip(flags, rivers, strict=True)
        ],
        dtype=bool,
    )


def _flag(value: Any) -> bool | None:
    return None if pd.isna(value) else bool(value)
