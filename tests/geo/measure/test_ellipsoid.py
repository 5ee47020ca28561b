"""Ellipsoidal area and length against the official area series, and what each wrong way costs."""

from math import cos, radians, sin

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.crs.ellipsoid import ELLIPSOID
from geo.errors import EcoAtlasError
from geo.measure.ellipsoid import area_m2, length_m

WUHAN_CENTRE = shapely.box(114.25, 30.5, 114.35, 30.6)
WUHAN_EAST = shapely.box(114.95, 30.6, 115.05, 30.7)
SHIYAN = shapely.box(110.7, 32.6, 110.8, 32.7)
SHIYAN_WEST = shapely.box(109.5, 32.3, 109.6, 32.4)


def in_degrees(*shapes: shapely.Geometry | None) -> gpd.GeoSeries:
    return gpd.GeoSeries(list(shapes), crs=4490)


def official_series_m2(west: float, south: float, east: float, north: float) -> float:
    """The rectangle formula of 国土调查办发〔2008〕32号, coefficients A to E, on CGCS2000."""
    a, flattening = 6378137.0, 1 / 298.257222101
    b = a * (1 - flattening)
    e2 = flattening * (2 - flattening)
    e4, e6, e8 = e2**2, e2**3, e2**4
    coefficients = (
        1 + 3 / 6 * e2 + 30 / 80 * e4 + 35 / 112 * e6 + 630 / 2304 * e8,
        -(1 / 6 * e2 + 15 / 80 * e4 + 21 / 112 * e6 + 420 / 2304 * e8),
        3 / 80 * e4 + 7 / 112 * e6 + 180 / 2304 * e8,
        -(1 / 112 * e6 + 45 / 2304 * e8),
        5 / 2304 * e8,
    )
    half, middle = radians(north - south) / 2, radians(north + south) / 2
    terms = (
        k * sin(odd * half) * cos(odd * middle)
        for k, odd in zip(coefficients, (1, 3, 5, 7, 9), strict=True)
    )
    return 2 * b * b * radians(east - west) * sum(terms)


def along_parallels(shapes: gpd.GeoSeries, step_deg: float = 0.001) -> gpd.GeoSeries:
    """With vertices every `step_deg`, so that an edge follows the parallel, as map sheets do."""
    return shapes.segmentize(step_deg)


def followed_m2(shape: shapely.Polygon) -> float:
    """Area with the parallels followed in steps of 0.36″, about 10 m."""
    return float(area_m2(along_parallels(in_degrees(shape), 1e-4))[0])


def planar_error_percent(shape: shapely.Polygon, epsg: int) -> float:
    followed = along_parallels(in_degrees(shape), 1e-3)
    return float((followed.to_crs(epsg).area / area_m2(followed)).iloc[0] - 1) * 100


@pytest.mark.parametrize(
    "bounds",
    [
        (114.25, 30.5, 114.35, 30.6),
        (109.5, 32.3, 109.6, 32.4),
        (108.0, 18.0, 108.05, 18.1),
        (114.0, 30.0, 114.001, 30.001),
    ],
)
def test_area_equals_the_official_series(bounds: tuple[float, float, float, float]) -> None:
    assert followed_m2(shapely.box(*bounds)) == pytest.approx(official_series_m2(*bounds), abs=1e-4)


def test_in_the_far_north_the_series_itself_runs_out_of_terms() -> None:
    """It stops at e⁸; what it leaves out is 1e-11 of the area."""
    bounds = (127.0, 53.4, 127.1, 53.5)
    difference = followed_m2(shapely.box(*bounds)) - official_series_m2(*bounds)
    assert 1e-4 < difference < 1e-3


def test_the_reference_rectangle_of_wuhan() -> None:
    assert official_series_m2(114.25, 30.5, 114.35, 30.6) == pytest.approx(106371614.6566, abs=1e-4)
    assert followed_m2(WUHAN_CENTRE) == pytest.approx(106371614.6566, abs=1e-4)


def test_an_edge_is_straight_so_four_corners_are_not_the_sheet_between_parallels() -> None:
    four_corners = float(area_m2(in_degrees(WUHAN_CENTRE))[0])
    assert four_corners - 106371614.6566 == pytest.approx(-20.69, abs=0.01)
    coarse = float(area_m2(along_parallels(in_degrees(WUHAN_CENTRE), 0.01))[0])
    assert coarse - 106371614.6566 == pytest.approx(-0.16, abs=0.01)  # 121 times less


@pytest.mark.parametrize(
    ("choice", "shape", "epsg", "percent"),
    [
        ("right 3-degree zone, city centre", WUHAN_CENTRE, 4547, 0.002),
        ("right 3-degree zone, east edge", WUHAN_EAST, 4547, 0.023),
        ("wrong 3-degree zone, to the east", WUHAN_CENTRE, 4548, 0.166),
        ("wrong 3-degree zone, to the west", SHIYAN_WEST, 4547, 0.434),
        ("6-degree zone CM 117", WUHAN_CENTRE, 4509, 0.166),
        ("6-degree zone CM 117, far west", SHIYAN_WEST, 4509, 1.220),
        ("UTM 49 at its own meridian", SHIYAN, 32649, -0.079),
        ("UTM 50 from afar", SHIYAN_WEST, 32650, 1.139),
        ("Web Mercator at Wuhan", WUHAN_CENTRE, 3857, 35.28),
        ("Web Mercator at Shiyan", SHIYAN, 3857, 41.45),
    ],
)
def test_planar_area_is_wrong_by_a_known_share(
    choice: str, shape: shapely.Polygon, epsg: int, percent: float
) -> None:
    tolerance = 0.01 if abs(percent) > 10 else 0.001
    assert planar_error_percent(shape, epsg) == pytest.approx(percent, abs=tolerance), choice


@pytest.mark.parametrize(("lat", "reach_m"), [(30.6, 861), (32.6, 843)])
def test_a_kilometre_in_web_mercator_is_a_good_deal_shorter(lat: float, reach_m: float) -> None:
    centre = shapely.Point(114.3, lat)
    ring = in_degrees(centre).to_crs(3857).buffer(1000).to_crs(4490).get_coordinates().to_numpy()
    sides = ELLIPSOID.inv(
        np.full(len(ring), 114.3), np.full(len(ring), lat), ring[:, 0], ring[:, 1]
    )[2]
    assert max(sides) == pytest.approx(reach_m, abs=0.6)


@pytest.mark.slow
def test_area_does_not_depend_on_the_frame_the_data_arrive_in() -> None:
    shapes = in_degrees(WUHAN_CENTRE, SHIYAN)
    for epsg in (4547, 4526, 4546, 4498, 32650, 3857):
        for measured in (area_m2, length_m):
            assert measured(shapes.to_crs(epsg), 4546) == pytest.approx(
                measured(shapes, 4546), rel=1e-12
            )
    # By default one plane for all; data that are in a plane already stay there.
    assert area_m2(shapes).tolist() == area_m2(shapes, 4547).tolist()
    assert area_m2(shapes.to_crs(4546)).tolist() == area_m2(shapes, 4546).tolist()


def test_what_no_common_plane_holds_is_measured_each_in_its_own() -> None:
    kashgar, wuhan = shapely.box(75.9, 39.4, 76.0, 39.5), WUHAN_CENTRE
    wide, abroad = shapely.box(100, 30, 118, 31), shapely.box(0, 50, 0.1, 50.1)
    shapes = in_degrees(kashgar, wuhan, wide, abroad, None)
    for measured in (area_m2, length_m):
        alone = [float(measured(in_degrees(shape))[0]) for shape in shapes]
        assert measured(shapes).tolist() == alone
        assert alone[1] == float(measured(in_degrees(wuhan), 4547)[0])
    # Between geodesics: a box through the zero meridian that the series of sheets knows too.
    assert followed_m2(abroad) == pytest.approx(official_series_m2(0, 50, 0.1, 50.1), abs=1e-3)
    with pytest.raises(EcoAtlasError) as refusal:
        area_m2(shapes, 4547)
    assert refusal.value.code == "too-wide-for-one-zone"


def test_holes_are_subtracted_and_parts_added_whatever_way_the_rings_turn() -> None:
    outer, hole, island = (
        shapely.box(114.0, 30.0, 114.1, 30.1),
        shapely.box(114.02, 30.02, 114.05, 30.05),
        shapely.box(114.2, 30.0, 114.21, 30.01),
    )
    alone = area_m2(in_degrees(outer, hole, island))
    expected = alone[0] - alone[1] + alone[2]
    for shell_turned in (False, True):
        for hole_turned in (False, True):
            shell = shapely.reverse(outer) if shell_turned else outer
            inner = shapely.reverse(hole) if hole_turned else hole
            with_hole = shapely.Polygon(shell.exterior, [inner.exterior])
            both = shapely.MultiPolygon([with_hole, island])
            assert area_m2(in_degrees(both))[0] == pytest.approx(expected, rel=1e-12)


def test_lines_points_empty_and_missing_have_no_area_and_keep_their_place() -> None:
    shapes = in_degrees(
        None,
        shapely.Polygon(),
        shapely.Point(114, 30),
        shapely.LineString([(114, 30), (115, 30)]),
        WUHAN_CENTRE,
        shapely.GeometryCollection(),
    )
    areas = area_m2(shapes)
    assert (areas > 0).tolist() == [False, False, False, False, True, False]
    assert areas.dtype == np.float64
    assert (length_m(shapes) > 0).tolist() == [False, False, False, True, True, False]


def test_a_collection_counts_its_polygons_however_deep() -> None:
    deep = shapely.GeometryCollection(
        [
            shapely.GeometryCollection([shapely.MultiPolygon([WUHAN_CENTRE])]),
            shapely.Point(112, 31),
            SHIYAN,
        ]
    )
    assert area_m2(in_degrees(deep))[0] == pytest.approx(
        area_m2(in_degrees(WUHAN_CENTRE, SHIYAN)).sum(), rel=1e-14
    )


def test_no_geometry_at_all_gives_no_figures() -> None:
    assert area_m2(in_degrees()).shape == length_m(in_degrees()).shape == (0,)


def test_parts_of_a_line_do_not_join_up_and_a_straight_one_is_as_long_as_the_geodesic() -> None:
    one, other = [(114, 30), (114.1, 30)], [(114.5, 30), (114.5, 30.1)]
    apart = shapely.MultiLineString([one, other])
    expected = sum(ELLIPSOID.inv(*line[0], *line[1])[2] for line in (one, other))
    # The geodesic is the shortest way: the straight edge of 10 km is longer by a micrometre.
    assert 0 <= length_m(in_degrees(apart))[0] - expected < 1e-5
    # One degree of the meridian at 30°N is 110.86 km in every table.
    degree = shapely.LineString([(114, 29.5), (114, 30.5)])
    assert length_m(in_degrees(degree))[0] == pytest.approx(110_860, abs=15)


def test_length_of_a_polygon_is_its_perimeter_with_the_holes() -> None:
    hole = shapely.box(114.27, 30.52, 114.3, 30.55)
    ring = shapely.Polygon(WUHAN_CENTRE.exterior, [hole.exterior])
    lengths = length_m(in_degrees(ring, WUHAN_CENTRE.exterior, hole.exterior))
    assert lengths[0] == pytest.approx(lengths[1] + lengths[2], rel=1e-12)


@pytest.mark.parametrize("measured", [area_m2, length_m])
def test_nothing_is_measured_without_a_crs(measured) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(EcoAtlasError) as refusal:
        measured(gpd.GeoSeries([WUHAN_CENTRE]))
    assert refusal.value.code == "no-crs"
