"""Classes of a raster by zone: beside polygonised cells, and what holds for all zones."""

from __future__ import annotations

import sys
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon, box

from geo.errors import EcoAtlasError
from geo.measure.ellipsoid import area_m2, length_m
from geo.overlay import zonal
from geo.overlay.zonal import NOTHING, Grid, cell_areas_m2, class_areas
from geo.plane.shapes import plane_of

pytestmark = pytest.mark.slow

CELLS = np.random.default_rng(7).integers(1, 4, (30, 40)).astype(np.int32)
CELLS[3, 4:9] = NOTHING
# Degrees; the zone of Wuhan; UTM where the scale is far from one; Web Mercator, 35 % too large.
SYSTEMS = {
    4490: (114.0, 30.6, 1 / 3600),
    4547: (560_000.0, 3_380_000.0, 30.0),
    32650: (250_000.0, 3_380_000.0, 30.0),
    3857: (12_700_000.0, 3_560_000.0, 30.0),
}
each_system = pytest.mark.parametrize("epsg", SYSTEMS)


def grid_in(epsg: int) -> Grid:
    west, north, cell = SYSTEMS[epsg]
    return Grid(CELLS, west, north, cell, cell, epsg)


def boxes(grid: Grid) -> Any:
    rows, columns = grid.values.shape
    row, column = (axis.ravel() for axis in np.mgrid[0:rows, 0:columns])
    x, y = grid.west + column * grid.width, grid.north - row * grid.height
    return shapely.box(x, y - grid.height, x + grid.width, y)


def at(grid: Grid, x: float, y: float) -> tuple[float, float]:
    """A place counted in cells from the south-west corner."""
    west, south, _, _ = grid.bounds
    return west + x * grid.width, south + y * grid.height


@each_system
def test_a_cell_has_the_area_of_its_polygon_on_the_ellipsoid(epsg: int) -> None:
    grid = grid_in(epsg)
    polygons = gpd.GeoSeries(boxes(grid), crs=epsg)
    assert cell_areas_m2(grid) == pytest.approx(area_m2(polygons), rel=2e-8)


def test_a_belt_of_cells_is_the_area_between_two_parallels() -> None:
    """Known of the ellipsoid as a whole: 510 065 621.7 km² on GRS 80, whose flattening differs in
    the tenth digit."""
    whole = Grid(np.zeros((180, 360), np.int32), -180.0, 90.0, 1.0, 1.0, 4490)
    assert cell_areas_m2(whole).sum() == pytest.approx(510_065_621.7e6, rel=1e-9)


@each_system
def test_small_zones_agree_with_polygonised_cells_measured_one_by_one(epsg: int) -> None:
    grid = grid_in(epsg)
    zones = [
        Polygon([at(grid, 3.3, 2.7), at(grid, 9.1, 3.2), at(grid, 8.4, 7.9), at(grid, 4.0, 6.6)]),
        Point(at(grid, 20, 15)).buffer(4.3 * grid.width),
        box(*at(grid, -2, 5), *at(grid, 1.5, 8)),
    ]
    found = class_areas(gpd.GeoSeries(zones, crs=epsg), grid).by_zone
    cells, values = boxes(grid), CELLS.ravel()
    for number, zone in enumerate(zones):
        whole = area_m2(gpd.GeoSeries([zone], crs=epsg))[0]
        for value in (1, 2, 3):
            parts = shapely.intersection(cells[values == value], zone)
            expected = area_m2(gpd.GeoSeries(parts, crs=epsg)).sum()
            assert found.loc[number, value] == pytest.approx(expected, abs=3e-6 * whole)


@each_system
def test_zones_measured_some_at_a_time_have_the_figures_of_all_at_once(
    epsg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = grid_in(epsg)
    middles = [at(grid, x, y) for x in (-1, 7, 19, 33) for y in (2, 14, 29)]
    zones = gpd.GeoSeries([Point(*one).buffer(5.3 * grid.width) for one in middles], crs=epsg)
    together = class_areas(zones, grid)
    monkeypatch.setattr(zonal, "CELLS_AT_ONCE", 40)
    apart = class_areas(zones, grid)
    assert apart.by_zone.equals(together.by_zone)
    assert apart.stretch == together.stretch


@each_system
def test_zones_smaller_than_a_cell_keep_their_area(epsg: int) -> None:
    grid = grid_in(epsg)
    zone = gpd.GeoSeries([box(*at(grid, 5.4, 20.4), *at(grid, 5.6, 20.5))], crs=epsg)
    found = class_areas(zone, grid).by_zone
    assert found.to_numpy().sum() == pytest.approx(area_m2(zone)[0], rel=1e-12)


def test_ground_beyond_the_raster_is_nothing_and_not_left_out() -> None:
    grid = grid_in(4547)
    zone = gpd.GeoSeries([box(*at(grid, -10, 0), *at(grid, 10, 10))], crs=4547)
    found = class_areas(zone, grid).by_zone
    assert found.loc[0, NOTHING] == pytest.approx(area_m2(zone)[0] / 2, rel=1e-6)


def test_empty_missing_and_far_zones_are_nothing() -> None:
    far = box(700_000, 3_500_000, 700_100, 3_500_100)
    zones = gpd.GeoSeries([Polygon(), None, far], crs=4547)
    near_it = Grid(CELLS, 699_000.0, 3_500_500.0, 30.0, 30.0, 4547)
    found = class_areas(zones, near_it).by_zone
    assert found.sum(axis=1).to_numpy()[:2].tolist() == [0.0, 0.0]
    assert found.loc[2].sum() == pytest.approx(area_m2(zones)[2])


def test_more_cells_than_a_machine_can_hold_are_refused() -> None:
    zone = gpd.GeoSeries([box(113.0, 29.0, 116.0, 32.0)], crs=4490)
    tiny = Grid(CELLS, 113.0, 32.0, 1e-5, 1e-5, 4490)
    with pytest.raises(EcoAtlasError) as refused:
        class_areas(zone, tiny)
    assert refused.value.code == "zones-too-large-for-raster"


def test_a_machine_without_the_package_that_counts_cells_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It has no wheel for every processor."""
    monkeypatch.delitem(sys.modules, "geo.overlay.cell_parts", raising=False)
    monkeypatch.setitem(sys.modules, "exactextract", None)
    grid = grid_in(4547)
    with pytest.raises(EcoAtlasError) as refused:
        class_areas(gpd.GeoSeries([box(*at(grid, 1, 1), *at(grid, 5, 5))], crs=4547), grid)
    assert refused.value.code == "raster-counting-missing"


places = st.tuples(st.floats(1, 39, allow_nan=False), st.floats(1, 29, allow_nan=False))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(places, min_size=3, max_size=7, unique=True), st.sampled_from(sorted(SYSTEMS)))
@example([(1.0, 1.0), (19.0, 18.0), (24.0, 23.0)], 3857)
def test_the_parts_of_a_zone_are_the_zone_and_splitting_it_changes_nothing(
    corners: list[tuple[float, float]], epsg: int
) -> None:
    grid = grid_in(epsg)
    hull = shapely.convex_hull(shapely.MultiPoint([at(grid, *corner) for corner in corners]))
    if hull.area < grid.width * grid.height / 10:
        return
    west, south, east, north = hull.bounds
    middle = (west + east) / 2
    halves = [
        shapely.intersection(hull, box(west, south, middle, north)),
        shapely.intersection(hull, box(middle, south, east, north)),
    ]
    zones = gpd.GeoSeries([hull, *halves], crs=epsg)
    found = class_areas(zones, grid)
    shares = found.by_zone.div(area_m2(zones), axis=0)
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1.0, abs=1e-12)
    assert (found.by_zone.to_numpy() >= 0).all()
    whole = found.by_zone.loc[0].to_numpy()
    summed = found.by_zone.loc[1:].sum().to_numpy()
    # Edges are straight in the plane of the zones: in that of the raster a piece of 150 m is not,
    # and a vertex put on an edge there lies beside it here. Against a curve of κ per metre that
    # moves κ·s³/16 on each of two edges; κ is tan φ ÷ R in degrees and in Mercator.
    slack, bend = {4547: (1e-7, 0.0), 32650: (1e-5, 1e-8)}.get(epsg, (1e-4, 1e-7))
    longest = float(length_m(zones.iloc[:1].minimum_rotated_rectangle(), plane_of(zones))[0]) / 2
    allowed = slack * whole.sum() + bend * longest**3 / 8
    assert summed == pytest.approx(whole, abs=allowed)
    assert found.stretch < 2e-5
