"""Whether numbers that land in China can be in the CRS claimed for them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.crs.fit import beyond_zone, metres_away, outside_area_of_use

LON, LAT = np.array([114.2, 114.3]), np.array([30.4, 30.5])


def test_only_transverse_mercator_has_a_zone_to_be_beyond() -> None:
    # The meridian of EPSG:4526 is 114°E: 7.5° on either side are its reach.
    lon = np.array([106.4, 106.6, 121.4, 121.6, np.inf])
    assert beyond_zone(4526, lon).tolist() == [True, False, False, True, True]
    assert not beyond_zone(4490, lon).any()
    assert not beyond_zone(3857, lon).any()


@pytest.mark.parametrize(
    ("epsg", "outside"),
    [(4236, True), (4612, True), (4326, False), (4490, False), (4526, False), (4545, True)],
)
def test_the_area_of_use_is_that_of_the_register(epsg: int, outside: bool) -> None:
    """4236 is Taiwan's, 4612 Japan's; zone 36 (108°E) ends 4.7° west of the points."""
    assert outside_area_of_use(epsg, LON, LAT) is outside


def test_points_that_land_nowhere_say_nothing() -> None:
    nowhere = np.array([np.inf, np.nan])
    assert not outside_area_of_use(4236, nowhere, nowhere)
    assert np.isnan(metres_away(nowhere, nowhere, (114.0, 30.5)))


def test_the_way_is_from_the_nearest_point_to_the_box_around_the_ground() -> None:
    # One degree of latitude is 110.9 km there.
    assert metres_away(np.array([114.0]), np.array([31.5]), (114.0, 30.5)) == pytest.approx(
        110_850, abs=100
    )
    ground = shapely.box(113.0, 30.0, 115.0, 31.0)
    assert metres_away(LON, LAT, (0.0, 0.0), ground) == 0.0
    assert metres_away(np.array([114.0]), np.array([31.5]), (0.0, 0.0), ground) == pytest.approx(
        55_430, abs=100
    )
