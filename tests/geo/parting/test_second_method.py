"""The raster count against squares worked by hand and against the exact parts."""

from __future__ import annotations

import ast
import inspect

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from geo.errors import EcoAtlasError
from geo.measure.ellipsoid import area_m2
from geo.overlay.partition import partition_region
from geo.parting import second_method as raster_coverage
from geo.parting.second_method import raster_areas

PLANE = 4547
WORST_FIRST = ["not_met", "not_assessed", "met"]


def frame(geometries: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=geometries, crs=PLANE)


def test_squares_on_the_cell_lines_are_counted_exactly() -> None:
    x, y = 530_000, 3_370_000
    region = frame([box(x, y, x + 100, y + 100), box(x + 50, y, x + 200, y + 100)])
    zones = frame([box(x, y, x + 60, y + 100), box(x + 40, y, x + 100, y + 50)])
    areas = raster_areas(region, zones, ["met", "not_met"], WORST_FIRST)
    plane = {"not_met": 3000, "not_assessed": 0, "met": 5000, "rest": 12_000, "region": 20_000}
    scale = area_m2(region.geometry)[0] / 10_000
    assert areas == pytest.approx({name: m2 * scale for name, m2 in plane.items()}, rel=1e-7)


@pytest.mark.slow
def test_windows_and_cells_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = 530_000, 3_370_000
    region = frame([box(x, y, x + 3000, y + 2000)])
    zones = frame([Polygon([(x, y), (x + 3000, y + 1), (x + 9, y + 2000)])])
    whole = raster_areas(region, zones, ["met"], WORST_FIRST)
    monkeypatch.setattr(raster_coverage, "WINDOW", 128)
    parts = raster_areas(region, zones, ["met"], WORST_FIRST)
    assert parts == pytest.approx(whole, rel=1e-12)
    fine = raster_areas(region, zones, ["met"], WORST_FIRST, cell_m=2.5)
    assert fine == pytest.approx(whole, rel=1e-3)
    assert fine["region"] == pytest.approx(area_m2(region.geometry)[0], rel=5e-8)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_district_agrees_with_the_exact_parts_within_the_raggedness_of_its_borders(
    seed: int,
) -> None:
    """A border of length L crosses about 1.3 L/cell cells, each off by ± 0.3 cell²: their sum,
    spread like a random walk, stays within four standard deviations."""
    rng = np.random.default_rng(seed)
    middles = rng.uniform([560_000, 3_370_000], [572_000, 3_382_000], (500, 2))
    blocks = shapely.buffer(shapely.points(middles), rng.uniform(50, 600, 500), quad_segs=4)
    corners = rng.uniform([559_000, 3_369_000], [572_000, 3_382_000], (40, 2))
    zones = shapely.buffer(shapely.points(corners), rng.uniform(500, 2500, 40), quad_segs=3)
    classes = rng.choice(WORST_FIRST, 40).tolist()
    exact = partition_region(frame(blocks), frame(zones), classes, WORST_FIRST)
    counted = raster_areas(frame(blocks), frame(zones), classes, WORST_FIRST)
    border = exact.pieces.to_crs(PLANE).length.sum()
    bound = 4 * 0.3 * 25 * np.sqrt(1.3 * border / 5)
    figures = {**exact.class_m2, "rest": exact.rest_m2, "region": exact.region_m2}
    assert counted == pytest.approx(figures, abs=bound)
    assert bound / exact.region_m2 < 1e-3


def test_it_never_cuts_polygons() -> None:
    called = {
        node.attr
        for node in ast.walk(ast.parse(inspect.getsource(raster_coverage)))
        if isinstance(node, ast.Attribute)
    }
    assert not called & {"intersection", "difference", "union", "union_all", "overlay", "clip"}


def test_nothing_to_count_is_zero_and_no_crs_is_refused() -> None:
    zone = frame([box(530_000, 3_370_000, 530_100, 3_370_100)])
    empty = frame([Polygon()])
    assert set(raster_areas(empty, zone, ["met"], WORST_FIRST).values()) == {0.0}
    assert raster_areas(zone, empty, ["met"], WORST_FIRST)["rest"] > 9000
    with pytest.raises(EcoAtlasError) as refused:
        raster_areas(
            gpd.GeoDataFrame(geometry=zone.geometry.to_numpy()), zone, ["met"], WORST_FIRST
        )
    assert refused.value.code == "no-crs"
