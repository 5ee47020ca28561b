"""Generated sets for the coverage benchmark: zones that share borders, polygons piled over them and
beyond them; among the zones one with a hole, one of two parts, two that overlap, and a sliver;
among the polygons some with holes, of two parts, slivers, and the same one twice.

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
# The zones lie in so much of the length and width of the cover.
INNER = 0.85
# One in so many of the cover has a hole, one two parts (so far apart), one is a sliver, one is
# there twice.
EVERY, ASIDE_M = 40, 300.0


@dataclass(frozen=True, slots=True)
class BenchmarkSet:
    """`across` × `up` zones of about `zone_m`, and polygons of about `radius_m` around random
    places, so many on one another as `depth` says."""

    name: str
    across: int
    up: int
    polygons: int
    radius_m: float
    depth: float
    zone_m: float = 1000.0

    def zones(self) -> gpd.GeoDataFrame:
        rng = np.random.default_rng(1)
        grid = np.stack(
            np.meshgrid(np.arange(self.across + 1.0), np.arange(self.up + 1.0), indexing="ij"),
            axis=2,
        )
        middle = np.array([self.across, self.up]) / 2
        grid = middle + (grid - middle) * INNER + rng.uniform(-0.2, 0.2, grid.shape)
        corners = grid * self.zone_m + [EAST, NORTH]
        rings = [corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]]
        zones = shapely.polygons(np.stack(rings, axis=2).reshape(-1, 4, 2))
        return _frame(as_in_offices(zones, self.zone_m))

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
        polygons = shapely.polygons(rim)
        mixed(polygons)
        return _frame(polygons)

    def measured_depth(self) -> float:
        area = self.across * self.up * self.zone_m**2
        return float(shapely.area(self.cover().geometry.to_numpy()).sum() / area)


def mixed(polygons: Any) -> None:
    """Some of a cover that are no plain polygons; in place."""
    holed, parted, thin, twice = (polygons[first::EVERY] for first in (1, 12, 23, 34))
    holed[:] = shapely.difference(holed, _about_itself(holed, 0.4, 0.4))
    aside = shapely.transform(parted, lambda xy: xy + ASIDE_M)
    parted[:] = [shapely.union(*both) for both in zip(parted, aside, strict=True)]
    thin[:] = _about_itself(thin, 1.0, 0.01)
    twice[:] = polygons[33::EVERY][: len(twice)]


def _about_itself(polygons: Any, across: float, up: float) -> Any:
    """Each made smaller about its middle."""
    middle = shapely.get_coordinates(shapely.centroid(polygons))
    of = shapely.get_num_coordinates(polygons)
    moved = shapely.get_coordinates(polygons) - np.repeat(middle, of, axis=0)
    placed = moved * [across, up] + np.repeat(middle, of, axis=0)
    return shapely.set_coordinates(polygons.copy(), placed)


def as_in_offices(zones: Any, zone_m: float) -> Any:
    """A lake in one zone, another in two parts, one over its neighbour, one cut to a sliver."""
    lake = shapely.buffer(shapely.centroid(zones[0]), 0.2 * zone_m)
    zones[0] = shapely.difference(zones[0], lake)
    x, y = shapely.get_coordinates(shapely.centroid(zones[2]))[0]
    road = shapely.box(x - 2 * zone_m, y - 10, x + 2 * zone_m, y + 10)
    zones[2] = shapely.difference(zones[2], road)
    zones[4] = shapely.convex_hull(shapely.buffer(zones[4], 0.1 * zone_m))
    x, y = shapely.get_coordinates(shapely.centroid(zones[-1]))[0]
    strip = shapely.box(x - 0.5, y - 2 * zone_m, x + 0.5, y + 2 * zone_m)
    zones[-1] = shapely.intersection(zones[-1], strip)
    return zones


def _frame(polygons: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=polygons, crs=PLANE)


FULL = (
    BenchmarkSet("deep", 20, 10, 200_000, 64.0, 9.7),
    BenchmarkSet("heavy", 20, 10, 20_000, 490.0, 57),
    BenchmarkSet("thin", 20, 10, 20_000, 64.0, 1),
)
QUICK = (
    BenchmarkSet("deep", 4, 3, 4_000, 115.0, 10),
    BenchmarkSet("heavy", 4, 3, 1_200, 490.0, 57),
    BenchmarkSet("thin", 4, 3, 1_200, 64.0, 1),
)
