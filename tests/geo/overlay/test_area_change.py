"""Areas before and after, on rectangles that can be worked in the head."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from geo.errors import EcoAtlasError
from geo.measure.ellipsoid import area_m2
from geo.overlay.area_change import COLUMNS, area_change

PLANE = 4547
EAST, NORTH = 500_000.0, 3_370_000.0
CLOSE = 1e-6


def rectangle(x: float, y: float, width: float, height: float) -> Polygon:
    return box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def series(*geometries: object, crs: int = PLANE) -> gpd.GeoSeries:
    return gpd.GeoSeries(np.array([*geometries, None], dtype=object)[:-1], crs=crs)


def test_a_swap_keeps_the_area_and_shows_what_moved() -> None:
    result = area_change(
        series(rectangle(0, 0, 1000, 100)), series(rectangle(100, 0, 1000, 100)), ["East"], ["East"]
    )
    row = result.features.loc[0, list(COLUMNS)].tolist()
    assert row == pytest.approx([100_000, 100_000, 10_000, 10_000, 0], rel=CLOSE, abs=0.01)
    assert result.removed["area_m2"].tolist() == pytest.approx([10_000], rel=CLOSE)
    assert result.added["key"].tolist() == ["East"]
    assert result.added.crs.to_epsg() == 4490


def test_every_key_is_listed_and_what_one_hands_to_another_is_no_loss_of_all() -> None:
    result = area_change(
        series(rectangle(0, 0, 200, 100), rectangle(0, 500, 10, 10), rectangle(5, 500, 10, 10)),
        series(rectangle(0, 0, 100, 100), rectangle(100, 0, 100, 100), None),
        ["a", "b", "b"],
        ["a", "c", "d"],
    )
    table = result.features.set_index("key")
    assert table.index.tolist() == ["a", "b", "c", "d"]
    assert table["balance_m2"].tolist() == pytest.approx([-10_000, -150, 10_000, 0], rel=CLOSE)
    assert table.loc["a", "removed_m2"] == pytest.approx(10_000, rel=CLOSE)
    assert table.loc["b", "before_m2"] == pytest.approx(150, rel=CLOSE)
    assert result.total["removed_m2"] == pytest.approx(150, rel=CLOSE)
    assert result.total["added_m2"] == pytest.approx(0, abs=1e-6)
    assert result.total["before_m2"] == pytest.approx(20_150, rel=CLOSE)
    assert result.removed["key"].tolist() == ["a", "b"]


def test_a_lake_with_an_island_and_parts() -> None:
    lake = rectangle(0, 0, 100, 100) - rectangle(40, 40, 20, 20)
    filled = MultiPolygon([rectangle(0, 0, 30, 100), rectangle(70, 0, 30, 100)])
    row = area_change(series(lake), series(filled), [1], [1]).features.iloc[0]
    assert (row["removed_m2"], row["added_m2"]) == pytest.approx((3600, 0), rel=CLOSE, abs=1e-4)


def test_a_border_that_did_not_move_draws_no_hairs() -> None:
    lake = rectangle(0, 0, 997, 333)
    result = area_change(series(lake), series(lake).to_crs(4490), ["x"], ["x"])
    assert len(result.removed) == len(result.added) == 0
    assert result.total["balance_m2"] == pytest.approx(0, abs=1e-4)


def test_large_lakes_with_long_edges_balance_to_the_last_digit() -> None:
    west, east = box(115.0, 30.2, 115.3, 30.5), box(115.1, 30.25, 115.45, 30.45)
    result = area_change(series(west, crs=4490), series(east, crs=4490), ["x"], ["x"])
    row = result.features.iloc[0]
    assert row["before_m2"] == pytest.approx(area_m2(series(west, crs=4490))[0], rel=1e-9)
    assert row["added_m2"] - row["removed_m2"] == pytest.approx(row["balance_m2"], rel=1e-8)
    assert row["added_m2"] > 1e7


def test_nothing_and_refusals() -> None:
    empty = area_change(series(), series(), [], [])
    assert (len(empty.features), empty.total["before_m2"], len(empty.added)) == (0, 0, 0)
    with pytest.raises(EcoAtlasError, match="not-polygons"):
        area_change(series(Point(EAST, NORTH)), series(), ["a"], [])
    bow_tie = Polygon([(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)])
    with pytest.raises(EcoAtlasError, match="invalid-polygons"):
        area_change(series(bow_tie), series(), ["a"], [])


rectangles = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(1, 900), st.integers(1, 900)),
    max_size=5,
)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(rectangles, rectangles, st.integers(1, 3))
def test_the_balance_holds_and_turns_its_sign(
    old: list[tuple[int, ...]], new: list[tuple[int, ...]], keys: int
) -> None:
    before, after = (series(*(rectangle(*each) for each in layer)) for layer in (old, new))
    names = [f"k{n % keys}" for n in range(10)]
    there = area_change(before, after, names[: len(old)], names[: len(new)])
    back = area_change(after, before, names[: len(new)], names[: len(old)])
    net = there.features["added_m2"] - there.features["removed_m2"]
    assert net.tolist() == pytest.approx(there.features["balance_m2"].tolist(), abs=1e-3)
    total = there.total
    assert total["added_m2"] - total["removed_m2"] == pytest.approx(total["balance_m2"], abs=1e-3)
    assert back.total["balance_m2"] == pytest.approx(-total["balance_m2"], abs=1e-6)
    assert there.features["added_m2"].sum() >= total["added_m2"] - 1e-3
