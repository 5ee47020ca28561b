"""Tiles drawn in arrays: what the grid does to shapes, and cutting at the edges of tiles."""

from __future__ import annotations

from collections.abc import Iterator

import mapbox_vector_tile
import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.tiles.clipping import Pieces, cut
from layers.tiles.drawing import EXTENT, coarser, drawn, outlined, snapped, some_at_a_time
from layers.tiles.encoding import shape_messages, tile_message
from layers.tiles.ragged import Ragged, interleaved, varints, zigzag
from layers.tiles.values import Column

TOP = 14


Places = list[tuple[float, float]]
TILE = (13_390, 6_700)


def cells_of(corners: Places, aside: int = 1_000) -> Places:
    """Degrees of places in the grid of a tile of the top zoom, far enough from its edges."""
    many = EXTENT << TOP
    x, y = (np.array(corners) + aside + np.array(TILE) * EXTENT).T / many
    latitude = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))
    return list(zip((360 * x - 180).tolist(), latitude.tolist(), strict=True))


def drawings(shapes: list[shapely.Geometry]) -> Iterator[tuple[tuple[int, int], list[dict]]]:
    """The features of each tile, read by a program that is not ours."""
    array = np.array(shapes, dtype=object)
    keys = Column.of("key", pa.chunked_array([[str(number) for number in range(len(shapes))]]))
    whole = snapped(outlined(array, np.arange(len(array))), TOP)
    for some in some_at_a_time(whole, TOP):
        found = drawn(whole, some, TOP)
        messages = shape_messages(found)
        for tile in np.unique(found.tiles, axis=0):
            here = np.flatnonzero((found.tiles == tile).all(axis=1))
            message = tile_message("l", [keys], found.rows[here], messages.take(here))
            layer = mapbox_vector_tile.decode(message, default_options={"y_coord_down": True})
            yield (int(tile[0]), int(tile[1])), layer["l"]["features"]


@given(st.lists(st.integers(0, 2**63 - 1)))
@settings(max_examples=50, deadline=None)
def test_numbers_are_written_as_protocol_buffers_have_them(values: list[int]) -> None:
    found = varints(np.array(values, dtype=np.uint64))
    for value, start, length in zip(values, found.starts, found.lengths, strict=True):
        text = found.data[start : start + length].tolist()
        assert sum((byte & 127) << 7 * place for place, byte in enumerate(text)) == value
        assert [byte > 127 for byte in text] == [True] * (length - 1) + [False]


def test_runs_are_woven_in_their_order() -> None:
    some = Ragged(np.frombuffer(b"abbccc", dtype=np.uint8), np.array([1, 2, 3]))
    whole = interleaved([b"<", some, b">"])
    assert whole.data.tobytes() == b"<a><bb><ccc>"
    assert some.take(np.array([2, 0, 2])).data.tobytes() == b"cccaccc"
    assert zigzag(np.array([0, -1, 1, -2])).tolist() == [0, 1, 2, 3]


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=12))
@settings(max_examples=100, deadline=None)
def test_a_ring_cut_to_a_window_has_the_ground_of_the_window(
    corners: list[tuple[int, int]],
) -> None:
    ring = shapely.Polygon([(20 * x, 20 * y) for x, y in corners])
    if not ring.is_valid or not ring.area:
        return
    points = shapely.get_coordinates(ring)[:-1].astype(np.int64)
    pieces = Pieces(points, np.array([len(points)]), np.array([0]), np.array([False]))
    for axis in (0, 1):
        pieces = cut(pieces, axis, np.array([-300]), np.array([410]), closed=True)
    expected = ring.intersection(shapely.box(-300, -300, 410, 410))
    if not len(pieces.lengths):
        assert expected.area == 0
        return
    x, y = pieces.points.T
    area = abs(int((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())) / 2
    # A crossing is rounded to the grid: half a cell along each edge of the window.
    assert area == pytest.approx(expected.area, abs=0.5 * (expected.length + 2840))


def test_a_line_that_leaves_and_comes_back_is_two_lines() -> None:
    points = np.array([[0, 0], [10, 0], [10, 5], [0, 5]])
    line = Pieces(points, np.array([4]), np.array([0]), np.array([False]))
    found = cut(line, 0, np.array([-1]), np.array([7]), closed=False)
    assert found.lengths.tolist() == [2, 2]
    assert found.points.tolist() == [[0, 0], [7, 0], [7, 5], [0, 5]]
    assert found.owner.tolist() == [0, 0]


def test_a_hole_stays_a_hole_and_a_flat_one_is_gone() -> None:
    shell = cells_of([(0, 0), (100, 0), (100, 100), (0, 100)])
    hole = cells_of([(20, 20), (20, 40), (40, 40), (40, 20)])
    flat = cells_of([(60, 60), (80, 60), (70, 60)])
    ((place, features),) = drawings([shapely.Polygon(shell, [hole, flat])])
    assert place == TILE
    (rings,) = [one["geometry"]["coordinates"] for one in features]
    assert len(rings) == 2
    assert shapely.Polygon(*rings[:1], rings[1:]).area == 100 * 100 - 20 * 20


def test_a_ring_turned_the_wrong_way_is_turned_back() -> None:
    corners = [(0, 0), (100, 0), (100, 100), (0, 100)]
    shapes = [shapely.Polygon(cells_of(order)) for order in (corners, corners[::-1])]
    ((_, features),) = drawings(shapes)
    rings = [one["geometry"]["coordinates"][0] for one in features]
    signed = [shapely.LinearRing(ring).is_ccw for ring in rings]
    assert signed[0] == signed[1]


def test_a_feature_that_goes_round_a_tile_is_not_in_it() -> None:
    """Its box covers the tile, its ground does not."""
    far, near = 9_000, 8_000
    corner = shapely.box(-far, -far, far, far) - shapely.box(-near, -near, far, far)
    shape = shapely.Polygon(cells_of(shapely.get_coordinates(corner).tolist(), 0))
    places = {place for place, _ in drawings([shape])}
    assert TILE not in places
    assert (TILE[0] - 2, TILE[1]) in places


def test_a_feature_whose_hole_holds_a_tile_is_not_in_it() -> None:
    shell, hole = ((-side, -side, side, side) for side in (9_000, 8_000))
    rings = (shapely.get_coordinates(shapely.box(*one)).tolist() for one in (shell, hole))
    shape = shapely.Polygon(cells_of(next(rings), 2_000), [cells_of(next(rings), 2_000)])
    places = {place for place, _ in drawings([shape])}
    assert TILE not in places
    assert (TILE[0] - 2, TILE[1]) in places


def test_a_band_thinner_than_the_grid_is_still_drawn() -> None:
    shell = shapely.box(10, 10, 500, 500)
    rings = (shapely.get_coordinates(one).tolist() for one in (shell, shell.buffer(-0.1)))
    shape = shapely.Polygon(cells_of(next(rings)), [cells_of(next(rings))])
    ((place, features),) = drawings([shape])
    assert (place, len(features)) == (TILE, 1)


def test_points_lines_and_polygons_of_one_layer_keep_what_they_are() -> None:
    at = cells_of([(10, 10), (20, 10), (20, 30), (500, 500)])
    shapes = [
        shapely.MultiPoint(at[:2]),
        shapely.LineString(at[:3]),
        shapely.Polygon(at[:3]),
        shapely.GeometryCollection([shapely.Point(at[3]), shapely.LineString(at[:2])]),
    ]
    ((_, features),) = drawings(shapes)
    kinds = {one["properties"]["key"]: one["geometry"]["type"] for one in features}
    assert kinds == {"0": "MultiPoint", "1": "LineString", "2": "Polygon", "3": "LineString"}


@given(st.lists(st.tuples(st.integers(-99, 99), st.integers(-99, 99)), min_size=3, max_size=9))
@settings(max_examples=50, deadline=None)
def test_a_node_lands_in_one_place_at_a_lower_zoom_whoever_has_it(
    corners: list[tuple[int, int]],
) -> None:
    at = cells_of([(float(x), float(y)) for x, y in corners])
    line, *alone = shapely.LineString(at), *map(shapely.Point, at)
    array = np.array([line, *alone], dtype=object)
    below = coarser(
        snapped(outlined(array, np.arange(len(array))), TOP), np.zeros(len(array), bool)
    )
    drawn_line = below.pieces.points[: below.pieces.lengths[0]]
    nodes = below.pieces.points[below.pieces.lengths[0] :]
    again = np.r_[True, (nodes[1:] != nodes[:-1]).any(axis=1)]
    assert drawn_line.tolist() == nodes[again].tolist()
    beside = np.array(corners) + 1_000 + np.array(TILE) * EXTENT
    assert np.abs(2 * nodes - beside).max() <= 1


def test_what_is_left_out_of_a_zoom_is_gone_below() -> None:
    array = np.array([shapely.Point(*at) for at in cells_of([(1, 1), (5, 5), (9, 9)])])
    whole = snapped(outlined(array, np.arange(3)), TOP)
    below = coarser(coarser(whole, np.array([False, True, False])), np.zeros(3, dtype=bool))
    assert below.rows.tolist() == [0, 2]
    assert len(below.pieces.points) == 2
