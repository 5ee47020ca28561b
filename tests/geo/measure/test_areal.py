"""Area and length of straight edges of the plane: additive, and right to the last digits."""

from __future__ import annotations

from math import fsum
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.polynomial import legendre
from pyproj import Proj

from geo.crs.ellipsoid import ELLIPSOID
from geo.measure import areal
from geo.measure.areal import (
    area_in_plane,
    areal_scale,
    edge_lengths_m,
    green_edge_terms,
    length_in_plane,
)
from tests.geo.measure.closed_form import density, exact_scale

EPSG = 4547
# 7.5° off the meridian at 18°N, and the places in between.
EASTS = (0.0, 30_000.0, 140_000.0, 795_000.0, -795_000.0)


def m2(*shapes: Any) -> Any:
    return area_in_plane(np.array(shapes, dtype=object))


def triangle(east: float, size: float) -> shapely.Polygon:
    x, y = 500_000 + east, 3_400_000.0
    return shapely.Polygon([(x, y), (x + size, y + 0.2 * size), (x + 0.3 * size, y + 0.9 * size)])


def geodesic(shape: Any) -> tuple[float, float]:
    """Area and perimeter of the geodesic polygon through the vertices."""
    way = gpd.GeoSeries([shape], crs=EPSG).to_crs(4490)[0]
    area, perimeter = ELLIPSOID.geometry_area_perimeter(way)
    return abs(area), perimeter


# x from the meridian, y, σ at 3°N 7.5°, 18°N 7.5°, 30°N 1.5°, 30°N 7.5° and 53°N 4° off it: by the
# analytic continuation of the meridian's arc, with 40 digits (mpmath), without Krüger's series.
SCALES = (
    (836153.8702405839, 334602.52955897845, 0.9828953919059983),
    (796140.0142545879, 2007149.786593508, 0.9844961819968271),
    (144737.749091196, 3321060.8409265405, 0.9994834787359852),
    (724687.2903001904, 3343914.6642538747, 0.9871581594196561),
    (268488.80375868315, 5882110.473677407, 0.9982333632245795),
)


def test_the_scale_has_all_its_digits() -> None:
    x, y, expected = np.array(SCALES).T
    assert areal_scale(x + 500_000, y) == pytest.approx(expected, rel=0, abs=1e-15)


def test_the_scale_is_that_of_the_projection() -> None:
    lon, lat = np.meshgrid(np.linspace(106.5, 121.5, 31), np.linspace(3, 54, 40))
    places = Proj(f"EPSG:{EPSG}")
    expected = 1 / np.asarray(places.get_factors(lon, lat).areal_scale)
    assert areal_scale(*places(lon, lat)) == pytest.approx(expected, abs=2e-10)


def test_the_coefficients_are_those_of_the_series() -> None:
    """They are written down, so that no processor has figures of its own; the last digit or two of
    what is worked out here are those of the processor."""
    for written, found in zip(areal._DENSITY, density(), strict=True):
        assert written == pytest.approx(found, rel=0, abs=2e-15)


def test_the_series_leave_nothing_out_of_the_closed_form() -> None:
    u, mu = np.meshgrid(np.linspace(-0.135, 0.135, 41), np.linspace(0.02, 1.0, 40))
    exact = exact_scale(mu.ravel(), u.ravel().astype(complex)).real
    radius = areal.RECTIFYING_RADIUS_M
    assert areal._scale(u.ravel() * radius, mu.ravel() * radius) == pytest.approx(exact, abs=3e-15)


@pytest.mark.parametrize("east", EASTS)
@pytest.mark.parametrize("size", [100.0, 2_000.0, 100_000.0])
def test_the_points_of_an_edge_are_enough(east: float, size: float) -> None:
    """Against 24 points on the closed form, integrated across and along."""
    x0, y0, x1, y1 = (
        500_000 + east,
        3_400_000.0,
        500_000 + east - 0.6 * size,
        3_400_000 + 0.8 * size,
    )
    places, weights = legendre.leggauss(24)
    t, w = (places + 1) / 2, weights / 2
    radius = areal.RECTIFYING_RADIUS_M
    x, y = x0 - 500_000 + t * (x1 - x0), y0 + t * (y1 - y0)
    exact = [
        exact_scale(np.full(24, north / radius), (t * across / radius).astype(complex)).real
        for across, north in zip(x, y, strict=True)
    ]
    expected = fsum((x * (np.array(exact) @ w)) * w) * (y1 - y0)
    found = float(green_edge_terms([x0], [y0], [x1], [y1], 500_000.0)[0])
    rounding = 4e-16 * abs(x0 - 500_000 or size) * size
    assert found == pytest.approx(expected, abs=rounding + 1e-14 * size**2, rel=0)
    scale = np.sqrt(areal_scale(x + 500_000, y))
    assert edge_lengths_m([x0], [y0], [x1], [y1])[0] == pytest.approx(size * (scale @ w), rel=1e-14)


@pytest.mark.parametrize("east", EASTS[:-1])
@pytest.mark.parametrize("size", [10_000.0, 100_000.0])
def test_a_geodesic_polygon_with_vertices_along_the_edges_is_the_same(
    east: float, size: float
) -> None:
    dense = shapely.segmentize(triangle(east, size), size / 2000)
    area, perimeter = geodesic(dense)
    assert m2(triangle(east, size))[0] == pytest.approx(area, rel=1e-10)
    assert length_in_plane(np.array([dense]))[0] == pytest.approx(perimeter, rel=1e-10)


@given(
    east=st.floats(-795_000, 795_000),
    north=st.floats(400_000, 5_900_000),
    size=st.floats(1, 50_000),
    at=st.floats(0.01, 0.99),
)
@settings(max_examples=80, deadline=None)
def test_splitting_changes_nothing(east: float, north: float, size: float, at: float) -> None:
    x, y = 500_000 + east, north
    a, b, c, d = (x, y), (x + size, y + 0.1 * size), (x + 0.9 * size, y + size), (x, y + 0.8 * size)
    cut = (b[0] + at * (c[0] - b[0]), b[1] + at * (c[1] - b[1]))
    plain, pointed = shapely.Polygon([a, b, c, d]), shapely.Polygon([a, b, cut, c, d])
    one, other = shapely.Polygon([a, b, cut]), shapely.Polygon([a, cut, c, d])
    whole, with_vertex, first, second = m2(plain, pointed, one, other)
    grain = 2e-9 * size  # of the coordinates, along the edge
    assert with_vertex == pytest.approx(whole, abs=grain)
    assert fsum([first, second]) == pytest.approx(with_vertex, rel=1e-14, abs=1e-11 * size)
    lengths = length_in_plane(np.array([plain, pointed]))
    assert lengths[0] == pytest.approx(lengths[1], rel=1e-14, abs=2e-9)


def test_parts_of_a_region_add_up_to_it() -> None:
    """10,000 triangles of a region 100 km across, 140 km off the meridian."""
    points = np.random.default_rng(3).uniform([6.4e5, 3.4e6], [7.4e5, 3.5e6], (5_000, 2))
    parts = np.array(shapely.delaunay_triangles(shapely.multipoints(points)).geoms, dtype=object)
    whole = shapely.convex_hull(shapely.multipoints(points))
    assert fsum(area_in_plane(parts)) == pytest.approx(m2(whole)[0], rel=1e-14, abs=1e-5)


def test_the_issue_of_long_edges_and_kilometre_zones_loses_nothing() -> None:
    """105 km² with edges of 10 km, cut by zones of 1 km, lost 61 m² between geodesics."""
    land = shapely.box(640_000, 3_400_000, 650_500, 3_410_000)
    turned = shapely.affinity.rotate(land, 20)
    west, south, east, north = turned.bounds
    x, y = np.meshgrid(np.arange(west, east, 1000.0), np.arange(south, north, 1000.0))
    zones = shapely.box(x.ravel(), y.ravel(), x.ravel() + 1000, y.ravel() + 1000)
    parts = shapely.intersection(zones, turned)
    lost = m2(turned)[0] - fsum(area_in_plane(parts))
    assert f"{abs(lost):.2f}" == "0.00"
    dense = [geodesic(part)[0] for part in parts if not part.is_empty]
    assert abs(geodesic(turned)[0] - fsum(dense)) > 1  # what geodesic edges lose


def test_holes_are_subtracted_and_parts_added_whatever_way_the_rings_turn() -> None:
    shell, hole, island = triangle(0, 1000), triangle(100, 50).buffer(1), triangle(5000, 100)
    hole = shapely.affinity.translate(hole, 200, 200)
    expected = m2(shell)[0] - m2(hole)[0] + m2(island)[0]
    for outer in (shell.exterior, shell.exterior.reverse()):
        for inner in (hole.exterior, hole.exterior.reverse()):
            both = shapely.MultiPolygon([shapely.Polygon(outer, [inner]), island])
            deep = shapely.GeometryCollection([shapely.GeometryCollection([both]), shell.exterior])
            assert m2(both, deep) == pytest.approx(expected, rel=1e-14)


def test_what_has_no_area_or_length_keeps_its_place() -> None:
    shapes = np.array(
        [
            None,
            shapely.Polygon(),
            shapely.Point(5e5, 3e6),
            shapely.LineString([(5e5, 3e6), (5e5, 3.1e6)]),
            triangle(0, 10),
            shapely.GeometryCollection(),
        ],
        dtype=object,
    )
    assert (area_in_plane(shapes) > 0).tolist() == [False] * 4 + [True, False]
    assert (length_in_plane(shapes) > 0).tolist() == [False] * 3 + [True, True, False]
    assert area_in_plane(shapes[:0]).shape == length_in_plane(shapes[:0]).shape == (0,)


def test_a_figure_does_not_depend_on_what_is_measured_beside_it() -> None:
    places = np.random.default_rng(1).uniform([3e5, 3e6], [9e5, 4e6], (500, 2))
    shapes = shapely.buffer(shapely.points(places), 300)
    assert [m2(shape)[0] for shape in shapes] == area_in_plane(shapes).tolist()


def official_parcel_m2(corners: Any) -> float:
    """图斑椭球面积 of 国土调查办发〔2008〕32号: trapezoids between each edge and a meridian, here
    with the area between two parallels in closed form instead of five terms of its series."""
    lon, lat = np.radians(corners).T
    e = np.sqrt(ELLIPSOID.es)
    s = np.sin(lat)
    below = ELLIPSOID.b**2 / 2 * (s / (1 - (e * s) ** 2) + np.arctanh(e * s) / e)
    east = lon - lon[0]
    return abs(fsum((east[1:] + east[:-1]) / 2 * np.diff(below)))


def test_parcels_have_their_official_area() -> None:
    """Edges of 20 to 160 m in Wuhan and 3° to the east of the meridian of its zone."""
    for lon in (114.3, 117.0):
        x, y = Proj(f"EPSG:{EPSG}")(lon, 30.6)
        parcel = shapely.affinity.translate(
            shapely.Polygon([(0, 0), (120, 20), (160, 90), (60, 150), (-10, 80), (-6, 60)]), x, y
        )
        corners = gpd.GeoSeries([parcel], crs=EPSG).to_crs(4490).get_coordinates().to_numpy()
        assert m2(parcel)[0] == pytest.approx(official_parcel_m2(corners), rel=5e-7)


def test_a_map_sheet_has_its_official_area() -> None:
    """With vertices along its parallels: the rectangle whose series gives 106 371 614.6566 m²."""
    sheet = gpd.GeoSeries([shapely.box(114.25, 30.5, 114.35, 30.6)], crs=4490).segmentize(1e-4)
    assert area_in_plane(sheet.to_crs(EPSG).to_numpy())[0] == pytest.approx(
        106371614.6566, abs=1e-4
    )
