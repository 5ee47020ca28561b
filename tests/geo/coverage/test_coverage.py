"""Coverage on squares that can be worked in the head, odd input, and results kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon, box

from geo.coverage.share import ZoneCoverage, coverage
from geo.errors import EcoAtlasError
from geo.measure.ellipsoid import area_m2

# Gauss-Krüger zone of 114° E; the ellipsoid's m² per plane m² is 1 − 2e-7 here.
PLANE = 4547
EAST, NORTH = 502_000.0, 3_370_000.0
WAYS = ("edges", "union", "cells")
CLOSE = 1e-6


def square(x: float, y: float, side: float) -> Polygon:
    return box(EAST + x, NORTH + y, EAST + x + side, NORTH + y + side)


def frame(*geometries: object, crs: int | None = PLANE) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=np.array([*geometries, None], dtype=object)[:-1], crs=crs)


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_overlaps_count_once_and_every_total_can_be_worked_by_hand(way: str) -> None:
    zones = frame(square(0, 0, 1000), square(1000, 0, 1000))
    cover = frame(square(0, 0, 500), square(250, 0, 500), square(1900, 0, 200))
    result = coverage(zones, cover, _way=way)
    covered = [zone.covered_m2 for zone in result.zones]
    assert covered == pytest.approx([750 * 500, 100 * 200], rel=CLOSE)
    assert result.zones[0].share == pytest.approx(0.375, rel=CLOSE)
    assert result.area_m2 == pytest.approx(2_000_000, rel=CLOSE)
    assert result.covered_m2 == pytest.approx(395_000, rel=CLOSE)
    assert result.overlap_removed_m2 == pytest.approx(250 * 500, rel=CLOSE)
    assert result.outside_m2 == pytest.approx(100 * 200, rel=CLOSE)
    assert result.depth == pytest.approx((395_000 + 125_000) / 2_000_000, rel=CLOSE)
    assert (result.method, result.computed_zones) == (way, 2)


def test_ground_of_two_zones_counts_once_in_the_totals(way: str) -> None:
    zones = frame(square(0, 0, 1000), square(500, 0, 1000), square(500, 0, 1000))
    result = coverage(zones, frame(square(600, 0, 300)), _way=way)
    assert [zone.covered_m2 for zone in result.zones] == pytest.approx([90_000] * 3, rel=CLOSE)
    assert result.area_m2 == pytest.approx(1_500_000, rel=CLOSE)
    assert result.covered_m2 == pytest.approx(90_000, rel=CLOSE)
    assert result.overlap_removed_m2 == pytest.approx(0, abs=1e-3)


def test_an_island_in_the_hole_of_a_hole_is_covered(way: str) -> None:
    ring = square(0, 0, 900).difference(square(100, 100, 700))
    inner = square(200, 200, 500).difference(square(300, 300, 300))
    zones = frame(square(0, 0, 1000))
    result = coverage(zones, frame(MultiPolygon([ring, inner]), square(400, 400, 100)), _way=way)
    expected = 900**2 - 700**2 + 500**2 - 300**2 + 100**2
    assert result.zones[0].covered_m2 == pytest.approx(expected, rel=CLOSE)


def test_touching_at_a_point_or_along_a_side_covers_nothing(way: str) -> None:
    zones = frame(square(0, 0, 100))
    cover = frame(square(100, 100, 50), square(100, 0, 100), square(-50, -50, 50))
    result = coverage(zones, cover, _way=way)
    assert result.zones[0].covered_m2 == 0
    assert result.outside_m2 == pytest.approx(2500 + 10_000 + 2500, rel=CLOSE)


def test_parts_of_a_zone_that_touch_at_a_point_are_both_counted(way: str) -> None:
    zones = frame(MultiPolygon([square(0, 0, 100), square(100, 100, 100)]))
    result = coverage(zones, frame(square(50, 50, 100)), _way=way)
    assert result.zones[0].covered_m2 == pytest.approx(5000, rel=CLOSE)


@pytest.mark.slow
def test_a_wholly_covered_zone_has_exactly_share_one(way: str) -> None:
    zones = frame(
        square(0, 0, 730), Polygon([(EAST, NORTH), (EAST + 31, NORTH), (EAST, NORTH + 7)])
    )
    piles = [square(-50 + 13 * i, -50 + 7 * j, 400) for i in range(40) for j in range(80)]
    result = coverage(zones, frame(*piles), _way=way)
    assert [zone.share for zone in result.zones] == [1.0, 1.0]
    assert result.share == 1.0


@pytest.mark.parametrize("empty", [(), (None, Polygon())])
def test_an_empty_cover_covers_nothing(empty: tuple[object, ...]) -> None:
    zones = frame(square(0, 0, 1000))
    result = coverage(zones, frame(*empty))
    assert result.zones == (ZoneCoverage(area_m2(zones.geometry)[0], 0.0),)
    assert (result.share, result.overlap_removed_m2, result.outside_m2) == (0, 0, 0)


def test_zones_without_geometry_are_rows_of_zeros() -> None:
    cover = frame(square(0, 0, 10))
    result = coverage(frame(None, square(0, 0, 20), Polygon()), cover)
    assert [zone.area_m2 > 0 for zone in result.zones] == [False, True, False]
    assert [zone.share for zone in result.zones] == pytest.approx([0, 0.25, 0])
    assert coverage(frame(None), cover).zones == (ZoneCoverage(0.0, 0.0),)
    assert coverage(frame(), cover).area_m2 == 0


@pytest.mark.slow
def test_degrees_are_projected_and_give_the_same_figures(way: str) -> None:
    zones, cover = frame(square(0, 0, 1000)), frame(square(500, 500, 400), square(700, 700, 900))
    planar = coverage(zones, cover, _way=way)
    degrees = coverage(zones.to_crs(4490), cover.to_crs(4326), _way=way)
    for figure in ("area_m2", "covered_m2", "overlap_removed_m2", "outside_m2"):
        assert getattr(degrees, figure) == pytest.approx(getattr(planar, figure), rel=1e-9)


def test_a_long_thin_zone_over_the_meridian_finds_its_cover_in_degrees() -> None:
    """Its sides bend in degrees by more than it is wide, most where no corner and no middle is."""
    x, y = 500_000, 3_370_000
    zone = gpd.GeoDataFrame(geometry=[box(x - 15_000, y, x + 45_000, y + 10)], crs=PLANE)
    cover = gpd.GeoDataFrame(geometry=[box(x, y + 8, x + 9, y + 9)], crs=PLANE).to_crs(4490)
    found = coverage(zone, cover)
    assert found.zones[0].covered_m2 == pytest.approx(9, rel=1e-6)
    assert found.outside_m2 == pytest.approx(0, abs=1e-6)


def test_heights_are_ignored() -> None:
    flat, tall = square(0, 0, 100), shapely.force_3d(square(0, 0, 100), 37.0)
    assert coverage(frame(tall), frame(tall)).zones == coverage(frame(flat), frame(flat)).zones


BOW_TIE = Polygon([(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)])


@pytest.mark.parametrize(
    ("zones", "cover", "code", "row"),
    [
        (frame(square(0, 0, 9), crs=None), frame(square(0, 0, 9)), "no-crs", ""),
        (frame(square(0, 0, 9)), frame(square(0, 0, 9), crs=None), "no-crs", ""),
        (frame(square(0, 0, 9)), frame(square(0, 0, 9), BOW_TIE), "invalid-polygons", "2"),
        (frame(square(0, 0, 9), BOW_TIE), frame(square(0, 0, 9)), "invalid-polygons", "2"),
        (frame(square(0, 0, 9)), frame(Point(EAST, NORTH)), "not-polygons", "1"),
    ],
)
def test_what_has_no_area_is_refused_with_its_row(
    zones: gpd.GeoDataFrame, cover: gpd.GeoDataFrame, code: str, row: str
) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        coverage(zones, cover)
    assert refused.value.code == code
    assert row in refused.value.message.zh


def grid_of_zones() -> gpd.GeoDataFrame:
    return frame(*[square(1000 * i, 1000 * j, 1000) for i in range(4) for j in range(3)])


def scattered(count: int) -> gpd.GeoDataFrame:
    places = np.random.default_rng(4).uniform(-100, 3900, (count, 2))
    return frame(*[square(x, y, 150) for x, y in places])


@pytest.mark.parametrize("cover_key", [None, "the hash of the cover"])
def test_a_change_in_one_zone_computes_one_zone(cover_key: str | None) -> None:
    zones, cover, kept = grid_of_zones(), scattered(400), {}
    first = coverage(zones, cover, cache=kept, cover_key=cover_key)
    again = coverage(zones, cover, cache=kept, cover_key=cover_key)
    zones.loc[5, "geometry"] = zones.geometry[5].buffer(-100)
    changed = coverage(zones, cover, cache=kept, cover_key=cover_key)
    assert (first.computed_zones, again.computed_zones, changed.computed_zones) == (12, 0, 1)
    assert again.method == "kept"
    assert again.zones == first.zones
    fresh = coverage(zones, cover)
    assert changed.zones == fresh.zones
    assert changed.outside_m2 == fresh.outside_m2
    assert changed.overlap_removed_m2 == fresh.overlap_removed_m2


@pytest.mark.parametrize("crs", [PLANE, 4490])
def test_a_change_in_the_cover_computes_the_zones_it_touches(crs: int) -> None:
    zones, cover, kept = grid_of_zones(), scattered(400).to_crs(crs), {}
    coverage(zones, cover, cache=kept, cover_key="before")
    more = gpd.GeoDataFrame(
        geometry=[*cover.geometry, *frame(square(1950, 450, 100)).to_crs(crs).geometry], crs=crs
    )
    after = coverage(zones, more, cache=kept, cover_key="after")
    assert after.computed_zones == 2
    assert after.zones == coverage(zones, more).zones


def test_a_kept_result_is_not_mistaken_for_that_of_another_cover() -> None:
    zones, kept = frame(square(0, 0, 1000)), {}
    half = coverage(zones, frame(square(0, 0, 500)), cache=kept, cover_key="a")
    none = coverage(zones, frame(square(5000, 0, 500)), cache=kept, cover_key="b")
    assert (half.zones[0].share, none.zones[0].share) == pytest.approx((0.25, 0))
    assert coverage(zones, frame(square(0, 0, 500)), cache=kept, cover_key="a") == coverage(
        zones, frame(square(0, 0, 500)), cache=kept, cover_key="a"
    )


def test_progress_ends_with_all_zones(way: str) -> None:
    seen: list[tuple[int, int]] = []
    coverage(
        grid_of_zones(),
        scattered(50),
        progress=lambda done, all_: seen.append((done, all_)),
        _way=way,
    )
    assert seen[-1] == (12, 12)
    assert seen == sorted(seen)


@pytest.mark.slow
def test_the_number_of_threads_changes_nothing(way: str) -> None:
    zones, cover = grid_of_zones(), scattered(3000)
    one = coverage(zones, cover, workers=1, _way=way)
    assert coverage(zones, cover, workers=4, _way=way) == one


def test_little_is_worked_off_without_threads(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They would begin with nothing: no thread, no way between the systems."""
    begun: list[object] = []
    submit = ThreadPoolExecutor.submit

    def told(pool: Any, do: Any, *of: Any) -> Any:
        begun.append(do)
        return submit(pool, do, *of)

    monkeypatch.setattr(ThreadPoolExecutor, "submit", told)
    zones, cover = frame(square(0, 0, 1000), square(1000, 0, 1000)), frame(square(0, 0, 1500))
    coverage(zones.to_crs(4490), cover.to_crs(4490), _way=way, cache={})
    assert not begun
    coverage(grid_of_zones(), scattered(500), _way=way)
    assert begun


def test_piles_are_worked_along_edges() -> None:
    zones = grid_of_zones()
    assert coverage(zones, scattered(400)).method == "edges"
    assert coverage(zones, scattered(7000)).method == "edges"
