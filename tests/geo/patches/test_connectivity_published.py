"""IIC and PC beside numbers that others have printed, and textbook patterns in closed form.

Printed numbers: the test of the index in choco-reserve (D. Justeau-Allaire, CIRAD/IAC,
src/test/java/…/connectivity/TestIIC.java: 7 × 10 cells, patches of 12, 6 and 9 cells), and the
areas, links and output of MK_dPCIIC(metric = "IIC", distance_thresholds = 10000) for the first six
of 142 patches in the README of the R package Makurhini (O. Godínez-Gómez, C. Correa Ayram). No
printed example of PC was found whose input can be had; PC stands beside closed forms.
"""

from __future__ import annotations

from math import exp, log
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import box

from geo.patches.connectivity import integral_index, probability_index
from geo.patches.patches import Links, links, patches

EAST, NORTH = 500_000.0, 3_370_000.0
CELL_M = 100.0


def cells(rows: range, columns: range) -> gpd.GeoSeries:
    """Cells of the grid, the first row in the north."""
    drawn = [
        box(
            EAST + column * CELL_M,
            NORTH - (row + 1) * CELL_M,
            EAST + (column + 1) * CELL_M,
            NORTH - row * CELL_M,
        )
        for row in rows
        for column in columns
    ]
    return gpd.GeoSeries(drawn, crs=4547)


def together(*layers: gpd.GeoSeries) -> gpd.GeoSeries:
    return gpd.GeoSeries([shape for layer in layers for shape in layer], crs=4547)


def index_of(habitat: gpd.GeoSeries, reach_m: float) -> float:
    found = patches(habitat)
    landscape = float(patches(cells(range(7), range(10))).area_m2.sum())
    near = links(found, reach_m)
    return integral_index(
        found.area_m2, near, threshold_m=reach_m, landscape_m2=landscape, importance=False
    ).value


def test_the_three_patches_of_choco_reserve() -> None:
    """1/70² · (12² + 6² + 9² + 2 · 12 · 6 ÷ 2) = 0.067959184: cells two steps apart are linked."""
    habitat = together(
        cells(range(3), range(4)),
        cells(range(4, 7), range(2)),
        cells(range(4, 7), range(6, 9)),
    )
    assert len(patches(habitat)) == 3
    assert index_of(habitat, 1.5 * CELL_M) == pytest.approx(0.067959184, abs=1e-8)


def test_a_full_and_an_empty_grid_as_choco_reserve_has_them() -> None:
    assert index_of(cells(range(7), range(10)), 150) == pytest.approx(1, rel=1e-9)
    assert index_of(cells(range(0), range(0)), 150) == 0


# Patch: km², linked with, dIIC, intra, flux. At 10 km 2 and 4 have one link, 3 and 5 one, 1 and 6
# none (their degree and component stand in the same place).
MAKURHINI = {
    1: (4195.5691, None, 88.6878612, 88.6878612, 0.0),
    2: (60.2227, 4, 0.0228809, 0.0182727, 0.0046082),
    3: (48.8665, 5, 0.0202227, 0.0120311, 0.0081916),
    4: (15.1875, 2, 0.0057703, 0.0011621, 0.0046082),
    5: (33.2716, 3, 0.0137690, 0.0055774, 0.0081916),
    6: (53.1344, None, 0.0142244, 0.0142244, 0.0),
}


def test_importance_and_its_fractions_as_makurhini_prints_them() -> None:
    """The 136 patches that are not printed stand in as one alone, so that the sum is right."""
    area = np.array([row[0] for row in MAKURHINI.values()])
    pairs = Links(np.array([1, 2]), np.array([3, 4]), np.array([9000.0, 9000]))
    whole = area[0] ** 2 / (MAKURHINI[1][3] / 100)
    rest = whole - (area**2).sum() - area[1] * area[3] - area[2] * area[4]
    found = integral_index(
        np.append(area, np.sqrt(rest)), pairs, threshold_m=10_000, landscape_m2=12_792.2046
    )
    assert found.value == pytest.approx(whole / 12_792.2046**2, rel=1e-9)
    assert found.importance is not None
    table = found.importance[["total", "intra", "flux"]].to_numpy()[:6]
    assert table == pytest.approx(np.array([row[2:] for row in MAKURHINI.values()]), abs=1e-7)
    assert found.importance["connector"].tolist() == pytest.approx([0] * 7, abs=1e-9)


def graph(count: int, pairs: list[tuple[int, int]], metres: float = 100.0) -> tuple[Any, Links]:
    i, j = (np.array(ends, dtype=np.intp) for ends in zip(*pairs, strict=True))
    return np.ones(count), Links(i, j, np.full(len(pairs), metres))


HALF = log(2) / 100  # p = 1/2 over 100 m


def both(area: Any, of: Links) -> tuple[Any, Any]:
    """IIC and PC with A_L = 10 and links of 100 m."""
    return (
        integral_index(area, of, threshold_m=150, landscape_m2=10),
        probability_index(area, of, k_per_m=HALF, landscape_m2=10),
    )


@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_a_chain(count: int) -> None:
    """n + 2 Σ (n − k)·w(k): w = 1/(1 + k) and 2⁻ᵏ."""
    iic, pc = both(*graph(count, [(k, k + 1) for k in range(count - 1)]))
    steps = range(1, count)
    assert iic.value == pytest.approx(
        (count + 2 * sum((count - k) / (1 + k) for k in steps)) / 100, rel=1e-12
    )
    assert pc.value == pytest.approx(
        (count + 2 * sum((count - k) / 2**k for k in steps)) / 100, rel=1e-12
    )


@pytest.mark.parametrize("count", [3, 4, 7, 8])
def test_a_ring_is_walked_the_shorter_way(count: int) -> None:
    iic, pc = both(*graph(count, [(k, (k + 1) % count) for k in range(count)]))
    ways = [min(k, count - k) for k in range(count)]
    assert iic.value == pytest.approx(count * sum(1 / (1 + k) for k in ways) / 100, rel=1e-12)
    assert pc.value == pytest.approx(count * sum(0.5**k for k in ways) / 100, rel=1e-12)


@pytest.mark.parametrize("leaves", [2, 4, 7])
def test_the_hub_of_a_star_connects_its_leaves(leaves: int) -> None:
    """m + 1 + 2m·w(1) + m(m − 1)·w(2); without the hub m remains, with a leaf less the next star.

    What the hub is worth as a connector is exactly the ways between leaves; a leaf has none.
    """
    found = both(*graph(leaves + 1, [(0, k) for k in range(1, leaves + 1)]))
    for index, one, two in zip(found, (1 / 2, 1 / 2), (1 / 3, 1 / 4), strict=True):

        def worth(m: int, one: float = one, two: float = two) -> float:
            return m + 1 + 2 * m * one + m * (m - 1) * two

        whole = worth(leaves)
        assert index.value == pytest.approx(whole / 100, rel=1e-12)
        assert index.ec_m2 == pytest.approx(whole**0.5, rel=1e-12)
        table = index.importance
        assert table is not None
        assert table["total"][0] == pytest.approx(100 * (whole - leaves) / whole, rel=1e-9)
        assert table["connector"][0] == pytest.approx(
            100 * leaves * (leaves - 1) * two / whole, rel=1e-9
        )
        assert table["total"][1] == pytest.approx(100 * (whole - worth(leaves - 1)) / whole)
        assert table["connector"][1] == pytest.approx(0, abs=1e-9)


def test_a_stepping_stone_is_worth_the_shorter_steps() -> None:
    """900 m at once or 300 + 300 m over a small patch: the product of the steps is larger."""
    area = np.array([2.0, 1.0, 2.0])
    way = Links(np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([300.0, 900.0, 300.0]))
    k = log(10) / 1000
    near, far = exp(-k * 600), exp(-k * 900)
    found = probability_index(area, way, k_per_m=k, landscape_m2=10)
    step = exp(-k * 300)
    assert found.value == pytest.approx((9 + 2 * (2 * step + 2 * step + 4 * near)) / 100, rel=1e-12)
    without = 8 + 2 * 4 * far
    assert found.importance is not None
    whole = found.value * 100
    assert found.importance["total"][1] == pytest.approx(100 * (whole - without) / whole, rel=1e-9)
