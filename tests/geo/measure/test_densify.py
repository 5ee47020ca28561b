"""Vertices along geodesics: the given ones keep their bits, the new ones lie on the way."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.crs.ellipsoid import ELLIPSOID
from geo.measure.densify import STEP_M, densified

LINE = shapely.LineString(
    [(113.012345678901, 30.1), (113.05, 30.123456789012), (113.0501, 30.1235)]
)
RINGS = shapely.Polygon(
    shapely.box(113.0, 30.0, 113.02, 30.02).exterior.coords,
    [shapely.box(113.005, 30.005, 113.01, 30.01).exterior.coords],
)


def dense(shape: shapely.Geometry | None) -> shapely.Geometry:
    return densified(np.array([shape], dtype=object))[0]


def steps_m(shape: shapely.Geometry) -> np.ndarray:
    x, y = shapely.get_coordinates(shape).T
    return np.asarray(ELLIPSOID.line_lengths(x, y))


def test_given_vertices_keep_their_very_bits() -> None:
    found = {tuple(place) for place in shapely.get_coordinates(dense(LINE))}
    assert {tuple(place) for place in shapely.get_coordinates(LINE)} <= found


def test_no_edge_is_longer_than_asked_and_the_way_is_no_longer_than_before() -> None:
    steps = steps_m(dense(LINE))
    assert steps.max() <= STEP_M + 1e-6
    assert len(steps) > 20
    assert steps.sum() == pytest.approx(steps_m(LINE).sum(), abs=1e-6)


def test_parts_holes_and_what_is_empty_stay() -> None:
    both = shapely.MultiPolygon([RINGS, shapely.box(113.1, 30.0, 113.1001, 30.0001)])
    found = dense(both)
    assert [len(part.interiors) for part in found.geoms] == [1, 0]
    assert found.is_valid
    assert shapely.equals(found.geoms[1], both.geoms[1])
    assert dense(None) is None
    assert dense(shapely.Polygon()).is_empty
    mixed = shapely.GeometryCollection([shapely.Point(113, 30), LINE])
    assert [part.geom_type for part in dense(mixed).geoms] == ["Point", "LineString"]


def test_a_part_without_vertices_is_no_fault() -> None:
    found = dense(shapely.MultiPolygon([RINGS, shapely.Polygon()]))
    assert found.area == pytest.approx(RINGS.area, rel=1e-4)


def test_short_edges_are_left_alone_and_heights_are_dropped() -> None:
    short = shapely.LineString([(113.0, 30.0, 5.0), (113.0001, 30.0, 6.0)])
    assert dense(short).wkt == shapely.force_2d(short).wkt
