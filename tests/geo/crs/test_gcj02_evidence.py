"""Offsets to a known border, and which web map explains them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from geo.crs.gcj02 import wgs84_to_gcj02
from geo.crs.gcj02_evidence import offset_of_borders, offset_of_points, predicted_offsets
from geo.crs.known_ground import Boundary, boundary_from_json, boundary_of
from tests.geo.crs.shifted import wgs84_to_bd09

Way = Callable[..., tuple[NDArray[np.float64], NDArray[np.float64]]]
WUHAN = (114.3, 30.6)


def district(corners: int = 40) -> shapely.Polygon:
    """An uneven border of some 30 km around Wuhan's middle, in degrees."""
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radius = 0.15 + 0.04 * np.sin(3 * turn) + 0.02 * np.cos(7 * turn)
    return shapely.Polygon(
        np.column_stack([WUHAN[0] + radius * np.cos(turn), WUHAN[1] + 0.86 * radius * np.sin(turn)])
    )


def shifted(shape: shapely.Geometry, way: Way) -> shapely.Geometry:
    return shapely.transform(shape, way, interleaved=False)


def array(*shapes: shapely.Geometry) -> NDArray[np.object_]:
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def test_at_wuhan_the_shifts_are_as_measured() -> None:
    predicted = predicted_offsets(WUHAN)
    length, bearing = predicted["GCJ02"]
    assert length == pytest.approx(586, abs=25)
    assert bearing == pytest.approx(117, abs=3)
    assert 1000 < predicted["BD09"][0] < 1400


@pytest.mark.parametrize(("way", "name"), [(wgs84_to_gcj02, "GCJ02"), (wgs84_to_bd09, "BD09")])
def test_a_border_shifted_by_a_web_map_is_recognised(way: Way, name: str) -> None:
    known = district()
    found = offset_of_borders(array(shifted(known, way)), array(known))
    assert found is not None
    assert found.shift == name
    assert found.offset_m == pytest.approx(found.predicted[name][0], abs=60)
    assert found.residual_m < 30 < found.before_m


def test_a_border_drawn_by_another_office_is_still_recognised() -> None:
    """Simplified, and each corner some 30 m off."""
    known = district(200)
    rng = np.random.default_rng(4)
    coarse = shapely.simplify(known, 0.002)
    vertices = shapely.get_coordinates(coarse)[:-1]
    noisy = shapely.Polygon(vertices + rng.normal(0, 0.0003, vertices.shape))
    found = offset_of_borders(array(shifted(noisy, wgs84_to_gcj02)), array(known))
    assert found is not None
    assert found.shift == "GCJ02"


def test_a_border_that_lies_right_is_said_to() -> None:
    found = offset_of_borders(array(shapely.simplify(district(200), 0.0005)), array(district(200)))
    assert found is not None
    assert found.shift is None
    assert not found.notable


def test_a_move_that_no_web_map_makes_is_notable_and_nothing_more() -> None:
    moved = shapely.affinity.translate(district(), xoff=-0.006)
    found = offset_of_borders(array(moved), array(district()))
    assert found is not None
    assert found.notable
    assert found.shift is None
    assert found.bearing_deg == pytest.approx(270, abs=5)
    assert found.offset_m == pytest.approx(575, abs=40)


@pytest.mark.slow
def test_another_border_says_nothing() -> None:
    inside = shapely.box(114.25, 30.55, 114.32, 30.62)
    assert offset_of_borders(array(inside), array(district())) is None


def test_points_of_the_same_names_are_compared_one_by_one() -> None:
    rng = np.random.default_rng(2)
    known = np.column_stack([rng.uniform(114.1, 114.5, 30), rng.uniform(30.4, 30.8, 30)])
    found = offset_of_points(np.column_stack(wgs84_to_gcj02(*known.T)), known)
    assert found is not None
    assert (found.shift, found.points) == ("GCJ02", 30)
    scattered = known + rng.normal(0, 0.02, known.shape)
    assert offset_of_points(scattered, known) is None
    assert offset_of_points(known[:2], known[:2]) is None


def test_a_boundary_survives_the_way_to_the_reading_process() -> None:
    import geopandas as gpd

    frame = gpd.GeoDataFrame(
        {"name": ["甲", " 乙 "], "code": ["420101", None]},
        geometry=[shapely.box(114, 30, 115, 31), shapely.box(115, 30, 116, 31)],
        crs=4490,
    )
    boundary = boundary_of(frame.to_crs(4547), name="行政区划")
    assert boundary is not None
    assert set(boundary.features) == {"甲", "乙", "420101"}
    again = boundary_from_json(boundary.as_json())
    assert again == Boundary(boundary.shape, "行政区划", dict(boundary.features))
    assert shapely.area(boundary.shape) == pytest.approx(2, abs=0.001)


def test_a_layer_without_polygons_is_no_boundary() -> None:
    import geopandas as gpd

    points = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[shapely.Point(114, 30)], crs=4490)
    assert boundary_of(points) is None
