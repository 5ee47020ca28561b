"""Lengths by class with overlaps counted once, on lines that can be added up in the head."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point

from geo.errors import EcoAtlasError
from geo.lines.lengths import length_by_class, natural_shoreline
from geo.measure.ellipsoid import length_m

PLANE = 4547
EAST, NORTH = 500_000.0, 3_370_000.0
CLOSE = 1e-6
STATES = ("completed", "building", "planned")


def line(*places: tuple[float, float]) -> LineString:
    return LineString([(EAST + x, NORTH + y) for x, y in places])


def series(*geometries: object) -> gpd.GeoSeries:
    return gpd.GeoSeries(np.array([*geometries, None], dtype=object)[:-1], crs=PLANE)


def test_a_place_claimed_by_two_classes_counts_for_the_first() -> None:
    lines = series(line((0, 0), (0, 1000)), line((0, 700), (0, 1500)), line((0, 400), (0, 600)))
    result = length_by_class(lines, ["planned", "completed", "building"], STATES)
    assert result.class_m == pytest.approx(
        {"completed": 800, "building": 200, "planned": 500}, rel=CLOSE
    )
    assert result.total_m == pytest.approx(1500, rel=CLOSE)
    assert result.twice_m == pytest.approx(500, rel=CLOSE)
    assert result.row_m.tolist() == pytest.approx([500, 800, 200], rel=CLOSE)
    assert result.reference_m is None


def test_a_line_drawn_twice_by_hand_counts_once_within_the_tolerance() -> None:
    lines = series(line((0, 0), (0, 1000)), line((3, 0), (-2, 500), (4, 1000)))
    once = length_by_class(lines, ["planned"] * 2, STATES, tolerance_m=5)
    assert once.total_m == pytest.approx(1000, abs=0.2)  # the ends stand a little askew
    # 5 m and 6 m sideways in 500 m: within 1 m on either side of the crossings 200 m and 166.67 m
    apart = length_by_class(lines, ["planned"] * 2, STATES, tolerance_m=1)
    assert apart.twice_m == pytest.approx(200 + 1000 / 6, abs=0.05)


def test_lines_that_cross_both_count_in_full() -> None:
    lines = series(line((-500, 0), (500, 0)), line((0, -500), (0, 500)), line((0, 0), (300, 400)))
    result = length_by_class(lines, ["planned"] * 3, STATES, tolerance_m=5)
    assert result.total_m == pytest.approx(2500, rel=CLOSE)


def test_works_on_both_banks_count_once_along_the_river() -> None:
    axis = series(line((0, 0), (0, 2000)))
    works = series(
        line((-300, 100), (-300, 900)),
        line((300, 500), (300, 1200)),
        line((250, 1100), (250, 1300)),
        line((5000, 0), (5000, 400)),
        None,
    )
    states = ["building", "completed", "building", "completed", "planned"]
    result = length_by_class(works, states, STATES, tolerance_m=400, reference=axis)
    assert result.class_m == pytest.approx(
        {"completed": 700, "building": 500, "planned": 0}, rel=CLOSE
    )
    assert result.total_m == pytest.approx(1200, rel=CLOSE)
    assert result.reference_m == pytest.approx(2000, rel=CLOSE)
    assert result.reference_m is not None
    assert result.total_m / result.reference_m == pytest.approx(0.6, rel=CLOSE)
    assert result.off_reference_m == pytest.approx(400, rel=CLOSE)
    assert result.row_m.tolist() == pytest.approx([800, 700, 200, 0, 0], rel=CLOSE)


def test_a_reference_drawn_twice_is_one() -> None:
    axis = series(line((0, 0), (0, 2000)), line((0, 500), (0, 2500)))
    works = series(line((10, 400), (10, 2400)))
    result = length_by_class(works, ["planned"], STATES, tolerance_m=20, reference=axis)
    assert result.reference_m == pytest.approx(2500, rel=CLOSE)
    assert result.total_m == pytest.approx(2000, rel=CLOSE)


def test_long_lines_are_as_long_as_their_geodesics() -> None:
    far = gpd.GeoSeries([LineString([(113.5, 30.2), (114.2, 30.6), (115.0, 30.5)])], crs=4490)
    result = length_by_class(far, ["planned"], STATES)
    assert result.total_m == pytest.approx(length_m(far)[0], rel=1e-9)


def test_natural_share_counts_the_unknown_as_not_natural() -> None:
    shore = series(
        line((0, 0), (0, 600)), line((0, 600), (0, 900)), line((0, 900), (0, 1000)),
        line((0, 0), (0, 100)),
    )  # fmt: skip
    result = natural_shoreline(shore, [True, False, None, False])
    assert (result.natural_m, result.artificial_m, result.unknown_m) == pytest.approx(
        (500, 400, 100), rel=CLOSE
    )
    assert result.twice_m == pytest.approx(100, rel=CLOSE)
    assert result.natural_m / result.all_m == pytest.approx(0.5, rel=CLOSE)
    assert natural_shoreline(series(), []).all_m == 0


def test_points_and_unknown_classes_are_refused() -> None:
    with pytest.raises(EcoAtlasError, match="not-lines"):
        length_by_class(series(Point(EAST, NORTH)), ["planned"], STATES)
    with pytest.raises(EcoAtlasError, match="unknown-class"):
        length_by_class(series(line((0, 0), (0, 1))), ["dreamt"], STATES)


stretches = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 9), st.sampled_from(STATES)), max_size=6
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(stretches)
def test_by_union_or_by_reference_the_same_length_in_any_order(
    rows: list[tuple[int, int, str]],
) -> None:
    lines = series(*(line((0, 100 * a), (0, 100 * (a + n))) for a, n, _ in rows))
    states = [state for *_, state in rows]
    axis = series(line((0, -100), (0, 4000)))
    result = length_by_class(lines, states, STATES)
    cells = {c: [k for a, n, s in rows if s == c for k in range(a, a + n)] for c in STATES}
    seen: set[int] = set()
    for state in STATES:
        new = set(cells[state]) - seen
        assert result.class_m[state] == pytest.approx(100 * len(new), rel=CLOSE, abs=1e-3)
        seen |= new
    along = length_by_class(lines, states, STATES, tolerance_m=1, reference=axis)
    assert along.class_m == pytest.approx(result.class_m, rel=CLOSE, abs=1e-3)
    backwards = length_by_class(lines[::-1], states[::-1], STATES)
    assert backwards.class_m == pytest.approx(result.class_m, rel=CLOSE, abs=1e-3)
    assert result.total_m + result.twice_m == pytest.approx(length_m(lines).sum(), abs=1e-3)


def test_splitting_a_line_changes_nothing() -> None:
    whole = series(line((0, 0), (300, 500), (200, 900)))
    parts = series(MultiLineString([line((0, 0), (300, 500)), line((200, 900), (300, 500))]))
    one, other = (length_by_class(each, ["planned"], STATES).total_m for each in (whole, parts))
    assert one == pytest.approx(other, rel=1e-12)


def test_polygons_count_along_a_reference_for_the_ground_they_lie_beside() -> None:
    reference = gpd.GeoSeries([shapely.LineString([(0, 0), (10_000, 0)])], crs=4547)
    reference = reference.translate(500_000, 3_380_000)
    bands = gpd.GeoSeries(
        [shapely.box(1000, 20, 4000, 300), shapely.box(3000, 20, 6000, 300)], crs=4547
    ).translate(500_000, 3_380_000)
    found = length_by_class(
        bands, ["done", "planned"], ["done", "planned"], tolerance_m=50, reference=reference
    )
    assert found.class_m == pytest.approx({"done": 3000, "planned": 2000}, rel=1e-6)
    assert found.row_m == pytest.approx([3000, 3000], rel=1e-6)
    assert found.off_reference_m == 0.0
