"""Generated sets for the coverage benchmark: zones that share borders, polygons piled over them.

Everything is seeded, so that two runs and two machines work on the same coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

PLANE = 4547
EAST, NORTH = 520_000.0, 3_370_000.0
CORNERS = 12


@dataclass(frozen=True, slots=True)
class BenchmarkSet:
    """`across` × `up` zones of about `zone_m`, and polygons of about `radius_m` around random
    places; the depth of the pile follows from the numbers."""

    name: str
    across: int
    up: int
    polygons: int
    radius_m: float
    zone_m: float = 1000.0

    def zones(self) -> gpd.GeoDataFrame:
        rng = np.random.default_rng(1)
        grid = np.stack(
            np.meshgrid(np.arange(self.across + 1.0), np.arange(self.up + 1.0), indexing="ij"),
            axis=2,
        )
        corners = (grid + rng.uniform(-0.25, 0.25, grid.shape)) * self.zone_m + [EAST, NORTH]
        rings = [corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]]
        return _frame(shapely.polygons(np.stack(rings, axis=2).reshape(-1, 4, 2)))

    def changed_zones(self) -> gpd.GeoDataFrame:
        """The zones after one of them was drawn 20 m smaller."""
        zones = self.zones()
        zones.loc[self.changed, "geometry"] = zones.geometry[self.changed].buffer(-20)
        return zones

    @property
    def changed(self) -> int:
        """A zone in the middle."""
        return (self.across // 2) * self.up + self.up // 2

    def cover(self) -> gpd.GeoDataFrame:
        rng = np.random.default_rng(2)
        angle = np.arange(CORNERS) + rng.uniform(0, 0.9, (self.polygons, CORNERS))
        angle *= 2 * np.pi / CORNERS
        size = self.radius_m * rng.uniform(0.6, 1.4, (self.polygons, 1))
        reach = size * rng.uniform(0.75, 1.0, (self.polygons, CORNERS))
        extent = np.array([self.across, self.up]) * self.zone_m
        middle = rng.uniform(0, 1, (self.polygons, 1, 2)) * extent + [EAST, NORTH]
        rim = middle + reach[:, :, None] * np.stack([np.cos(angle), np.sin(angle)], axis=2)
        return _frame(shapely.polygons(rim))

    @property
    def depth(self) -> float:
        area = self.across * self.up * self.zone_m**2
        return float(shapely.area(self.cover().geometry.to_numpy()).sum() / area)


def _frame(polygons: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=polygons, crs=PLANE)


FULL = (
    BenchmarkSet("deep", 20, 10, 200_000, 64.0),
    BenchmarkSet("heavy", 20, 10, 20_000, 490.0),
    BenchmarkSet("thin", 20, 10, 20_000, 64.0),
)
QUICK = (
    BenchmarkSet("deep", 4, 3, 4_000, 115.0),
    BenchmarkSet("heavy", 4, 3, 1_200, 490.0),
    BenchmarkSet("thin", 4, 3, 1_200, 64.0),
)
