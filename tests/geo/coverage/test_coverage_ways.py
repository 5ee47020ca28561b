"""Every way through the engine gives the area of the same geometry; what must never change it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely import Polygon, affinity, box

from geo.coverage.share import CoverageResult, coverage
from geo.measure.ellipsoid import area_m2

pytestmark = pytest.mark.slow

PLANE = 4547
NORTH = 3_370_000.0


def plain_m2(zones: gpd.GeoDataFrame, cover: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """The definition, as short as it can be written."""
    covered = zones.geometry.intersection(cover.geometry.union_all())
    return area_m2(gpd.GeoSeries(covered, crs=zones.crs))


def covered_m2(result: CoverageResult) -> NDArray[np.float64]:
    return np.array([zone.covered_m2 for zone in result.zones])


def stars(
    rng: np.random.Generator, count: int, width: float, radius: float, east: float
) -> gpd.GeoDataFrame:
    """Many-cornered polygons of uneven shape over a square of `width`."""
    corners = int(rng.integers(5, 14))
    angle = (np.arange(corners) + rng.uniform(0, 0.9, (count, corners))) * (2 * np.pi / corners)
    reach = radius * rng.uniform(0.4, 1.2, (count, corners))
    middle = np.array([east, NORTH]) + rng.uniform(0, width, (count, 1, 2))
    rim = middle + reach[:, :, None] * np.stack([np.cos(angle), np.sin(angle)], axis=2)
    polygons = shapely.polygons(rim)
    return gpd.GeoDataFrame(geometry=polygons[shapely.is_valid(polygons)], crs=PLANE)


def quads(rng: np.random.Generator, across: int, side: float, east: float) -> gpd.GeoDataFrame:
    """Four-cornered zones that share their borders, with edges about `side` long."""
    grid = np.stack(np.meshgrid(*[np.arange(across + 1.0)] * 2, indexing="ij"), axis=2)
    corners = (grid + rng.uniform(-0.3, 0.3, grid.shape)) * side + [east, NORTH]
    rings = [corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]]
    return gpd.GeoDataFrame(
        geometry=shapely.polygons(np.stack(rings, axis=2).reshape(-1, 4, 2)), crs=PLANE
    )


@pytest.mark.parametrize("seed", range(8))
def test_random_piles_agree_with_the_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    zones = quads(rng, 3, 900.0, 530_000.0)
    cover = stars(rng, int(rng.integers(20, 900)), 2900.0, rng.uniform(60, 500), 529_900.0)
    expected = plain_m2(zones, cover)
    for way in ("edges", "union", "cells"):
        result = coverage(zones, cover, _way=way)
        np.testing.assert_allclose(covered_m2(result), expected, rtol=1e-9, err_msg=way)


FAR_EAST = [560_000.0, 600_000.0, 400_000.0]


@pytest.mark.parametrize("east", FAR_EAST)
@pytest.mark.parametrize(("count", "radius"), [(75, 900.0), (375, 400.0), (2250, 130.0)])
def test_long_edges_far_from_the_central_meridian_agree(
    east: float, count: int, radius: float
) -> None:
    """Zone edges of 1–3 km, 60–100 km off: one more vertex on such an edge is up to 3 m². Zones and
    cover are others at each place."""
    rng = np.random.default_rng([count, int(east)])
    zones = quads(rng, 2, 2000.0, east)
    cover = stars(rng, count, 4000.0, radius, east)
    by_cells = coverage(zones, cover, _way="cells")
    np.testing.assert_allclose(covered_m2(by_cells), plain_m2(zones, cover), rtol=1e-9)
    by_union = coverage(zones, cover, _way="union")
    assert by_cells.covered_m2 == pytest.approx(by_union.covered_m2, rel=1e-9)
    assert by_cells.outside_m2 == pytest.approx(by_union.outside_m2, rel=1e-9)


def strips(east: float) -> gpd.GeoDataFrame:
    """Long strips, many small squares over each other beside them: small cells, long edges."""
    long = [
        affinity.rotate(box(east, NORTH + y, east + 3000, NORTH + y + 260), 17 + y / 90)
        for y in range(0, 3000, 700)
    ]
    rng = np.random.default_rng(1)
    small = [
        box(x, y, x + 120, y + 120)
        for x, y in rng.uniform([east, NORTH], [east + 3000, NORTH + 3000], (2500, 2))
        if (x - east) % 1500 < 900
    ]
    return gpd.GeoDataFrame(geometry=[*long, *small], crs=PLANE)


def test_vertices_of_the_grid_on_long_edges_change_no_figure() -> None:
    east = 600_000.0
    zones = quads(np.random.default_rng(2), 1, 3000.0, east)
    cover = strips(east)
    seen = covered_m2(coverage(zones, cover, _way="cells"))
    np.testing.assert_allclose(seen, plain_m2(zones, cover), rtol=1e-12)


# Corners on a lattice make shared edges, touching corners and vertices of one polygon on the
# straight edge of another likely. Whether such a vertex stays in a union is up to the set operation
# (ours and PostGIS's alike); on the central meridian it is worth nothing, so the lattice is there.
STEP = 10.0
metres = st.integers(0, 60)
rectangles = st.tuples(metres, metres, st.integers(1, 40), st.integers(1, 40))
triangles = st.lists(st.tuples(metres, metres), min_size=3, max_size=3, unique=True)


def placed(shape: object) -> Polygon:
    if isinstance(shape, tuple):
        x, y, width, height = shape
        east, north = 500_000 + STEP * x, NORTH + STEP * y
        return box(east, north, east + STEP * width, north + STEP * height)
    return Polygon([(500_000 + STEP * x, NORTH + STEP * y) for x, y in shape])  # type: ignore[attr-defined]


shapes = (
    st.lists(rectangles | triangles, min_size=1, max_size=7)
    .map(lambda several: [placed(each) for each in several])
    .map(lambda several: [each for each in several if each.area > 0])
    .filter(bool)
)
WAYS = st.sampled_from(["edges", "union", "cells"])
invariant = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def frame(polygons: list[Polygon]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=polygons, crs=PLANE)


@invariant
@given(shapes, shapes, WAYS)
def test_coverage_is_the_definition_and_never_above_one(
    zones: list[Polygon], cover: list[Polygon], way: str
) -> None:
    result = coverage(frame(zones), frame(cover), _way=way)
    expected = plain_m2(frame(zones), frame(cover))
    np.testing.assert_allclose(covered_m2(result), expected, rtol=1e-9, atol=1e-3)
    assert all(0 <= zone.share <= 1 for zone in result.zones)
    assert 0 <= result.share <= 1 + 1e-12


@invariant
@given(shapes, shapes, WAYS, st.randoms())
def test_the_order_of_features_changes_nothing(
    zones: list[Polygon], cover: list[Polygon], way: str, random: object
) -> None:
    straight = coverage(frame(zones), frame(cover), _way=way)
    mixed = list(cover)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    other = coverage(frame(zones[::-1]), frame(mixed), _way=way)
    np.testing.assert_allclose(covered_m2(other)[::-1], covered_m2(straight), rtol=1e-9, atol=1e-3)
    assert other.covered_m2 == pytest.approx(straight.covered_m2, rel=1e-9, abs=1e-3)
    assert other.outside_m2 == pytest.approx(straight.outside_m2, rel=1e-9, abs=1e-3)


@invariant
@given(shapes, shapes, WAYS)
def test_splitting_the_polygons_changes_nothing(
    zones: list[Polygon], cover: list[Polygon], way: str
) -> None:
    west, east = (
        box(490_000, 3_360_000, 500_303, 3_380_000),
        box(500_303, 3_360_000, 550_000, 3_380_000),
    )
    halves = [part for each in cover for side in (west, east) for part in _polygons(each & side)]
    whole = coverage(frame(zones), frame(cover), _way=way)
    split = coverage(frame(zones), frame(halves), _way=way)
    np.testing.assert_allclose(covered_m2(split), covered_m2(whole), rtol=1e-9, atol=1e-3)
    assert split.overlap_removed_m2 == pytest.approx(whole.overlap_removed_m2, rel=2e-8, abs=1e-2)


def _polygons(geometry: object) -> list[Polygon]:
    return [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon" and p.area > 0]


@invariant
@given(shapes, shapes, rectangles, WAYS)
def test_adding_ground_never_lowers_coverage(
    zones: list[Polygon], cover: list[Polygon], more: tuple[int, ...], way: str
) -> None:
    before = covered_m2(coverage(frame(zones), frame(cover), _way=way))
    after = covered_m2(coverage(frame(zones), frame([*cover, placed(more)]), _way=way))
    assert (after >= before - 1e-3).all()


@invariant
@given(shapes, shapes, WAYS)
def test_inside_removed_and_outside_add_up_to_all_there_is(
    zones: list[Polygon], cover: list[Polygon], way: str
) -> None:
    result = coverage(frame(zones), frame(cover), _way=way)
    dissolved = float(area_m2(gpd.GeoSeries([shapely.union_all(cover)], crs=PLANE))[0])
    assert result.covered_m2 + result.outside_m2 == pytest.approx(dissolved, rel=2e-8, abs=1e-2)
    inside = shapely.intersection(shapely.union_all(zones), np.array(cover, dtype=object))
    piled = float(area_m2(gpd.GeoSeries(inside, crs=PLANE)).sum())
    assert result.covered_m2 + result.overlap_removed_m2 == pytest.approx(piled, rel=2e-8, abs=1e-2)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.floats(-50_000, 50_000), st.floats(-20_000, 20_000))
def test_moving_everything_by_a_little_changes_only_the_scale_of_the_map(
    seed: int, east: float, north: float
) -> None:
    """Shares stay when both layers are moved together (to the change of scale over a zone)."""
    rng = np.random.default_rng(seed)
    zones, cover = quads(rng, 2, 300.0, 500_000.0), stars(rng, 80, 600.0, 60.0, 500_000.0)
    there = coverage(zones, cover)
    moved = coverage(
        zones.set_geometry(zones.translate(east, north)),
        cover.set_geometry(cover.translate(east, north)),
    )
    shares = [[zone.share for zone in result.zones] for result in (there, moved)]
    np.testing.assert_allclose(shares[0], shares[1], rtol=1e-5)
