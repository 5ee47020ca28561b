"""The shifted coordinates of Chinese web maps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import gcj02 as offsets
from geo.crs.ellipsoid import ELLIPSOID
from tests.geo.crs.shifted import wgs84_to_bd09

PAIRS = [
    (offsets.wgs84_to_gcj02, offsets.gcj02_to_wgs84),
    (offsets.gcj02_to_bd09, offsets.bd09_to_gcj02),
    (wgs84_to_bd09, offsets.bd09_to_wgs84),
]


def test_published_vector_of_gcj02() -> None:
    lon, lat = offsets.wgs84_to_gcj02(116.404, 39.915)
    assert float(lon) == pytest.approx(116.41024449916938, abs=1e-12)
    assert float(lat) == pytest.approx(39.91640428150164, abs=1e-12)


def test_published_vector_of_bd09() -> None:
    lon, lat = offsets.gcj02_to_bd09(116.404, 39.915)
    assert float(lon) == pytest.approx(116.41036949371029, abs=1e-12)
    assert float(lat) == pytest.approx(39.92133699351021, abs=1e-12)


@pytest.mark.parametrize(
    ("city", "lon", "lat", "metres"),
    [("Wuhan", 114.3, 30.6, 586), ("Ezhou", 114.89, 30.39, 569), ("Yichang", 111.29, 30.69, 606)],
)
def test_gcj02_moves_the_cities_of_hubei_by_the_known_distance(
    city: str, lon: float, lat: float, metres: float
) -> None:
    shifted_lon, shifted_lat = offsets.wgs84_to_gcj02(lon, lat)
    bearing, _, moved = ELLIPSOID.inv(lon, lat, float(shifted_lon), float(shifted_lat))
    assert moved == pytest.approx(metres, abs=12), city
    assert 90 < bearing < 135


def test_bd09_lies_more_than_a_kilometre_off_at_wuhan() -> None:
    lon, lat = wgs84_to_bd09(114.3, 30.6)
    assert ELLIPSOID.inv(114.3, 30.6, float(lon), float(lat))[2] == pytest.approx(1200, abs=100)


@pytest.mark.parametrize(("there", "back"), PAIRS)
def test_back_and_forth_returns_to_the_millimetre_over_all_of_china(there, back) -> None:  # type: ignore[no-untyped-def]
    lon, lat = (
        grid.ravel() for grid in np.meshgrid(np.linspace(74, 135, 300), np.linspace(4, 53, 200))
    )
    again_lon, again_lat = back(*there(lon, lat))
    assert np.max(ELLIPSOID.inv(lon, lat, again_lon, again_lat)[2]) < 1e-3


@settings(max_examples=200, deadline=None)
@given(lon=st.floats(73, 137), lat=st.floats(2, 55))
def test_any_point_survives_the_inverse(lon: float, lat: float) -> None:
    shifted = offsets.gcj02_to_wgs84(lon, lat)
    again_lon, again_lat = offsets.wgs84_to_gcj02(*shifted)
    assert ELLIPSOID.inv(lon, lat, float(again_lon), float(again_lat))[2] < 1e-3


@pytest.mark.parametrize(("lon", "lat"), [(-122.4, 37.8), (2.35, 48.86), (151.2, -33.9), (114, 60)])
def test_outside_the_box_nothing_moves(lon: float, lat: float) -> None:
    for shift in (offsets.wgs84_to_gcj02, offsets.gcj02_to_wgs84):
        moved_lon, moved_lat = shift(lon, lat)
        assert (float(moved_lon), float(moved_lat)) == (lon, lat)


def test_arrays_keep_their_shape_and_order_and_the_input_is_untouched() -> None:
    lon = np.array([[114.3, 2.35], [116.404, 114.3]])
    lat = np.array([[30.6, 48.86], [39.915, 30.6]])
    kept = lon.copy()
    shifted_lon, shifted_lat = offsets.wgs84_to_gcj02(lon, lat)
    assert shifted_lon.shape == shifted_lat.shape == (2, 2)
    assert shifted_lon[0, 1] == 2.35
    assert shifted_lon[0, 0] == shifted_lon[1, 1] != 114.3
    assert (lon == kept).all()


def test_a_missing_coordinate_stays_missing_and_disturbs_no_other() -> None:
    lon, lat = offsets.gcj02_to_wgs84(np.array([np.nan, 114.3]), np.array([30.0, 30.6]))
    alone_lon, alone_lat = offsets.gcj02_to_wgs84(114.3, 30.6)
    assert np.isnan(lon[0])
    assert (lon[1], lat[1]) == pytest.approx((float(alone_lon), float(alone_lat)), abs=1e-11)
