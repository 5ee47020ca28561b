"""Changed features for a map: both shapes where they differ, no finer than a screen can show."""

from __future__ import annotations

import pytest
import shapely

from layers.versions.diff import Change, draw


def change(key: str, what: tuple[str, ...], before: object, after: object) -> Change:
    return Change(key, key, what, {}, (), before, after)


OLD, NEW = shapely.box(114.0, 30.0, 114.01, 30.01), shapely.box(114.0, 30.0, 114.02, 30.01)


def test_a_shape_is_drawn_on_the_sides_that_have_it() -> None:
    drawing = draw(
        [
            change("A", ("added",), None, NEW),
            change("B", ("removed",), OLD, None),
            change("C", ("reshaped", "attributes"), OLD, NEW),
            change("D", ("attributes",), OLD, OLD),
        ]
    )
    sides = {one["key"]: (one["before"] is None, one["after"] is None) for one in drawing.shapes}
    assert sides == {
        "A": (True, False), "B": (False, True), "C": (False, False), "D": (True, False),
    }  # fmt: skip
    assert [one["what"] for one in drawing.shapes] == ["added", "removed", "reshaped", "attributes"]
    assert drawing.bounds == pytest.approx((114.0, 30.0, 114.02, 30.01))
    assert not drawing.coarse


def test_many_vertices_are_drawn_coarser_and_that_is_said() -> None:
    round_ = shapely.Point(114.0, 30.0).buffer(0.01, quad_segs=500)
    drawing = draw([change("A", ("added",), None, round_)], most=200)
    ring = drawing.shapes[0]["after"]["coordinates"][0]
    assert 8 < len(ring) <= 200
    assert drawing.coarse


def test_nothing_is_drawn_of_nothing() -> None:
    drawing = draw([])
    assert (drawing.shapes, drawing.bounds, drawing.coarse) == ((), None, False)


def test_a_feature_without_a_shape_leaves_its_place_empty() -> None:
    drawing = draw([change("A", ("added",), None, shapely.Polygon())])
    assert drawing.bounds is None
