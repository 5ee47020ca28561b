"""A region parted by the classes of zones, on squares that can be worked in the head."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from geo.errors import EcoAtlasError
from geo.overlay.partition import PartitionResult, partition_region

PLANE = 4547
EAST, NORTH = 502_000.0, 3_370_000.0
WORST_FIRST = ["not_met", "not_assessed", "met"]
CLOSE = 1e-6


def rectangle(x: float, y: float, width: float, height: float) -> Polygon:
    return box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def frame(*geometries: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=np.array([*geometries, None], dtype=object)[:-1], crs=PLANE)


def parted(region: list[object], zones: list[object], classes: list[str]) -> PartitionResult:
    return partition_region(frame(*region), frame(*zones), classes, WORST_FIRST)


def test_every_square_metre_is_one_class_or_the_rest() -> None:
    result = parted(
        [rectangle(0, 0, 600, 400), rectangle(300, 0, 700, 400)],
        [rectangle(0, 0, 500, 1000), rectangle(400, -100, 300, 300), rectangle(2000, 0, 50, 50)],
        ["met", "not_met", "not_assessed"],
    )
    assert result.region_m2 == pytest.approx(1000 * 400, rel=CLOSE)
    assert result.region_overlap_m2 == pytest.approx(300 * 400, rel=CLOSE)
    assert result.class_m2 == pytest.approx(
        {"met": 500 * 400 - 100 * 200, "not_met": 300 * 200, "not_assessed": 0}, rel=CLOSE
    )
    assert result.rest_m2 == pytest.approx(400_000 - 180_000 - 60_000, rel=CLOSE)
    assert result.overlap_removed_m2 == 0
    assert result.zone_region_m2 == pytest.approx([200_000, 60_000, 0], rel=CLOSE)
    assert result.zone_counted_m2 == pytest.approx([180_000, 60_000, 0], rel=CLOSE)


def test_where_verdicts_compete_the_worse_counts() -> None:
    result = parted(
        [rectangle(0, 0, 1000, 1000)],
        [rectangle(0, 0, 600, 100), rectangle(500, 0, 1000, 100), rectangle(550, 0, 100, 50)],
        ["met", "not_assessed", "not_met"],
    )
    assert result.class_m2 == pytest.approx(
        {"met": 50_000, "not_assessed": 45_000, "not_met": 5000}, rel=CLOSE
    )


def test_a_conflict_outside_the_region_costs_nothing() -> None:
    result = parted(
        [rectangle(0, 0, 100, 100)],
        [rectangle(0, 0, 200, 100), rectangle(100, 0, 200, 100)],
        ["met", "not_met"],
    )
    assert result.class_m2["not_met"] == 0
    assert result.class_m2["met"] == result.region_m2


def test_overlap_within_a_class_is_removed_and_counted_for_the_earlier_zone() -> None:
    result = parted(
        [rectangle(0, 0, 1000, 100)],
        [rectangle(0, 0, 300, 100), rectangle(200, 0, 300, 100), rectangle(250, 0, 10, 500)],
        ["met", "met", "met"],
    )
    assert result.class_m2["met"] == pytest.approx(50_000, rel=CLOSE)
    assert result.overlap_removed_m2 == pytest.approx(10_000 + 1000, rel=CLOSE)
    assert result.zone_counted_m2 == pytest.approx([30_000, 20_000, 0], rel=CLOSE, abs=1e-6)


def test_the_pieces_are_the_parts_in_degrees() -> None:
    result = parted(
        [rectangle(0, 0, 1000, 100)],
        [rectangle(0, 0, 300, 100), rectangle(200, 0, 300, 100)],
        ["met", "not_met"],
    )
    pieces = result.pieces
    assert pieces.crs.to_epsg() == 4490
    assert list(zip(pieces["class"], pieces["zone"], strict=True)) == [
        ("met", 0),
        ("not_met", 1),
        ("rest", -1),
    ]
    drawn = shapely.area(pieces.to_crs(PLANE).geometry.to_numpy())
    assert drawn == pytest.approx([20_000, 30_000, 50_000], rel=CLOSE)


@pytest.mark.parametrize("nothing", [[], [None], [Polygon()]])
def test_without_region_or_zones_there_is_nothing_to_part(nothing: list[object]) -> None:
    zone = rectangle(0, 0, 100, 100)
    no_region = parted(nothing, [zone], ["met"])
    assert (no_region.region_m2, no_region.class_m2["met"], no_region.rest_m2) == (0, 0, 0)
    no_zone = parted([zone], nothing, ["met"] * len(nothing))
    assert no_zone.rest_m2 == no_zone.region_m2 > 0


def test_a_class_without_a_place_in_the_order_is_refused_with_its_row() -> None:
    with pytest.raises(EcoAtlasError) as refused:
        parted([rectangle(0, 0, 1, 1)], [rectangle(0, 0, 1, 1)] * 2, ["met", "unknown"])
    assert refused.value.code == "unknown-class"
    assert "2" in refused.value.message.zh


def district(seed: int) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, list[str]]:
    """Built-up blocks and drainage zones 20–40 km from the central meridian, borders shared."""
    rng = np.random.default_rng(seed)
    grid = np.stack(np.meshgrid(*[np.arange(9.0)] * 2, indexing="ij"), axis=2)
    corners = (grid + rng.uniform(-0.3, 0.3, grid.shape)) * 1500 + [525_000, NORTH]
    rings = [corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]]
    zones = shapely.polygons(np.stack(rings, axis=2).reshape(-1, 4, 2))
    zones[::7] = shapely.buffer(zones[::7], 60)
    middles = rng.uniform([525_000, NORTH], [537_000, NORTH + 12_000], (700, 2))
    blocks = shapely.buffer(shapely.points(middles), rng.uniform(40, 500, 700), quad_segs=3)
    classes = rng.choice(WORST_FIRST, len(zones)).tolist()
    return frame(*blocks), frame(*zones), classes


@pytest.mark.parametrize("seed", range(3))
def test_on_a_district_the_parts_add_up_to_the_region(seed: int) -> None:
    region, zones, classes = district(seed)
    result = partition_region(region, zones, classes, WORST_FIRST)
    parts = sum(result.class_m2.values()) + result.rest_m2
    assert parts == pytest.approx(result.region_m2, rel=2e-9)
    assert result.zone_counted_m2.sum() == pytest.approx(sum(result.class_m2.values()), rel=2e-9)
    shared = shapely.STRtree(pieces := result.pieces.to_crs(PLANE).make_valid().to_numpy())
    i, j = shared.query(pieces, predicate="overlaps")
    assert shapely.area(shapely.intersection(pieces[i], pieces[j])).max(initial=0) < 1e-3


corner = st.integers(0, 30)
rectangles = st.lists(
    st.builds(rectangle, corner, corner, st.integers(1, 25), st.integers(1, 25)),
    min_size=1,
    max_size=7,
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(rectangles, rectangles, st.lists(st.sampled_from(WORST_FIRST), min_size=7, max_size=7))
def test_parts_add_up_whatever_touches_and_overlaps(
    region: list[object], zones: list[object], verdicts: list[str]
) -> None:
    result = parted(region, zones, verdicts[: len(zones)])
    parts = sum(result.class_m2.values()) + result.rest_m2
    assert parts == pytest.approx(result.region_m2, rel=1e-9, abs=1e-5)
    assert result.zone_counted_m2.sum() == pytest.approx(
        sum(result.class_m2.values()), rel=1e-9, abs=1e-5
    )
    assert (result.zone_counted_m2 <= result.zone_region_m2 + 1e-5).all()
    within = [(result.zone_region_m2[i], verdicts[i]) for i in range(len(zones))]
    if len(set(verdicts[: len(zones)])) == 1:
        total = sum(area for area, _ in within)
        assert total - result.class_m2[verdicts[0]] == pytest.approx(
            result.overlap_removed_m2, abs=1e-5
        )
