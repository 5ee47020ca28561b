from __future__ import annotations

import numpy as np
import pytest
from shapely import MultiPolygon, Polygon, box, get_num_geometries

from geo.validity.gaps import gaps
from geo.validity.slivers import slivers

# Four rooms around a hole of 2 × 2 m, as they come of careless drawing.
ROUND = np.array(
    [box(0, 0, 12, 10), box(12, 0, 20, 12), box(10, 12, 20, 20), box(0, 10, 10, 20)],
    dtype=object,
)
ALL = np.arange(4)


def test_an_enclosed_gap_has_its_neighbours_place_and_area() -> None:
    (gap,) = gaps(ROUND, ALL, area_m2=10)
    assert gap.rows == (0, 1, 2, 3)
    assert gap.area_m2 == pytest.approx(4)
    assert 10 < gap.place[0] < 12
    assert 10 < gap.place[1] < 12


def test_a_gap_above_the_tolerance_is_meant() -> None:
    assert gaps(ROUND, ALL, area_m2=3.9) == []


def test_a_gap_that_another_feature_fills_is_none() -> None:
    filled = np.append(ROUND, box(10, 10, 12, 12))
    assert gaps(filled, ALL, area_m2=10) == []


def test_a_hole_of_one_polygon_is_its_own() -> None:
    ring = box(0, 0, 10, 10).difference(box(4, 4, 5, 5))
    assert gaps(np.array([ring, box(10, 0, 20, 10)]), np.arange(2), area_m2=10) == []


def test_open_ground_between_polygons_is_no_gap() -> None:
    assert gaps(np.array([box(0, 0, 1, 1), box(1.1, 0, 2, 1)]), np.arange(2), area_m2=10) == []


def test_a_slit_is_no_gap_and_opens_no_way_out_of_one() -> None:
    ajar = ROUND.copy()
    ajar[0] = box(0, 0, 11.995, 10)
    (gap,) = gaps(ajar, ALL, area_m2=10)
    assert gap.area_m2 == pytest.approx(4, abs=0.06)
    slit = np.array(
        [box(0, 0, 10, 10), box(10.005, 0, 20, 10), box(0, 10, 20, 20), box(0, -9, 20, 0)]
    )
    assert gaps(slit, ALL, area_m2=10) == []


def test_the_largest_gap_comes_first() -> None:
    twice = np.concatenate([ROUND, [box(20, 0, 40, 20).difference(box(25, 5, 26, 6))]])
    split = np.concatenate([twice[:4], [twice[4].intersection(box(20, 0, 25.5, 20))]])
    both = np.append(split, twice[4].intersection(box(25.5, 0, 40, 20)))
    assert [round(gap.area_m2, 6) for gap in gaps(both, np.arange(6), area_m2=10)] == [4, 1]


def test_a_thin_and_narrow_part_is_a_sliver_with_its_width() -> None:
    strip = box(100, 0, 100.2, 50)
    (found,) = slivers(np.array([MultiPolygon([box(0, 0, 10, 10), strip])]), width_m=1)
    assert found.row == 0
    assert found.area_m2 == pytest.approx(10)
    assert found.width_m == pytest.approx(0.2, rel=0.01)
    assert 100 < found.place[0] < 100.2


def test_a_long_corridor_and_a_small_square_are_none() -> None:
    corridor, square = box(0, 0, 30, 5000), box(0, 0, 0.4, 0.4)
    assert slivers(np.array([corridor, square]), width_m=1) == []


def test_missing_empty_and_collapsed_polygons_do_no_harm() -> None:
    collapsed = Polygon([(0, 0), (5, 5), (0, 0), (0, 0)])
    shapes = np.array([None, Polygon(), MultiPolygon(), collapsed], dtype=object)
    assert get_num_geometries(shapes[2]) == 0
    assert [(s.row, s.area_m2) for s in slivers(shapes, width_m=1)] == [(3, 0.0)]
