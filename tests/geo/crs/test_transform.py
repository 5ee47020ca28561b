"""The zones of China and the way between degrees and metres."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from geo.crs import transform as crs
from geo.crs.gauss_kruger import (
    DATUMS,
    SIX_DEGREE_ZONES,
    THREE_DEGREE_ZONES,
    codes_of,
    three_degree_meridian,
)
from geo.errors import EcoAtlasError

# Wuhan (114.3°E, 30.6°N) as each system writes it.
IN_4526 = (38528770.2, 3386666.3)
IN_4547 = (528770.2, 3386666.3)
IN_4498_EAST = 20241021.9


def points(*lon_lat: tuple[float, float], epsg: int = 4490) -> gpd.GeoSeries:
    return gpd.GeoSeries([shapely.Point(*pair) for pair in lon_lat], crs=epsg)


@pytest.mark.parametrize(
    ("place", "lon", "epsg"),
    [
        ("Wuhan", 114.3, 4547),
        ("Ezhou", 114.89, 4547),
        ("Yichang", 111.29, 4546),
        ("Shiyan", 110.78, 4546),
        ("west end", 73.5, 4534),
        ("east end", 136.49, 4554),
        ("border, counted to the east", 115.5, 4548),
    ],
)
def test_zone_of_a_longitude(place: str, lon: float, epsg: int) -> None:
    assert crs.gauss_kruger_epsg(lon) == epsg, place
    assert three_degree_meridian(lon) == crs.central_meridian(epsg), place


@pytest.mark.parametrize("lon", [73.4, 136.5, 30.5, -114.0, float("nan")])
def test_a_longitude_outside_china_has_no_zone(lon: float) -> None:
    with pytest.raises(EcoAtlasError) as refusal:
        crs.gauss_kruger_epsg(lon)
    assert refusal.value.code == "outside-zones"


@pytest.mark.parametrize("datum", DATUMS.values(), ids=list(DATUMS))
def test_every_code_of_the_tables_is_the_zone_it_is_said_to_be(datum) -> None:  # type: ignore[no-untyped-def]
    for zones, meridian, plain, prefixed in (
        (THREE_DEGREE_ZONES, lambda n: 3 * n, datum.three_plain, datum.three_prefixed),
        (SIX_DEGREE_ZONES, lambda n: 6 * n - 3, datum.six_plain, datum.six_prefixed),
    ):
        for zone, *codes in zip(zones, plain, prefixed, strict=True):
            for epsg, easting in zip(codes, (500_000, zone * 1_000_000 + 500_000), strict=True):
                system = CRS.from_epsg(epsg)
                found = {p.name: p.value for p in system.coordinate_operation.params}
                assert found["Longitude of natural origin"] == meridian(zone)
                assert found["False easting"] == easting
                assert system.geodetic_crs.to_epsg() == datum.geographic


def test_old_datums_are_told_from_cgcs2000() -> None:
    assert all(map(crs.is_old_datum, (4214, 4610, 4555, 2384, 2436, 21420, 4796)))
    assert not any(map(crs.is_old_datum, (*codes_of(DATUMS["cgcs2000"]), 4326, 3857, 32650)))


def test_in_china_takes_arrays() -> None:
    inside = crs.in_china(np.array([114.3, 30.6, 0.0, np.nan]), np.array([30.6, 114.3, 0.0, 30.0]))
    assert inside.tolist() == [True, False, False, False]


def test_the_plane_puts_east_first_and_meets_the_known_figures() -> None:
    wuhan = points((114.3, 30.6))
    for epsg, east in ((4547, IN_4547[0]), (4526, IN_4526[0]), (4498, IN_4498_EAST)):
        assert crs.to_plane(wuhan, epsg).x.iloc[0] == pytest.approx(east, abs=0.06)
    plane = crs.to_plane(wuhan)
    assert plane.crs.to_epsg() == 4547
    assert plane.y.iloc[0] == pytest.approx(IN_4547[1], abs=0.06)


def test_degrees_put_longitude_first() -> None:
    back = crs.to_geographic(points(IN_4526, epsg=4526))
    assert back.crs.to_epsg() == 4490
    assert (back.x.iloc[0], back.y.iloc[0]) == pytest.approx((114.3, 30.6), abs=1e-6)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(lon=st.floats(73.5, 136.4), lat=st.floats(3, 54))
def test_there_and_back_is_within_a_tenth_of_a_millimetre(lon: float, lat: float) -> None:
    back = crs.to_geographic(crs.to_plane(points((lon, lat))))
    assert (back.x.iloc[0], back.y.iloc[0]) == pytest.approx((lon, lat), abs=1e-9)


def test_frames_keep_their_attributes() -> None:
    frame = gpd.GeoDataFrame({"code": ["A"]}, geometry=points((114.3, 30.6)))
    assert crs.to_plane(frame)["code"].tolist() == ["A"]
    assert crs.to_geographic(crs.to_plane(frame)).crs.to_epsg() == 4490


def test_data_over_several_zones_go_to_the_zone_of_their_middle() -> None:
    hubei = points((108.4, 29.1), (116.1, 33.2))
    assert crs.plane_epsg(hubei) == 4546
    assert crs.plane_epsg(hubei.to_crs(4526)) == 4546
    assert crs.to_plane(hubei).crs.to_epsg() == 4546


def test_the_zone_reaches_two_zones_further_and_no_more() -> None:
    reach = 7.5
    assert crs.to_plane(points((114 - reach, 30), (114 + reach, 31))).crs.to_epsg() == 4547
    with pytest.raises(EcoAtlasError) as refusal:
        crs.to_plane(points((114 - reach - 0.01, 30), (114 + reach + 0.01, 31)))
    assert refusal.value.code == "too-wide-for-one-zone"


def test_a_single_wrong_feature_far_away_is_refused_with_both_ends_named() -> None:
    with pytest.raises(EcoAtlasError) as refusal:
        crs.plane_epsg(points((114.3, 30.6), (80.0, 30.6)))
    assert refusal.value.code == "too-wide-for-one-zone"
    assert "80.0" in refusal.value.message.en
    assert "114.3" in refusal.value.message.zh


def test_a_zone_named_by_hand_is_held_to_the_same_reach() -> None:
    assert crs.to_plane(points((114.3, 30.6)), 4546).crs.to_epsg() == 4546
    with pytest.raises(EcoAtlasError) as refusal:
        crs.to_plane(points((114.3, 30.6)), 4540)
    assert refusal.value.code == "too-wide-for-one-zone"


@pytest.mark.parametrize("way", [crs.plane_epsg, crs.to_plane, crs.to_geographic])
def test_without_a_crs_nothing_is_transformed(way) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(EcoAtlasError) as refusal:
        way(gpd.GeoSeries([shapely.Point(114, 30)]))
    assert refusal.value.code == "no-crs"


def test_a_layer_without_geometry_has_no_zone_but_follows_a_given_one() -> None:
    empty = gpd.GeoSeries([None, shapely.Polygon()], crs=4490)
    with pytest.raises(EcoAtlasError) as refusal:
        crs.to_plane(empty)
    assert refusal.value.code == "no-extent"
    assert crs.to_plane(empty, 4547).crs.to_epsg() == 4547
