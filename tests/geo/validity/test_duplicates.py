from __future__ import annotations

import numpy as np
from shapely import LineString, MultiPolygon, Point, Polygon, box

from geo.plane.shape_column import ShapeColumn
from geo.validity.duplicates import duplicate_of


def first(*shapes: object) -> list[int]:
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    return duplicate_of(ShapeColumn.of(array)).tolist()


def test_the_same_again_names_the_first() -> None:
    assert first(box(0, 0, 1, 1), box(2, 0, 3, 1), box(0, 0, 1, 1), box(0, 0, 1, 1)) == [
        -1,
        -1,
        0,
        0,
    ]


def test_where_a_ring_begins_and_how_it_runs_does_not_matter() -> None:
    one = Polygon([(0, 0), (1, 0), (1, 1), (0, 1)])
    other = Polygon([(1, 1), (1, 0), (0, 0), (0, 1)])
    assert first(one, other) == [-1, 0]
    assert first(LineString([(0, 0), (1, 1)]), LineString([(1, 1), (0, 0)])) == [-1, 0]


def test_the_order_of_parts_does_not_matter() -> None:
    a, b = box(0, 0, 1, 1), box(5, 5, 6, 6)
    assert first(MultiPolygon([a, b]), MultiPolygon([b, a])) == [-1, 0]


def test_the_same_box_is_not_enough() -> None:
    assert first(Polygon([(0, 0), (1, 0), (1, 1)]), Polygon([(0, 0), (0, 1), (1, 1)])) == [-1, -1]


def test_a_tenth_of_a_millimetre_is_a_difference() -> None:
    assert first(Point(114, 30), Point(114.000000001, 30)) == [-1, -1]


def test_missing_and_empty_are_no_duplicates() -> None:
    assert first(None, None, Polygon(), Polygon()) == [-1, -1, -1, -1]
    assert first() == []
