from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import box

from geo.overlay import overlap
from geo.overlay.overlap import mismatched, sharing_ground
from geo.plane.shape_column import ShapeColumn


def test_pairs_share_ground_in_order_and_touching_is_none() -> None:
    places = [(0, 0, 9, 9), (9, 0, 20, 9), (5, 5, 15, 15), (20, 9, 30, 20), (6, 6, 7, 7)]
    i, j = sharing_ground(np.array([box(*one) for one in places], dtype=object))
    assert list(zip(i.tolist(), j.tolist(), strict=True)) == [(0, 2), (0, 4), (1, 2), (2, 4)]


def test_an_equal_polygon_shares_all_its_ground() -> None:
    i, j = sharing_ground(np.array([box(0, 0, 9, 9), box(0, 0, 9, 9)], dtype=object))
    assert (i.tolist(), j.tolist()) == ([0], [1])


@pytest.mark.parametrize("gap_width_m", [0.0, 3.0])
def test_the_sieve_finds_the_same_however_few_polygons_it_looks_at_at_once(
    monkeypatch: pytest.MonkeyPatch, gap_width_m: float
) -> None:
    x, y = (axis.ravel() * 100.0 for axis in np.mgrid[0:12, 0:12])
    rng = np.random.default_rng(4)
    # Some squares reach into their neighbours, some stand back from them.
    off = np.where(rng.random(144) < 0.1, rng.uniform(-2, 2, 144), 0.0)
    squares = shapely.box(x, y, x + 100 + off, y + 100)
    squares[7] = shapely.box(-50, 400, 1300, 410)  # across them all
    squares[9] = None
    whole = mismatched(ShapeColumn.of(squares), gap_width_m=gap_width_m)
    assert 20 < len(whole) < 100
    monkeypatch.setattr(overlap, "POLYGONS_AT_ONCE", 10)
    assert mismatched(ShapeColumn.of(squares), gap_width_m=gap_width_m).tolist() == whole.tolist()
    assert mismatched(ShapeColumn.of(squares[9:10])).tolist() == []


def test_where_most_lie_on_others_nobody_is_sieved_out(monkeypatch: pytest.MonkeyPatch) -> None:
    row = [box(8 * k, 0, 8 * k + 10, 10) for k in range(60)]
    alone = [box(8 * k, 50, 8 * k + 8, 60) for k in range(20)]
    squares = ShapeColumn.of(np.array(row + alone, dtype=object))
    sieved = mismatched(squares).tolist()
    assert sieved == list(range(60))
    monkeypatch.setattr(overlap, "WORTH_SAMPLING", 10)
    assert mismatched(squares).tolist() == list(range(80))
    tiled = ShapeColumn.of(np.array(alone, dtype=object))
    assert mismatched(tiled).tolist() == []
