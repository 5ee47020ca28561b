from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import Problem
from geo.overlay import overlap
from geo.plane import shape_column
from geo.plane.shape_column import ShapeColumn, Shapes
from layers.kinds import Rules
from layers.reading.crs.reproject import Carrier
from layers.reading.shapes import checking, neighbours
from layers.reading.shapes.checking import Plane
from layers.reading.shapes.neighbours import compare_neighbours

RULES = Rules(overlap="warning", overlap_m2=1.0, gap_m2=150.0, sliver_m=1.0)
SIDE = 14


@pytest.fixture(scope="module")
def parcels() -> Shapes:
    """Squares of 100 m in a lattice, in any order: some reach into others, some stand back from
    them and leave an enclosed gap; a long strip crosses them all, and one lies in two again."""
    x, y = (axis.ravel() * 100.0 for axis in np.mgrid[0:SIDE, 0:SIDE])
    rng = np.random.default_rng(11)
    inside = (x > 0) & (x < (SIDE - 1) * 100) & (y > 0) & (y < (SIDE - 1) * 100)
    off = np.where(inside & (rng.random(len(x)) < 0.2), rng.uniform(-1.2, 2.5, len(x)), 0.0)
    squares = shapely.box(x, y, x + 100 + off, y + 100)
    strip = shapely.box(-50, 333, 100 * SIDE + 50, 345)
    thin = shapely.box(-50, 800, 100 * SIDE + 50, 800.4)
    shapes = np.array([*squares, strip, thin], dtype=object)[rng.permutation(len(x) + 2)]
    moved = shapely.transform(shapes, lambda xy: xy + np.array([38_500_000, 3_370_000]))
    degrees: Shapes = gpd.GeoSeries(moved, crs=4526).to_crs(4490).to_numpy()
    return degrees


def compared(shapes: Shapes, own: Plane | None = None) -> list[Problem]:
    rows = np.arange(1, len(shapes) + 1)
    return compare_neighbours(
        ShapeColumn.of(shapes), rows, RULES, np.full(len(shapes), -1, dtype=np.intp), own
    )


@pytest.mark.parametrize("epsg", [4526, 4547, 4548])
def test_shapes_that_came_from_the_plane_are_compared_as_they_came(
    parcels: Shapes, epsg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = gpd.GeoSeries(parcels, crs=4490).to_crs(epsg).to_numpy()
    geometry = checking.start(ShapeColumn.of(came), [])
    checking.carry_to_degrees(geometry, Carrier(epsg))
    expected = compared(parcels)
    there = [(p.kind.code, p.feature, p.values) for p in expected]
    carried = []
    monkeypatch.setattr(neighbours, "_in_plane", lambda *given: carried.append(given))
    if epsg == 4548:  # another zone than that of the data
        with pytest.raises(TypeError):
            compared(parcels, geometry.plane)
        return
    found = compared(parcels, geometry.plane)
    here = [(p.kind.code, p.feature, p.values) for p in found]
    assert (here, carried) == (there, []), "what is told is the same"
    assert {p.kind.code for p in found} >= {"overlapping-polygons", "sliver"}
    for told, known in zip(found, expected, strict=True):
        assert told.place == pytest.approx(known.place, abs=1e-9)


@pytest.mark.parametrize("at_once", [{"POLYGONS_AT_ONCE": 9}, {"CORNERS_AT_ONCE": 60}])
def test_blocks_find_the_same_overlaps_gaps_and_slivers_as_the_whole(
    parcels: Shapes, monkeypatch: pytest.MonkeyPatch, at_once: dict[str, int]
) -> None:
    whole = compared(parcels)
    codes = [problem.kind.code for problem in whole]
    assert codes.count("gap-between-neighbours") >= 5
    assert codes.count("overlapping-polygons") >= 20
    assert "sliver" in codes
    for name, value in at_once.items():
        monkeypatch.setattr(overlap, name, value)
    monkeypatch.setattr(shape_column, "HELD_BYTES", 0)
    monkeypatch.setattr(shape_column, "PART_SHAPES", 13)
    parts = compared(parcels)
    assert [(p.kind.code, p.feature, p.values) for p in parts] == [
        (p.kind.code, p.feature, p.values) for p in whole
    ]
    places = np.array([p.place for p in whole if p.place])
    assert np.array([p.place for p in parts if p.place]) == pytest.approx(places, abs=1e-5)
