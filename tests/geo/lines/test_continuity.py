"""Continuity of corridors along banks, on stretches that can be added up in the head."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon, box

from geo.errors import EcoAtlasError
from geo.lines.continuity import continuity
from geo.measure.ellipsoid import length_m

PLANE = 4547
EAST, NORTH = 500_000.0, 3_370_000.0  # on the central meridian metres of the plane are true
CLOSE = 1e-6


def line(*places: tuple[float, float]) -> LineString:
    return LineString([(EAST + x, NORTH + y) for x, y in places])


def rectangle(x: float, y: float, width: float, height: float) -> Polygon:
    return box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def series(*geometries: object) -> gpd.GeoSeries:
    return gpd.GeoSeries(np.array([*geometries, None], dtype=object)[:-1], crs=PLANE)


BANK = line((0, 0), (0, 1000))


def test_gaps_are_listed_with_place_and_length() -> None:
    corridors = series(
        rectangle(-10, 100, 20, 300), rectangle(-10, 350, 20, 150), rectangle(-5, 530, 9, 400)
    )
    result = continuity(series(BANK), corridors, tolerance_m=50)
    assert result.total_m == pytest.approx(1000, rel=CLOSE)
    assert result.covered_m == pytest.approx(800, rel=CLOSE)
    assert result.bridged_m == pytest.approx(30, rel=CLOSE)
    assert result.gap_m == pytest.approx(170, rel=CLOSE)
    assert result.continuity == pytest.approx(0.83, rel=CLOSE)
    assert result.gaps["length_m"].tolist() == pytest.approx([100, 70], rel=CLOSE)
    assert result.gaps["from_m"].tolist() == pytest.approx([0, 930], abs=1e-3)
    assert result.gaps["rows"].tolist() == [(0,), (0,)]
    assert length_m(result.gaps.geometry) == pytest.approx([100, 70], rel=CLOSE)
    middle = series(Point(EAST, NORTH + 50)).to_crs(4490).iloc[0]
    assert result.gaps[["lon", "lat"]].iloc[0].tolist() == pytest.approx([middle.x, middle.y])
    assert result.gaps.crs.to_epsg() == 4490


def test_a_gap_of_exactly_the_tolerance_is_none() -> None:
    corridors = series(rectangle(-10, 0, 20, 400), rectangle(-10, 450, 20, 550))
    assert continuity(series(BANK), corridors, tolerance_m=50.001).gap_m == 0
    assert continuity(series(BANK), corridors, tolerance_m=49.999).gap_m > 49


def test_a_corridor_beside_the_line_covers_what_it_runs_along_and_no_more() -> None:
    beside = series(rectangle(20, 100, 30, 500), line((-15, 700), (-15, 900)))
    assert continuity(series(BANK), beside, reach_m=19).covered_m == pytest.approx(200, rel=CLOSE)
    assert continuity(series(BANK), beside, reach_m=21).covered_m == pytest.approx(700, rel=CLOSE)
    assert continuity(series(BANK), beside, reach_m=10).covered_m == 0
    assert continuity(series(BANK), beside, reach_m=10).continuity == 0


def test_lines_on_the_same_ground_count_once() -> None:
    again = line((0, 800), (0, 500), (0, 200))
    crossing = line((-300, 600), (300, 600))
    result = continuity(series(BANK, again, crossing), series(rectangle(-10, 0, 20, 500)))
    assert result.total_m == pytest.approx(1600, rel=CLOSE)
    assert result.by_line["total_m"].tolist() == pytest.approx([1000, 0, 600], rel=CLOSE)
    assert result.by_line["gap_m"].tolist() == pytest.approx([500, 0, 600], rel=CLOSE)
    assert result.by_line["continuity"].tolist() == pytest.approx([0.5, np.nan, 0], nan_ok=True)


def test_a_gap_goes_on_across_the_joint_of_two_lines() -> None:
    lower, upper = line((0, 0), (0, 500)), line((0, 1000), (0, 500))
    corridors = series(rectangle(-10, 0, 20, 460), rectangle(-10, 540, 20, 460))
    result = continuity(series(lower, upper), corridors, tolerance_m=50)
    assert result.gaps["length_m"].tolist() == pytest.approx([80], rel=CLOSE)
    assert result.gaps["rows"].tolist() == [(0, 1)]
    assert result.gaps.geom_type.tolist() == ["LineString"]


def test_a_gap_goes_on_across_the_start_of_a_closed_line() -> None:
    ring = line((0, 0), (100, 0), (100, 100), (0, 100), (0, 0))
    corridors = series(rectangle(40, -5, 100, 200), rectangle(-5, 60, 100, 100))
    result = continuity(series(ring), corridors)
    assert result.total_m == pytest.approx(400, rel=CLOSE)
    assert result.gaps["length_m"].tolist() == pytest.approx([100], rel=CLOSE)


def test_three_lines_at_a_joint_have_gaps_of_their_own() -> None:
    star = series(line((0, 0), (0, 90)), line((0, 0), (80, -50)), line((0, 0), (-80, -50)))
    assert len(continuity(star, series()).gaps) == 3


def test_nothing_to_measure() -> None:
    empty = continuity(series(), series(rectangle(0, 0, 5, 5)))
    assert (empty.total_m, empty.continuity, len(empty.gaps)) == (0, None, 0)
    bare = continuity(series(BANK, None), series(None, Point(EAST, NORTH + 10)))
    assert bare.continuity == 0
    assert bare.gap_m == bare.total_m


def test_polygons_are_no_reference_lines() -> None:
    with pytest.raises(EcoAtlasError, match="not-lines") as caught:
        continuity(series(BANK, rectangle(0, 0, 5, 5)), series())
    assert "2" in caught.value.message.zh


places = st.tuples(st.floats(-50, 50), st.floats(-50, 1500), st.floats(1, 60), st.floats(1, 900))


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(
    st.lists(places, max_size=5),
    st.sampled_from([0, 13.37, 77.31]),  # odd figures: no gap is exactly as long
    st.sampled_from([0, 7.77, 31.41]),
)
def test_parts_add_up_and_splitting_order_and_crs_change_nothing(
    boxes: list[tuple[float, ...]], tolerance: float, reach: float
) -> None:
    bend = line((0, 0), (0, 700), (300, 1100), (300, 1400))
    corridors = series(*(rectangle(*each) for each in boxes))
    options = {"reach_m": reach, "tolerance_m": tolerance}
    whole = continuity(series(bend), corridors, **options)
    assert whole.covered_m + whole.bridged_m + whole.gap_m == pytest.approx(whole.total_m)
    assert whole.gaps["length_m"].sum() == pytest.approx(whole.gap_m)
    pieces = [LineString(pair) for pair in pairwise(bend.coords)]
    assert whole.continuity is not None
    for other in (
        continuity(series(*pieces), corridors, **options),
        continuity(series(MultiLineString(pieces[::-1])), corridors[::-1], **options),
    ):
        assert other.total_m == pytest.approx(whole.total_m, rel=1e-9)
        assert other.gap_m == pytest.approx(whole.gap_m, rel=1e-6, abs=1e-3)
    if len(corridors):
        fewer = continuity(series(bend), corridors[:-1], **options)
        assert fewer.gap_m >= whole.gap_m - 1e-3
        assert fewer.covered_m <= whole.covered_m + 1e-3


def test_a_corridor_cut_into_strips_covers_the_same() -> None:
    ground = shapely.buffer(line((5, 80), (20, 500), (0, 900)), 30)
    strips = [ground & rectangle(-200, 100 * k, 500, 100) for k in range(11)]
    one, many = (continuity(series(BANK), series(*c)) for c in ([ground], strips))
    assert many.covered_m == pytest.approx(one.covered_m, abs=1e-3)
    assert one.covered_m > 700


def test_a_corridor_in_geographic_degrees_on_a_bank_in_another_zone() -> None:
    corridors = series(rectangle(-10, 100, 20, 300))
    moved = continuity(series(BANK).to_crs(4546), corridors.to_crs(4490))
    assert moved.covered_m == pytest.approx(300, abs=0.01)
