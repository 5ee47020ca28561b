from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from geo.errors import EcoAtlasError
from geo.overlay import overlap
from geo.overlay.overlap import mismatched, overlap_pairs
from geo.plane.shape_column import ShapeColumn

X, Y = 502_000.0, 3_370_000.0


def frame(*boxes: tuple[float, ...], crs: int | None = 4547) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        geometry=[box(X + a, Y + b, X + c, Y + d) for a, b, c, d in boxes], crs=crs
    )


def test_pairs_carry_their_shared_ground_and_touching_is_none() -> None:
    layer = frame((0, 0, 10, 10), (10, 0, 20, 10), (5, 5, 15, 15), (20, 10, 30, 20))
    pairs = overlap_pairs(layer)
    assert pairs[["i", "j"]].to_numpy().tolist() == [[0, 2], [1, 2]]
    assert pairs["area_m2"].tolist() == pytest.approx([25, 25], rel=1e-6)


def test_a_polygon_inside_another_and_an_equal_one_are_found() -> None:
    pairs = overlap_pairs(frame((0, 0, 9, 9), (3, 3, 4, 4), (0, 0, 9, 9)).to_crs(4490))
    assert pairs["area_m2"].tolist() == pytest.approx([1, 81, 1], rel=1e-6)


def test_slivers_below_the_limit_are_left_out() -> None:
    layer = frame((0, 0, 10, 10), (9.999, 0, 20, 10))
    assert len(overlap_pairs(layer, min_area_m2=0.009)) == 1
    assert overlap_pairs(layer, min_area_m2=0.011).empty


def test_an_empty_layer_has_no_pairs_and_one_without_crs_is_refused() -> None:
    empty = gpd.GeoDataFrame(geometry=[Polygon(), None], crs=4547)
    assert list(overlap_pairs(empty).columns) == ["i", "j", "area_m2"]
    with pytest.raises(EcoAtlasError) as refused:
        overlap_pairs(frame((0, 0, 1, 1), crs=None))
    assert refused.value.code == "no-crs"


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
