"""Which EPSG code a .prj stands for: the numbers decide, not the name."""

import pytest
from pyproj import CRS

from geo.crs.transform import identify_prj


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
    match = identify_prj(gauss_kruger_prj(name, datum, easting=easting, meridian=meridian))
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
    assert identify_prj(wkt).epsg == epsg
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
    match = identify_prj(CRS.from_epsg(epsg).to_wkt(version))
    assert (match.epsg, match.exact) == (epsg, True)


def test_esri_names_of_the_geographic_and_web_systems() -> None:
    assert identify_prj(CHINA_2000).epsg == 4490
    assert identify_prj(BEIJING_1954).epsg == 4214
    assert identify_prj(WGS_1984).epsg == 4326
    web = (
        f'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",{WGS_1984},'
        'PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],'
        'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],'
        'PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]'
    )
    assert identify_prj(web).epsg == 3857


def test_an_unnamed_datum_is_inferred_from_the_ellipsoid_and_marked() -> None:
    for spheroid, epsg in (
        ((6378137.0, 298.257222101), 4547),
        ((6378140.0, 298.257), 2383),
        ((6378245.0, 298.3), 2435),
    ):
        datum = esri_datum("GCS_Unknown", "D_unknown", "unnamed", *spheroid)
        match = identify_prj(gauss_kruger_prj("unnamed", datum, easting=500_000))
        assert (match.epsg, match.exact) == (epsg, False)


@pytest.mark.slow
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
        (
            "feet",
            gauss_kruger_prj("GK", CHINA_2000, easting=500_000).replace(
                'UNIT["Meter",1.0]', 'UNIT["Foot_US",0.3048006096012192]'
            ),
        ),
        ("Gauss-Kruger on WGS 84", gauss_kruger_prj("WGS_GK", WGS_1984, easting=500_000)),
        ("no WKT at all", "38度带 西安80"),
        ("cut off", CHINA_2000[:60]),
        ("empty", ""),
    ],
)
def test_what_has_no_code_gets_none(what: str, wkt: str) -> None:
    match = identify_prj(wkt)
    assert (match.epsg, match.exact) == (None, False), what


def test_a_local_frame_is_told_by_its_name() -> None:
    wkt = gauss_kruger_prj("Wuhan_2000", CHINA_2000, easting=800_000, meridian=114.3333)
    assert identify_prj(wkt).name == "Wuhan_2000"


GEOGRAPHIC = (
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",{sphere}]],PRIMEM["Greenwich",{meridian}],UNIT["Degree",{unit}]]'
)
USUAL = {"sphere": "6378137.0,298.257222101", "meridian": 0.0, "unit": 0.0174532925199433}


@pytest.mark.parametrize(
    ("said", "epsg", "exact"),
    [
        ({}, 4490, True),
        ({"sphere": "6378137.0,298.257"}, 4490, True),
        ({"sphere": "6378245.0,298.3"}, 4490, False),
        ({"meridian": 2.33722917}, None, False),
        ({"unit": 0.01570796326794897}, None, False),
    ],
)
def test_a_name_is_not_believed_against_its_own_numbers(
    said: dict[str, object], epsg: int | None, exact: bool
) -> None:
    found = identify_prj(GEOGRAPHIC.format(**(USUAL | said)))
    assert (found.epsg, found.exact) == (epsg, exact)


def test_parameters_of_a_shift_do_not_hide_the_system_they_belong_to() -> None:
    wkt = CRS.from_epsg(2436).to_wkt("WKT1_GDAL")
    shifted = wkt.replace('AUTHORITY["EPSG","6214"]', "TOWGS84[15.8,-154.4,-82.3,0,0,0,0]")
    assert "TOWGS84" in shifted
    assert identify_prj(shifted).epsg == 2436


@pytest.mark.parametrize(
    ("name", "datum", "epsg"),
    [("WGS 84 (CRS84)", "WGS_1984", 4326), ("NAD83 (CRS83)", "North_American_Datum_1983", 4269)],
)
def test_degrees_with_longitude_first_are_known_by_the_code_of_ogc(
    name: str, datum: str, epsg: int
) -> None:
    shape = ("WGS 84", "298.257223563") if epsg == 4326 else ("GRS 1980", "298.257222101")
    wkt = (
        f'GEOGCS["{name}",DATUM["{datum}",SPHEROID["{shape[0]}",6378137,{shape[1]}]],'
        'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
    )
    found = identify_prj(wkt)
    assert (found.epsg, found.name, found.exact) == (epsg, name, True)
