"""The ledger of overlaps: what lies inside the region and outside makes the whole, to the digit."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import Polygon, box

from geo.ledger import overlap_ledger
from geo.measure import area_m2

X, Y = 502_000.0, 3_370_000.0


def frame(*shapes: Polygon) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=list(shapes), crs=4547)


def slanted(east_m: float, long_m: float) -> Polygon:
    """A strip 200 m wide that climbs across the region: long edges, few vertices."""
    ends = [(0, 0), (200, 0), (200 + long_m, long_m / 3), (long_m, long_m / 3)]
    return Polygon([(X + east_m + x, Y + y) for x, y in ends])


def test_an_overlap_inside_the_region_is_the_same_figure_twice() -> None:
    zones = frame(slanted(0, 30_000), slanted(100, 30_000))
    pairs = overlap_ledger(frame(box(X - 1e5, Y - 1e5, X + 1e5, Y + 1e5)), zones).pairs
    assert pairs["whole_m2"].tolist() == pairs["region_m2"].tolist()
    assert pairs["whole_m2"][0] > 0


@pytest.mark.parametrize("cut_m", [10.0, 3_333.3, 15_000.0, 29_999.0])
def test_a_part_is_never_more_than_its_whole_and_the_rest_adds_up(cut_m: float) -> None:
    """Cutting leaves vertices, and on edges of 30 km each is worth square metres."""
    zones = frame(slanted(0, 30_000), slanted(100, 30_000))
    west = frame(box(X - 1e5, Y - 1e5, X + cut_m, Y + 1e5))
    east = frame(box(X + cut_m, Y - 1e5, X + 1e5, Y + 1e5))
    inside, outside = (overlap_ledger(region, zones) for region in (west, east))
    whole, part = inside.pairs["whole_m2"][0], inside.pairs["region_m2"][0]
    assert 0 < part < whole
    assert part + outside.pairs["region_m2"][0] == pytest.approx(whole, rel=1e-13)
    assert outside.pairs["whole_m2"][0] == pytest.approx(whole, rel=1e-13)
    assert area_m2(inside.shapes)[0] == pytest.approx(whole, rel=1e-4)


def test_an_overlap_beyond_the_region_is_all_outside() -> None:
    zones = frame(slanted(0, 3_000), slanted(100, 3_000))
    pairs = overlap_ledger(frame(box(X - 500, Y - 500, X - 400, Y - 400)), zones).pairs
    assert pairs["region_m2"].tolist() == [0.0]
    assert pairs["whole_m2"][0] > 0
