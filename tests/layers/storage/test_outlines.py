"""Outlines for drawing: no more corners than asked, specks left out, every feature still there."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from layers.storage.outlines import METRES_OF_A_DEGREE, drawn_by

M = 1 / METRES_OF_A_DEGREE


def square(x: float, y: float, side: float) -> Polygon:
    return box(x * M, y * M, (x + side) * M, (y + side) * M)


def test_parts_and_holes_that_are_smaller_are_not_drawn_but_every_feature_is() -> None:
    pond, lake = square(10, 10, 2), square(40, 40, 30)
    holed = Polygon(square(0, 0, 100).exterior, [pond.exterior, lake.exterior])
    islands = MultiPolygon([holed, square(200, 0, 3), square(300, 0, 50)])
    dust = MultiPolygon([square(0, 500, 1), square(9, 500, 2)])
    line = shapely.linestrings([[0, 0], [1 * M, 0]])
    found = drawn_by(np.array([islands, dust, line, shapely.Point(1, 2)], dtype=object), 5.0)
    assert shapely.get_num_geometries(found[0]) == 2
    assert sum(len(one.interiors) for one in shapely.get_parts(found[0])) == 1
    assert not shapely.is_empty(found).any()
    assert shapely.area(found[1]) > 0
    assert found[2].equals(line)
