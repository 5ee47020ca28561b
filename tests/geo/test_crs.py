"""Zones, the way between degrees and metres, .prj files, and proposals for bare numbers."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from geo import crs
from geo.errors import EcoAtlasError
from geo.zones import DATUMS, SIX_DEGREE_ZONES, THREE_DEGREE_ZONES, codes_of

# Wuhan (114.3°E, 30.6°N) as each system writes it.
IN_4526 = (38528770.2, 3386666.3)
IN_4547 = (528770.2, 3386666.3)
IN_4498_EAST = 20241021.9


def points(*lon_lat: tuple[float, float], epsg: int = 4490) -> gpd.GeoSeries:
    return gpd.GeoSeries([shapely.Point(*pair) for pair in lon_lat], crs=epsg)


def proposed(
    x: float, y: float, district: tuple[float, float] = (114.0, 30.5)
) -> list[crs.CrsCandidate]:
    spread = np.array([-300.0, 0.0, 300.0]) if abs(x) > 180 else np.array([-0.003, 0.0, 0.003])
    return crs.propose_crs(x + spread, y + spread, district)


# --- zones


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


# --- degrees and metres


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


# --- .prj


def gauss_kruger_prj(
    name: str, datum: str, *, easting: float, meridian: float = 114.0, northing: float = 0.0
) -> str:
    """A .prj as ArcGIS writes it. `datum` is its three names and its ellipsoid."""
    return (
        f'PROJCS["{name}",{datum},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",{easting}],'
        f'PARAMETER["False_Northing",{northing}],PARAMETER["Central_Meridian",{meridian}],'
        'PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
    )


def esri_datum(name: str, datum: str, spheroid: str, major: float, flattening: float) -> str:
    return (
        f'GEOGCS["{name}",DATUM["{datum}",SPHEROID["{spheroid}",{major},{flattening}]],'
        'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
    )


CHINA_2000 = esri_datum(
    "GCS_China_Geodetic_Coordinate_System_2000",
    "D_China_2000",
    "CGCS2000",
    6378137.0,
    298.257222101,
)
XIAN_1980 = esri_datum("GCS_Xian_1980", "D_Xian_1980", "Xian_1980", 6378140.0, 298.257)
BEIJING_1954 = esri_datum("GCS_Beijing_1954", "D_Beijing_1954", "Krasovsky_1940", 6378245.0, 298.3)
WGS_1984 = esri_datum("GCS_WGS_1984", "D_WGS_1984", "WGS_1984", 6378137.0, 298.257223563)


@pytest.mark.parametrize(
    ("name", "datum", "easting", "meridian", "epsg"),
    [
        ("CGCS2000_3_Degree_GK_CM_114E", CHINA_2000, 500_000, 114, 4547),
        ("CGCS2000_3_Degree_GK_Zone_38", CHINA_2000, 38_500_000, 114, 4526),
        ("CGCS2000_GK_CM_117E", CHINA_2000, 500_000, 117, 4509),
        ("CGCS2000_3_Degree_GK_CM_117E", CHINA_2000, 500_000, 117, 4548),
        ("CGCS2000_GK_Zone_20", CHINA_2000, 20_500_000, 117, 4498),
        ("Xian_1980_3_Degree_GK_Zone_38", XIAN_1980, 38_500_000, 114, 2362),
        ("Xian_1980_3_Degree_GK_CM_114E", XIAN_1980, 500_000, 114, 2383),
        ("Xian_1980_GK_Zone_20", XIAN_1980, 20_500_000, 117, 2334),
        ("Beijing_1954_3_Degree_GK_CM_114E", BEIJING_1954, 500_000, 114, 2435),
        ("Beijing_1954_3_Degree_GK_Zone_38", BEIJING_1954, 38_500_000, 114, 2414),
        ("Beijing_1954_GK_Zone_20N", BEIJING_1954, 500_000, 117, 21460),
    ],
)
def test_a_prj_of_arcgis_is_recognised(
    name: str, datum: str, easting: float, meridian: float, epsg: int
) -> None:
    match = crs.identify_prj(gauss_kruger_prj(name, datum, easting=easting, meridian=meridian))
    assert (match.epsg, match.name, match.exact) == (epsg, name, True)


@pytest.mark.parametrize(
    ("name", "easting", "epsg", "wrong"),
    [
        ("CGCS2000_3_Degree_GK_Zone_38", 500_000, 4547, 4526),
        ("CGCS2000_3_Degree_GK_CM_114E", 38_500_000, 4526, 4547),
    ],
)
def test_the_false_easting_decides_where_the_name_says_otherwise(
    name: str, easting: float, epsg: int, wrong: int
) -> None:
    wkt = gauss_kruger_prj(name, CHINA_2000, easting=easting)
    assert crs.identify_prj(wkt).epsg == epsg
    # PROJ goes by the name here, which is why its answer is not taken.
    assert CRS.from_wkt(wkt).to_epsg(min_confidence=20) == wrong


@pytest.mark.parametrize("version", ["WKT1_ESRI", "WKT1_GDAL", "WKT2_2019"])
@pytest.mark.parametrize(
    "epsg",
    [
        *(4490, 4547, 4526, 4548, 4498, 4509),
        *(4610, 2384, 2363, 4214, 2436, 2415, 21420, 21460, 4796, 4781, 4812),
        *(4326, 3857, 32649, 32650),
    ],
)
def test_every_wording_of_a_system_is_the_same_system(epsg: int, version: str) -> None:
    match = crs.identify_prj(CRS.from_epsg(epsg).to_wkt(version))
    assert (match.epsg, match.exact) == (epsg, True)


def test_esri_names_of_the_geographic_and_web_systems() -> None:
    assert crs.identify_prj(CHINA_2000).epsg == 4490
    assert crs.identify_prj(BEIJING_1954).epsg == 4214
    assert crs.identify_prj(WGS_1984).epsg == 4326
    web = (
        f'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",{WGS_1984},'
        'PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],'
        'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],'
        'PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]'
    )
    assert crs.identify_prj(web).epsg == 3857


def test_an_unnamed_datum_is_inferred_from_the_ellipsoid_and_marked() -> None:
    for spheroid, epsg in (
        ((6378137.0, 298.257222101), 4547),
        ((6378140.0, 298.257), 2383),
        ((6378245.0, 298.3), 2435),
    ):
        datum = esri_datum("GCS_Unknown", "D_unknown", "unnamed", *spheroid)
        match = crs.identify_prj(gauss_kruger_prj("unnamed", datum, easting=500_000))
        assert (match.epsg, match.exact) == (epsg, False)


@pytest.mark.parametrize(
    ("what", "wkt"),
    [
        (
            "local frame of a city",
            gauss_kruger_prj(
                "Wuhan_2000", CHINA_2000, easting=800_000, meridian=114.3333, northing=-3_000_000
            ),
        ),
        ("odd meridian", gauss_kruger_prj("GK", CHINA_2000, easting=500_000, meridian=114.5)),
        ("prefix of another zone", gauss_kruger_prj("GK", CHINA_2000, easting=39_500_000)),
        ("cut northing", gauss_kruger_prj("GK", CHINA_2000, easting=500_000, northing=-3e6)),
        ("Gauss-Kruger on WGS 84", gauss_kruger_prj("WGS_GK", WGS_1984, easting=500_000)),
        ("no WKT at all", "38度带 西安80"),
        ("cut off", CHINA_2000[:60]),
        ("empty", ""),
    ],
)
def test_what_has_no_code_gets_none(what: str, wkt: str) -> None:
    match = crs.identify_prj(wkt)
    assert (match.epsg, match.exact) == (None, False), what


def test_a_local_frame_is_told_by_its_name() -> None:
    wkt = gauss_kruger_prj("Wuhan_2000", CHINA_2000, easting=800_000, meridian=114.3333)
    assert crs.identify_prj(wkt).name == "Wuhan_2000"


# --- proposals


@pytest.mark.parametrize(
    ("what", "x", "y", "epsg", "swapped"),
    [
        ("degrees", 114.3, 30.6, 4490, False),
        ("swapped degrees", 30.6, 114.3, 4490, True),
        ("6-digit easting", *IN_4547, 4547, False),
        ("6-digit easting swapped", *reversed(IN_4547), 4547, True),
        ("8-digit easting of a 3-degree zone", *IN_4526, 4526, False),
        ("8-digit easting swapped", *reversed(IN_4526), 4526, True),
        ("8-digit easting of a 6-degree zone", IN_4498_EAST, 3386666.3, 4498, False),
        ("Web Mercator", 12723818.0, 3580000.0, 3857, False),
        ("Web Mercator swapped", 3580000.0, 12723818.0, 3857, True),
    ],
)
def test_best_proposal_for_wuhan(what: str, x: float, y: float, epsg: int, swapped: bool) -> None:
    best = proposed(x, y)[0]
    assert (best.epsg, best.swapped) == (epsg, swapped), what
    assert 0 < best.confidence < 1
    assert best.reason.zh != best.reason.en


def test_a_six_digit_easting_offers_the_neighbouring_zones_nearest_first() -> None:
    offered = proposed(*IN_4547)
    assert [candidate.epsg for candidate in offered] == [4547, 4546, 4548, 4545, 4549]
    assert [c.confidence for c in offered] == sorted((c.confidence for c in offered), reverse=True)
    assert "带号须人工确认" in offered[0].reason.zh
    assert "114" in offered[0].reason.en


def test_the_district_decides_which_zone_comes_first() -> None:
    assert proposed(*IN_4547, district=(111.3, 30.7))[0].epsg == 4546
    assert proposed(*IN_4547, district=(120.2, 30.3))[0].epsg == 4549


def test_a_zone_number_outweighs_the_distance() -> None:
    offered = proposed(39_528_770.2, IN_4526[1])
    assert [candidate.epsg for candidate in offered] == [4527]


def test_one_number_can_be_two_systems_and_both_are_shown() -> None:
    """13.4 million: zone 13 in the far west, or Web Mercator in the east of China."""
    offered = {candidate.epsg for candidate in proposed(13_400_000.0, 3_580_000.0)}
    assert offered == {4491, 3857}
    assert proposed(13_400_000.0, 3_580_000.0, district=(120.4, 30.6))[0].epsg == 3857
    assert proposed(13_400_000.0, 3_580_000.0, district=(74.0, 32.0))[0].epsg == 4491


def test_degrees_are_never_said_to_be_surely_unshifted() -> None:
    assert "GCJ-02" in proposed(114.3, 30.6)[0].reason.zh
    assert "GCJ-02" in proposed(114.3, 30.6)[0].reason.en


@pytest.mark.parametrize(
    ("x", "y"), [(0.0, 0.0), (5.0, 5.0), (1200.0, 800.0), (-122.4, 37.8), (9e7, 3e6)]
)
def test_numbers_that_land_nowhere_in_china_get_no_proposal(x: float, y: float) -> None:
    assert proposed(x, y) == []


def test_no_usable_numbers_get_no_proposal() -> None:
    nothing = np.array([np.nan, np.inf])
    assert crs.propose_crs(nothing, nothing) == []
    assert crs.propose_crs(np.array([]), np.array([])) == []


def test_a_few_stray_points_lower_the_confidence_and_do_not_hide_the_answer() -> None:
    x = np.r_[np.full(95, IN_4547[0]), np.zeros(5)]
    y = np.r_[np.full(95, IN_4547[1]), np.zeros(5)]
    best = crs.propose_crs(x, y)[0]
    assert best.epsg == 4547
    assert best.confidence < proposed(*IN_4547)[0].confidence


@settings(max_examples=100, deadline=None)
@given(lon=st.floats(108.4, 116.1), lat=st.floats(29.1, 33.2), turned=st.booleans())
def test_every_place_in_hubei_is_found_from_its_prefixed_coordinates(
    lon: float, lat: float, turned: bool
) -> None:
    epsg = crs.gauss_kruger_epsg(lon) - 21
    east, north = Transformer.from_crs(4490, epsg, always_xy=True).transform(lon, lat)
    given_as = (north, east) if turned else (east, north)
    best = crs.propose_crs(*(np.array([value]) for value in given_as))[0]
    assert (best.epsg, best.swapped) == (epsg, turned)
