"""Components and indices: worked by hand, and against a second, plain implementation."""

from __future__ import annotations

import heapq
from math import exp, log, sqrt

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from geo.errors import EcoAtlasError
from geo.measure.ellipsoid import area_m2
from geo.patches.connectivity import (
    MOST_PATCHES,
    decay_per_m,
    integral_index,
    probability_index,
    structure,
)
from geo.patches.patches import Links, links, patches

PLANE = 4547
EAST, NORTH = 500_000.0, 3_370_000.0
CLOSE = 1e-6


def square(x: float, y: float, side: float = 100) -> Polygon:
    return box(EAST + x, NORTH + y, EAST + x + side, NORTH + y + side)


def series(*geometries: object) -> gpd.GeoSeries:
    return gpd.GeoSeries(np.array([*geometries, None], dtype=object)[:-1], crs=PLANE)


def pairs(*rows: tuple[int, int, float]) -> Links:
    i, j, distance = zip(*rows, strict=True) if rows else ((), (), ())
    return Links(np.array(i, np.intp), np.array(j, np.intp), np.array(distance, float))


def test_overlapping_and_neighbouring_polygons_are_one_patch_and_a_corner_makes_two() -> None:
    found = patches(series(square(0, 0), square(1000, 0), square(50, 0), None, square(150, 100)))
    assert found.rows == ((0, 2), (1,), (4,))
    assert found.area_m2 == pytest.approx([15_000, 10_000, 10_000], rel=CLOSE)
    near = links(found, 10)
    assert (near.i.tolist(), near.j.tolist(), near.distance_m.tolist()) == ([0], [2], [0])
    assert found.geographic().crs.to_epsg() == 4490


def test_neighbours_are_one_patch_where_only_one_of_them_has_a_corner() -> None:
    """In degrees they share the parallel; in the plane its corners lie 1 cm south of the long edge
    that runs straight from end to end."""
    north = box(114.30, 30.51, 114.31, 30.52)
    south = [box(114.300, 30.50, 114.304, 30.51), box(114.306, 30.50, 114.309, 30.51)]
    apart = box(114.309, 30.49, 114.31, 30.50)  # touches at a point
    found = patches(gpd.GeoSeries([north, *south, apart], crs=4490))
    assert found.rows == ((0, 1, 2), (3,))
    whole = area_m2(gpd.GeoSeries([north, *south], crs=4490)).sum()
    assert found.area_m2[0] == pytest.approx(whole, rel=1e-4)
    assert links(found).distance_m.tolist() == pytest.approx([0], abs=1e-3)


def test_links_are_edge_to_edge_and_as_far_as_asked() -> None:
    row = patches(series(square(0, 0), square(150, 0), square(100, 400), square(5000, 0)))
    all_of_them = links(row)
    assert len(all_of_them) == 6
    near = links(row, 310)
    assert list(zip(near.i, near.j, strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert near.distance_m == pytest.approx([50, 300, 300], rel=CLOSE)
    assert len(links(row, 299)) == 1


def test_structure_of_a_triangle_with_a_patch_apart() -> None:
    area = np.array([4.0, 3, 2, 1])
    found = structure(area, pairs((0, 1, 10), (0, 2, 10), (1, 2, 10)))
    assert (found.components, found.links) == (2, 3)
    assert (found.slc_m2, found.msc_m2) == (9, 5)
    assert found.component.tolist() == [0, 0, 0, 1]
    # V 4, L 3, p 2: (3−4+2)/3, 3/4, 3/6
    assert (found.alpha, found.beta, found.gamma) == (1 / 3, 0.75, 0.5)
    two = structure(area[:2], pairs((0, 1, 5)))
    assert (two.alpha, two.beta, two.gamma) == (None, 0.5, None)
    none = structure(area[:0], pairs())
    assert (none.components, none.beta, none.msc_m2) == (0, None, 0)


def test_three_patches_in_a_row_by_hand() -> None:
    """Areas 3, 2, 1; links 0–1 and 1–2; the way 0–2 leads through 1."""
    area, row = np.array([3.0, 2, 1]), pairs((0, 1, 100), (1, 2, 200))
    found = integral_index(area, row, threshold_m=250, landscape_m2=20)
    # 9+4+1 + 2·(3·2/2 + 2·1/2 + 3·1/3) = 24
    assert found.value == pytest.approx(24 / 400)
    assert found.ec_m2 == pytest.approx(sqrt(24))
    assert (found.name, found.threshold_m, found.k_per_m, found.landscape_m2) == (
        "IIC", 250, None, 20,
    )  # fmt: skip
    table = found.importance
    assert table is not None
    # left: 4+1+2 = 7 without 0, 9+1 = 10 without 1, 9+4+6 = 19 without 2
    assert table["total"].tolist() == pytest.approx([1700 / 24, 1400 / 24, 500 / 24])
    assert table["intra"].tolist() == pytest.approx([900 / 24, 400 / 24, 100 / 24])
    assert table["flux"].tolist() == pytest.approx([800 / 24, 800 / 24, 400 / 24])
    assert table["connector"].tolist() == pytest.approx([0, 200 / 24, 0], abs=1e-9)

    k = decay_per_m(100, 0.5)
    probable = probability_index(area, row, k_per_m=k, landscape_m2=20)
    # p 0–1 = 1/2, 1–2 = 1/4, 0–2 = 1/8: 14 + 2·(6/2 + 2/4 + 3/8) = 21.75
    assert probable.value == pytest.approx(21.75 / 400)
    assert probable.k_per_m == k
    table = probable.importance
    assert table is not None
    assert table["total"].tolist() == pytest.approx(
        [100 * (21.75 - 6) / 21.75, 100 * (21.75 - 10) / 21.75, 100 * (21.75 - 19) / 21.75]
    )
    assert table["connector"].tolist() == pytest.approx([0, 75 / 21.75, 0], abs=1e-9)


def test_a_landscape_that_is_one_patch_is_wholly_connected() -> None:
    whole = np.array([5e6])
    assert integral_index(whole, pairs(), threshold_m=1, landscape_m2=5e6).value == 1
    found = probability_index(whole, pairs(), k_per_m=1, landscape_m2=5e6)
    assert (found.value, found.ec_m2) == (1, 5e6)
    assert found.importance is not None
    assert found.importance["total"].tolist() == [100]


def test_without_patches_there_is_nothing() -> None:
    empty = patches(series(None, Polygon()))
    assert len(empty) == 0
    found = probability_index(empty.area_m2, links(empty), k_per_m=1, landscape_m2=1)
    assert (found.value, found.ec_m2) == (0, 0)


def test_decay_from_distance_and_probability() -> None:
    assert decay_per_m(1000, 0.05) == pytest.approx(-log(0.05) / 1000)
    assert exp(-decay_per_m(700) * 700) == pytest.approx(0.5)
    for probability in (0, 1, -1, float("nan")):
        with pytest.raises(EcoAtlasError, match="probability-out-of-range"):
            decay_per_m(1000, probability)
    with pytest.raises(EcoAtlasError, match="distance-not-positive"):
        decay_per_m(0)


def test_what_cannot_be_computed_is_refused() -> None:
    many = np.ones(MOST_PATCHES + 1)
    with pytest.raises(EcoAtlasError, match="too-many-patches"):
        probability_index(many, pairs(), k_per_m=1, landscape_m2=1e9)
    with pytest.raises(EcoAtlasError, match="landscape-smaller-than-patches"):
        integral_index(np.array([2.0, 3]), pairs(), threshold_m=1, landscape_m2=4.9)
    with pytest.raises(EcoAtlasError, match="distance-not-positive"):
        integral_index(np.array([2.0]), pairs(), threshold_m=0, landscape_m2=5)


def test_progress_reaches_every_patch() -> None:
    seen: list[tuple[int, int]] = []
    probability_index(
        np.ones(5), pairs((0, 3, 1), (1, 2, 1)), k_per_m=1, landscape_m2=9,
        progress=lambda done, all_of: seen.append((done, all_of)),
    )  # fmt: skip
    assert seen == [(n, 5) for n in range(1, 6)]


# The second implementation: Dijkstra on lists, once for every patch taken away.


def best_ways(count: int, rows: list[tuple[int, int, float]], start: int) -> list[float]:
    cost = [float("inf")] * count
    cost[start], heap = 0.0, [(0.0, start)]
    while heap:
        so_far, here = heapq.heappop(heap)
        for a, b, step in rows:
            for end, other in ((a, b), (b, a)):
                if end == here and so_far + step < cost[other]:
                    cost[other] = so_far + step
                    heapq.heappush(heap, (cost[other], other))
    return cost


def plain_sum(
    area: list[float], rows: list[tuple[int, int, float]], *, hops: bool, gone: int = -1
) -> float:
    kept = [(a, b, 1.0 if hops else d) for a, b, d in rows if gone not in (a, b)]
    total = 0.0
    for i, own in enumerate(area):
        if i == gone:
            continue
        for j, cost in enumerate(best_ways(len(area), kept, i)):
            if j != gone:
                total += own * area[j] * (1 / (1 + cost) if hops else exp(-cost))
    return total


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[float], list[tuple[int, int, float]]]:
    count = draw(st.integers(1, 7))
    area = draw(st.lists(st.floats(0.5, 9), min_size=count, max_size=count))
    every = [(i, j) for i in range(count) for j in range(i + 1, count)]
    chosen = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    return area, [(i, j, draw(st.floats(0, 3))) for i, j in chosen]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(graphs())
def test_indices_and_importance_equal_the_plain_implementation(
    graph: tuple[list[float], list[tuple[int, int, float]]],
) -> None:
    area, rows = graph
    size, found = np.array(area), pairs(*rows)
    whole = float(size.sum())
    for hops, index in (
        (True, integral_index(size, found, threshold_m=10, landscape_m2=whole)),
        (False, probability_index(size, found, k_per_m=1, landscape_m2=whole)),
    ):
        expected = plain_sum(area, rows, hops=hops)
        assert index.value == pytest.approx(expected / whole**2, rel=1e-9)
        assert 0 < index.value <= 1 + 1e-12
        assert max(area) - 1e-9 <= index.ec_m2 <= whole + 1e-9
        assert index.importance is not None
        left = [plain_sum(area, rows, hops=hops, gone=k) for k in range(len(area))]
        lost = [100 * (expected - each) / expected for each in left]
        assert index.importance["total"].tolist() == pytest.approx(lost, rel=1e-9, abs=1e-7)
        parts = index.importance[["intra", "flux", "connector"]].sum(axis=1)
        assert parts.tolist() == pytest.approx(lost, rel=1e-9, abs=1e-7)
