"""Widths of corridors whose shape tells them."""

from __future__ import annotations

from math import pi

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, affinity, box

from geo.errors import EcoAtlasError
from geo.lines.axis import axis
from geo.lines.transects import declared_widths, widths

PLANE = 4547
EAST, NORTH = 500_000.0, 3_370_000.0
CLOSE = 1e-6


def line(*places: tuple[float, float]) -> LineString:
    return LineString([(EAST + x, NORTH + y) for x, y in places])


def polygon(*places: tuple[float, float]) -> Polygon:
    return Polygon([(EAST + x, NORTH + y) for x, y in places])


def rectangle(x: float, y: float, width: float, height: float) -> Polygon:
    return box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def series(*geometries: object) -> gpd.GeoSeries:
    return gpd.GeoSeries(np.array([*geometries, None], dtype=object)[:-1], crs=PLANE)


def test_a_corridor_that_widens_evenly() -> None:
    wedge = polygon((0, -20), (1000, -40), (1000, 40), (0, 20))
    found = widths(series(wedge), series(line((0, 0), (1000, 0))), every_m=10)
    assert len(found.width_m) == 100
    assert found.minimum_m == pytest.approx(40.2, rel=CLOSE)
    assert found.median_m == pytest.approx(59.8, rel=CLOSE)
    assert found.share_at_least(50) == pytest.approx(0.75, rel=CLOSE)
    assert found.share_at_least(0) == 1
    assert found.area_ratio == pytest.approx(1, rel=CLOSE)
    assert found.transects is not None
    assert found.transects["at_m"].iloc[[0, -1]].tolist() == pytest.approx([5, 995], rel=CLOSE)
    assert not found.transects["cut"].any()
    assert found.transects.crs.to_epsg() == 4490


def test_steps_are_equal_and_never_longer_than_asked() -> None:
    found = widths(series(rectangle(0, -5, 100, 10)), series(line((0, 0), (100, 0))), every_m=30)
    assert found.step_m.tolist() == pytest.approx([25] * 4, rel=CLOSE)


def test_where_the_line_leaves_the_corridor_or_meets_a_hole_the_width_is_none() -> None:
    ground = rectangle(0, -50, 600, 100) - rectangle(200, -10, 100, 100)
    found = widths(series(ground), series(line((0, 0), (1000, 0))), every_m=100)
    assert found.width_m == pytest.approx([100, 100, 0, 100, 100, 100, 0, 0, 0, 0], rel=CLOSE)
    assert found.minimum_m == 0
    assert found.share_at_least(100 * (1 - CLOSE)) == pytest.approx(0.5)
    assert found.transects is not None
    assert found.transects.geometry.is_empty.sum() == 5


def test_a_bank_measures_the_corridor_beside_it() -> None:
    beside, behind = rectangle(0, 30, 1000, 60), rectangle(0, 200, 1000, 500)
    bank = series(line((0, 0), (1000, 0)))
    assert widths(series(beside, behind), bank, every_m=100).median_m == 0
    found = widths(series(beside, behind), bank, every_m=100, offset_m=30)
    assert found.width_m == pytest.approx([60] * 10, rel=CLOSE)
    short = widths(series(beside), bank, every_m=100, offset_m=30, reach_m=50)
    assert short.median_m == pytest.approx(20, rel=CLOSE)
    assert short.transects is not None
    assert short.transects["cut"].all()


def test_overlapping_polygons_and_a_line_drawn_twice_count_once() -> None:
    halves = series(rectangle(0, -20, 600, 40), rectangle(400, -20, 600, 40))
    lines = series(line((0, 0), (1000, 0)), line((700, 0), (100, 0)))
    found = widths(halves, lines, every_m=50)
    assert found.length_m == pytest.approx(1000, rel=CLOSE)
    assert found.width_m == pytest.approx([40] * 20, rel=CLOSE)


def test_without_a_line_each_corridor_has_its_own_axis() -> None:
    first = affinity.rotate(rectangle(0, 0, 1000, 80), 33)
    found = widths(series(first, None, rectangle(3000, 0, 40, 600)), every_m=20)
    assert found.length_m == pytest.approx(1600, rel=1e-3)
    assert found.transects is not None
    table = found.transects
    assert sorted(set(table["line"])) == [0, 2]
    assert table.loc[table["line"] == 0, "width_m"].median() == pytest.approx(80, rel=1e-3)
    assert table.loc[table["line"] == 2, "width_m"].median() == pytest.approx(40, rel=1e-3)
    assert found.area_ratio == pytest.approx(1, abs=0.01)


def test_the_axis_of_an_arc_runs_in_its_middle() -> None:
    turn = np.linspace(0, pi / 2, 200)
    arc = line(*zip(500 * np.cos(turn), 500 * np.sin(turn), strict=True))
    found = widths(series(arc.buffer(30, cap_style="flat")), every_m=20)
    assert found.length_m == pytest.approx(250 * pi, rel=0.002)
    assert found.median_m == pytest.approx(60, rel=0.005)
    assert found.area_ratio == pytest.approx(1, abs=0.01)


def test_arms_that_the_axis_leaves_out_show_in_the_ratio() -> None:
    way = [line((0, 0), (500, 0)), line((500, 0), (900, 300)), line((500, 0), (900, -300))]
    found = widths(series(shapely.union_all([each.buffer(20) for each in way])), every_m=10)
    assert found.area_ratio is not None
    assert found.area_ratio < 0.85
    assert found.median_m == pytest.approx(40, rel=0.01)


@pytest.mark.parametrize("height", [100, 130, 5])
def test_the_axis_reaches_from_end_to_end(height: float) -> None:
    block = box(0, 0, 130, height)
    assert axis(block).length == pytest.approx(130, rel=0.01)
    assert block.buffer(1e-6).contains(axis(block))


def test_declared_widths_count_by_length_with_the_unknown_apart() -> None:
    lines = series(line((0, 0), (0, 100)), line((0, 100), (0, 400)), line((0, 400), (0, 1000)))
    found = declared_widths(lines, np.array([30.0, np.nan, 12]))
    assert (found.length_m, found.unknown_m) == pytest.approx((700, 300), rel=CLOSE)
    assert found.share_at_least(30) == pytest.approx(1 / 7, rel=CLOSE)
    assert (found.minimum_m, found.median_m, found.transects) == (12, 12, None)


def test_nothing_and_refusals() -> None:
    empty = widths(series(), every_m=10)
    assert (empty.length_m, empty.minimum_m, empty.median_m) == (0, None, None)
    assert empty.share_at_least(3) is None
    off = widths(series(), series(line((0, 0), (0, 100))), every_m=50)
    assert (off.minimum_m, off.area_ratio) == (0, None)
    good = series(rectangle(0, 0, 1000, 50))
    with pytest.raises(EcoAtlasError, match="distance-not-positive"):
        widths(good, every_m=0)
    with pytest.raises(EcoAtlasError, match="too-many-transects"):
        widths(good, series(line((0, 0), (9000, 0))), every_m=0.001)
    with pytest.raises(EcoAtlasError, match="not-lines"):
        widths(good, series(Point(EAST, NORTH)), every_m=10)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.floats(0, 180), st.floats(12, 200), st.floats(7, 60))
def test_turning_and_splitting_change_no_width(angle: float, width: float, every: float) -> None:
    ground = rectangle(0, -width / 2, 1000, width)
    middle, centre = line((0, 0), (1000, 0)), (EAST, NORTH)
    strips = [ground & rectangle(250 * k, -500, 250, 1000) for k in range(4)]
    turned = [affinity.rotate(each, angle, origin=centre) for each in strips]
    axis_line = affinity.rotate(middle, angle, origin=centre)
    found = widths(series(*turned), series(axis_line), every_m=every)
    assert found.width_m == pytest.approx(np.full(len(found.width_m), width), rel=1e-5)
    assert found.step_m.sum() == pytest.approx(1000, rel=1e-5)
    assert found.step_m.max() <= every
    wider = found.share_at_least(width * 1.01)
    assert (found.share_at_least(width * 0.99), wider) == (1, 0)
