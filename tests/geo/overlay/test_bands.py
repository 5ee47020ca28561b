"""Distances to banks and bands, against brute force with Geod on dense points."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon, box

from geo.crs.ellipsoid import ELLIPSOID
from geo.errors import EcoAtlasError
from geo.overlay.bands import band, within_distance
from geo.plane.shapes import lon_lat, plane_of

# Wuhan, the border of zones 37 and 38, Shiyan, and Shiyan's western edge just outside zone 37.
PLACES = [(114.3, 30.6), (112.49, 30.5), (110.8, 32.6), (109.48, 32.4)]


def series(*geometries: object, crs: int = 4490) -> gpd.GeoSeries:
    return gpd.GeoSeries(np.array([*geometries, None], dtype=object)[:-1], crs=crs)


def bank_at(lon: float, lat: float) -> LineString:
    """40 km with edges of 5 km, so that straight and geodesic edges differ by centimetres."""
    # Edges are straight in the plane of the points, which is that of their middle.
    bends = np.array([0, 0.02, -0.015, 0.01, 0, -0.02, 0.015, 0, 0.01])
    return LineString(np.c_[lon + np.linspace(-0.2, 0.2, 9), lat + bends])


def brute_force(point: Point, line: LineString, epsg: int) -> float:
    """The nearest of points every 0.5 m along the edges, straight in the plane `epsg`, measured
    one by one."""
    plane = series(line).to_crs(epsg)[0]
    nearest = np.inf
    for start, end in pairwise(shapely.get_coordinates(plane)):
        length = np.hypot(*(end - start))
        along = np.arange(0.0, length, 50.0)
        middle = along[measured(point, start, (end - start) / length, along, epsg).argmin()]
        around = np.arange(max(middle - 60, 0), min(middle + 60, length), 0.5)
        found = measured(point, start, (end - start) / length, around, epsg)
        nearest = min(nearest, found.min())
    return nearest


def measured(
    point: Point, start: np.ndarray, direction: np.ndarray, along: np.ndarray, epsg: int
) -> np.ndarray:
    places = start + along[:, None] * direction
    x, y = lon_lat(places, epsg)
    n = len(along)
    return ELLIPSOID.inv(np.full(n, point.x), np.full(n, point.y), x, y)[2]


@pytest.mark.parametrize(("lon", "lat"), PLACES)
def test_distance_equals_brute_force_up_to_five_kilometres(lon: float, lat: float) -> None:
    rng = np.random.default_rng(5)
    spots = np.c_[lon + rng.uniform(-0.18, 0.18, 12), lat + rng.uniform(-0.06, 0.06, 12)]
    bank = bank_at(lon, lat)
    subjects = series(*shapely.points(spots))
    found = within_distance(subjects, series(bank), 1000)
    epsg = plane_of(subjects)
    expected = np.array([brute_force(Point(*spot), bank, epsg) for spot in spots])
    # steps of 0.5 m leave the brute force up to 0.25²/2d long
    far = expected > 100
    assert far.sum() > 8
    assert found.distance_m[far] == pytest.approx(expected[far], abs=0.001)
    assert (found.within == (expected < 1000)).all()


def test_a_point_due_south_of_a_bank_end_is_measured_along_the_meridian() -> None:
    lon, lat, _ = ELLIPSOID.fwd(114.3, 30.6, 180, 1000.0)
    bank = series(LineString([(114.3, 30.6), (114.3, 30.7)]))
    south = series(Point(lon, lat))
    found = within_distance(south, bank, 1000.001)
    assert found.distance_m == pytest.approx([1000], abs=1e-6)
    assert found.within.tolist() == [True]
    assert within_distance(south, bank, 999.999).within.tolist() == [False]
    assert (found.place[0].x, found.place[0].y) == pytest.approx((114.3, 30.6), abs=1e-9)
    assert (found.from_place[0].x, found.from_place[0].y) == pytest.approx((lon, lat), abs=1e-9)


def test_nearest_of_several_banks_is_named_also_where_the_plane_would_choose_the_other() -> None:
    """At 1.4° east of the meridian 5 km east is longer in the plane than 5 km west by 10 cm."""
    lon, lat = 115.4, 30.6
    east, west = (
        ELLIPSOID.fwd(lon, lat, azimuth, distance)[:2]
        for azimuth, distance in ((90, 5000.00), (270, 5000.02))
    )
    banks = series(
        LineString([(west[0], lat - 0.01), (west[0], lat + 0.01)]),
        LineString([(east[0], lat - 0.01), (east[0], lat + 0.01)]),
    )
    found = within_distance(series(Point(lon, lat)), banks, 6000)
    assert found.line.tolist() == [1]
    plane = banks.to_crs(4526).distance(series(Point(lon, lat)).to_crs(4526).iloc[0])
    assert plane[0] < plane[1]


def test_polygons_count_from_their_nearest_part_and_hold_what_lies_inside() -> None:
    bank = series(LineString([(114.0, 30.5), (114.0, 30.6)]), box(114.2, 30.5, 114.3, 30.6))
    plant = box(114.01, 30.54, 114.02, 30.55)
    crossing, inside = box(113.9, 30.54, 114.1, 30.55), Point(114.25, 30.55)
    found = within_distance(series(plant, crossing, inside, None, Polygon()), bank, 1000)
    expected = ELLIPSOID.inv(114.0, 30.55, 114.01, 30.55)[2]
    assert found.distance_m[0] == pytest.approx(expected, abs=0.001)
    assert found.distance_m[1:3].tolist() == [0, 0]
    assert np.isnan(found.distance_m[3:]).all()
    assert found.within.tolist() == [True, True, True, False, False]
    assert found.line.tolist() == [0, 0, 1, -1, -1]
    assert found.place[3].is_empty


def test_without_any_bank_nothing_is_within() -> None:
    found = within_distance(series(Point(114, 30)), series(), 1000)
    assert np.isnan(found.distance_m).all()
    assert not found.within.any()
    assert within_distance(series(), series(bank_at(114, 30)), 1000).distance_m.size == 0


@pytest.mark.parametrize("distance", [0, -5, float("nan")])
def test_a_distance_that_is_none_is_refused(distance: float) -> None:
    with pytest.raises(EcoAtlasError, match="distance-not-positive"):
        within_distance(series(Point(114, 30)), series(bank_at(114, 30)), distance)
    with pytest.raises(EcoAtlasError, match="distance-not-positive"):
        band(series(bank_at(114, 30)), distance)


def test_data_without_a_crs_are_refused() -> None:
    bare = gpd.GeoSeries([Point(114, 30)])
    with pytest.raises(EcoAtlasError, match="no-crs"):
        within_distance(bare, series(bank_at(114, 30)), 1000)


@pytest.mark.parametrize(("lon", "lat"), PLACES)
@pytest.mark.parametrize("width", [1000.0, 3000.0])
def test_the_border_of_the_band_lies_at_its_distance(lon: float, lat: float, width: float) -> None:
    bank = series(bank_at(lon, lat))
    border = shapely.get_coordinates(band(bank, width).iloc[0].exterior)
    found = within_distance(series(*shapely.points(border)), bank, width)
    assert found.distance_m == pytest.approx(np.full(len(border), width), abs=0.1)


def test_a_web_mercator_buffer_is_short_by_a_seventh() -> None:
    for lon, lat, metres in [(114.3, 30.6, 862), (110.8, 32.6, 844)]:
        bank = series(LineString([(lon, lat - 0.1), (lon, lat + 0.1)]))
        wrong = bank.to_crs(3857).buffer(1000).to_crs(4490).iloc[0]
        east = shapely.intersection(wrong, LineString([(lon, lat), (lon + 0.1, lat)])).bounds[2]
        right = within_distance(series(Point(east, lat)), bank, 1000)
        assert right.distance_m[0] == pytest.approx(metres, abs=2)
        middle = band(bank, 1000).iloc[0].intersection(LineString([(lon, lat), (lon + 0.1, lat)]))
        assert ELLIPSOID.inv(lon, lat, middle.bounds[2], lat)[2] == pytest.approx(1000, abs=0.1)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.floats(-0.15, 0.15), st.floats(-0.05, 0.05)), min_size=1, max_size=6))
def test_crs_order_and_splitting_change_no_distance(offsets: list[tuple[float, float]]) -> None:
    bank = bank_at(114.3, 30.6)
    points = series(*(Point(114.3 + x, 30.6 + y) for x, y in offsets))
    found = within_distance(points, series(bank), 1000).distance_m
    moved = within_distance(points.to_crs(4497), series(bank).to_crs(4526), 1000).distance_m
    assert moved == pytest.approx(found, abs=1e-5)
    backwards = within_distance(points[::-1], series(bank), 1000).distance_m
    assert backwards[::-1] == pytest.approx(found, abs=1e-9)
    vertices = shapely.get_coordinates(bank)
    parts = [LineString(pair) for pair in pairwise(vertices)]
    split = within_distance(points, series(MultiLineString(parts)), 1000).distance_m
    assert split == pytest.approx(found, abs=1e-6)
