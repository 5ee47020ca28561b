"""Surfaces of drainage zones from a land-cover raster, worked by hand and beside polygons."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from geo.errors import EcoAtlasError
from projects.metrics.sponge.storage import storage_m3

TREES, BUILT, SNOW, STRANGE, NOTHING = 10, 50, 70, 200, 0


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-6)


def notes_of(result: dict[str, Any]) -> dict[str, Any]:
    return {one["code"]: one for one in result["notes"]}


def test_worked_by_hand_with_half_a_cell(put, put_raster, run, metres) -> None:
    # 4 × 4 cells of 10 m: the west half is built up, the east half has trees.
    cells = np.full((4, 4), TREES)
    cells[:, :2] = BUILT
    put_raster("cover", cells)
    # 25 m wide: 20 m built up and 5 m of trees, half a cell.
    put("zones", "sponge_zone", [("A", metres(0, 0, 25, 40), {})])
    result = run("sponge_volume", {"zones": "zones", "surfaces": "cover"}, depth_mm=25).result
    (zone,) = result["zones"]
    # 800 m² of hard paving (0.9) and 200 m² of green land (0.15).
    assert zone["area_m2"] == near(1000)
    assert zone["coefficient"] == near((0.9 * 800 + 0.15 * 200) / 1000)
    assert zone["required_m3"] == near(10 * 25 * 0.75 * 0.1)
    assert zone["uncovered_m2"] == pytest.approx(0, abs=1e-6)
    assert {row["surface"]: row["area_m2"] for row in result["surfaces"]} == {
        "hard_paving": near(800),
        "green_land": near(200),
    }
    assert storage_m3(25, 0.75, 1000) == near(zone["required_m3"])


def test_the_same_ground_as_polygons_gives_the_same_figures(put, put_raster, run, metres) -> None:
    cells = np.full((6, 6), TREES)
    cells[1:4, 2:5] = BUILT
    put_raster("cover", cells)
    built = metres(20, 20, 50, 50)
    green = metres(0, 0, 60, 60).difference(built)
    surfaces = [("b", built, {"surface": "hard_paving"}), ("g", green, {"surface": "green_land"})]
    put("polygons", "land_surface", surfaces)
    zones = [("A", metres(3, 4, 37.5, 51), {}), ("B", metres(30, 10, 58, 33), {})]
    put("zones", "sponge_zone", zones)
    one = run("sponge_volume", {"zones": "zones", "surfaces": "cover"}, depth_mm=30).result
    two = run("sponge_volume", {"zones": "zones", "surfaces": "polygons"}, depth_mm=30).result
    for mine, theirs in zip(
        [one["total"], *one["zones"]], [two["total"], *two["zones"]], strict=True
    ):
        for name in ("area_m2", "counted_m2", "required_m3", "required_low_m3", "coefficient"):
            assert mine[name] == near(theirs[name]), name


def test_cells_without_value_class_or_surface_are_told_and_never_counted(
    put, put_raster, run, metres
) -> None:
    cells = np.array([[TREES, NOTHING], [SNOW, STRANGE]])
    put_raster("cover", cells)
    # Twice as wide as the raster: 400 m² of it, 400 m² beyond.
    put("zones", "sponge_zone", [("A", metres(0, 0, 40, 20), {})])
    result = run("sponge_volume", {"zones": "zones", "surfaces": "cover"}, depth_mm=25).result
    (zone,) = result["zones"]
    assert zone["counted_m2"] == near(100)
    assert zone["uncovered_m2"] == near(700)
    notes = notes_of(result)
    assert notes["raster-no-data"]["area_m2"] == near(500)
    assert notes["raster-class-without-rule"]["area_m2"] == near(100)
    assert "200" in notes["raster-class-without-rule"]["zh"]
    assert "冰雪" in notes["rule-unverified"]["zh"]


def test_overlapping_zones_count_once_in_the_total(put, put_raster, run, metres) -> None:
    put_raster("cover", np.full((4, 4), BUILT))
    zones = [("A", metres(0, 0, 30, 40), {}), ("B", metres(20, 0, 40, 40), {})]
    put("zones", "sponge_zone", zones)
    result = run("sponge_volume", {"zones": "zones", "surfaces": "cover"}, depth_mm=25).result
    assert [row["area_m2"] for row in result["zones"]] == [near(1200), near(800)]
    assert result["total"]["area_m2"] == near(1600)
    assert result["total"]["overlap_removed_m2"] == near(400)


def test_the_rule_of_classes_is_an_input_only_with_a_raster(put, put_raster, run, metres) -> None:
    put_raster("cover", np.full((2, 2), BUILT))
    put("zones", "sponge_zone", [("A", metres(0, 0, 20, 20), {})])
    put("polygons", "land_surface", [("g", metres(0, 0, 20, 20), {"surface": "green_land"})])
    with_raster = run("sponge_volume", {"zones": "zones", "surfaces": "cover"}, depth_mm=25)
    without = run("sponge_volume", {"zones": "zones", "surfaces": "polygons"}, depth_mm=25)
    assert "classes" in [one["role"] for one in with_raster.result["sheets"]]
    assert "classes" not in [one["role"] for one in without.result["sheets"]]


def test_without_any_surfaces_it_is_refused_and_says_what_is_missing(put, run, metres) -> None:
    put("zones", "sponge_zone", [("A", metres(0, 0, 20, 20), {})])
    with pytest.raises(EcoAtlasError) as refused:
        run("sponge_volume", {"zones": "zones"}, depth_mm=25)
    assert refused.value.code == "missing-input"


def test_a_raster_takes_no_role_of_polygons(put_raster, run) -> None:
    put_raster("cover", np.full((2, 2), BUILT))
    with pytest.raises(EcoAtlasError) as refused:
        run("coverage", {"zones": "cover", "cover": "cover"})
    assert refused.value.code == "wrong-kind"
