from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.plane import shape_column
from geo.plane.shape_column import ShapeColumn, Shapes


def shapes() -> Shapes:
    rng = np.random.default_rng(5)
    made = shapely.buffer(shapely.points(rng.uniform(110, 115, (40, 2))), rng.uniform(0, 1, 40))
    made[3], made[17], made[18] = None, None, shapely.Polygon()
    made[8] = shapely.from_wkt("MULTIPOINT Z ((1 2 3), (4 5 6))")
    made[9] = shapely.LineString([(0, 0), (1, np.inf)])
    return made


@pytest.fixture(params=["held", "in a file"], autouse=True)
def small_parts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape_column, "PART_SHAPES", 7)
    if request.param == "in a file":
        monkeypatch.setattr(shape_column, "HELD_BYTES", 0)
        monkeypatch.setattr(shape_column, "PART_BYTES", 3000)


def same(one: Shapes, other: Shapes) -> bool:
    return bool((shapely.to_wkb(one) == shapely.to_wkb(other)).all()) and len(one) == len(other)


def test_what_goes_in_comes_out_in_order_by_any_way_of_naming_rows() -> None:
    all_of_them = shapes()
    column = ShapeColumn.of(all_of_them[:11], all_of_them[11:11], all_of_them[11:])
    assert len(column) == 40
    assert same(column[:], all_of_them)
    assert same(column[5:19], all_of_them[5:19])
    mixed = [30, 3, 4, 5, 0, 39, 39, 17]
    assert same(column[mixed], all_of_them[mixed])
    some = shapely.get_type_id(all_of_them) == 3
    assert same(column[some], all_of_them[some])
    assert column.at(3) is None
    assert column.at(8).has_z
    assert not len(column[[]])


def test_parts_make_up_the_whole_and_none_is_large() -> None:
    column = ShapeColumn.of(shapes())
    parts = list(column.parts())
    assert len(parts) >= 6
    assert max(len(part) for _, part in parts) <= 7
    assert [first for first, _ in parts] == np.cumsum([0, *(len(p) for _, p in parts)])[
        :-1
    ].tolist()
    assert same(np.concatenate([part for _, part in parts]), shapes())
    assert column.each(shapely.get_num_coordinates).tolist() == (
        shapely.get_num_coordinates(shapes()).tolist()
    )


def test_changing_gives_the_first_position_of_each_part_and_leaves_what_was_chosen_before() -> None:
    column = ShapeColumn.of(shapes())
    before = column.chosen(np.array([39, 0, 18]))
    column.change(lambda first, part: shapely.points(np.arange(first, first + len(part)), 0.0))
    assert shapely.get_x(column[:]).tolist() == list(range(40))
    assert same(before[:], shapes()[[39, 0, 18]])
    assert shapely.get_x(column.chosen(np.arange(40) % 3 == 0)[:]).tolist() == list(range(0, 40, 3))


def test_a_column_without_rows_is_measured_too() -> None:
    column = ShapeColumn()
    assert len(column) == 0
    assert list(column.parts()) == []
    assert column.each(shapely.bounds).shape == (0, 4)
    assert len(ShapeColumn.of(shapes()).chosen(np.zeros(40, dtype=bool))) == 0


def test_a_shape_larger_than_a_part_is_a_part_by_itself() -> None:
    large = shapely.Point(0, 0).buffer(1, quad_segs=500)
    column = ShapeColumn.of(np.array([large, large, shapely.Point(1, 1)], dtype=object))
    assert same(np.concatenate([part for _, part in column.parts()]), column[:])
