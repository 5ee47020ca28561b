"""Classes of a raster by zone: ours beside exactextract alone, which counts cells and no m²."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.coverage_sets import as_in_offices
from benchmarks.frame import CPU_RATIO, PEAK, DisagreementError, Goal, Measured, Row, apart, peer
from geo.overlay.zonal import Grid, class_areas

SIDE, CELL_M, ACROSS, CLASSES = 5000, 10.0, 100, 11
WEST, NORTH, EPSG = 500_000.0, 3_400_000.0, 4547
# exactextract counts the cells of the plane; ours are brought to the ellipsoid.
SAME = 2e-3
HERE, OURS, BESIDE = "benchmarks.rows.zonal", "ecoatlas", "exactextract"


def values(side: int) -> Any:
    """Patches of some cells: what a land-cover product looks like."""
    coarse = np.random.default_rng(3).integers(0, CLASSES, (side // 5, side // 5))
    return np.kron(coarse, np.ones((5, 5), dtype=np.int64)).astype(np.uint8) + 1


def zones(side: int, across: int) -> gpd.GeoSeries:
    """Quadrilaterals that share borders, none of them along the cells; and a hole, parts, an
    overlap and a sliver among them."""
    rng = np.random.default_rng(1)
    at = np.arange(across + 1.0)
    grid = np.stack(np.meshgrid(at, at, indexing="ij"), axis=2)
    grid += rng.uniform(-0.25, 0.25, grid.shape)
    zone_m = side * CELL_M / (across + 2)
    corners = (grid + 1) * zone_m + [WEST, NORTH - side * CELL_M]
    rings = [corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]]
    plain = shapely.polygons(np.stack(rings, axis=2).reshape(-1, 4, 2))
    return gpd.GeoSeries(as_in_offices(plain, zone_m), crs=EPSG)


def ours(side: int, across: int) -> Callable[[], list[float]]:
    """m² by class over all zones."""
    grid, shapes = Grid(values(side), WEST, NORTH, CELL_M, CELL_M, EPSG), zones(side, across)

    def job() -> list[float]:
        found = class_areas(shapes, grid).by_zone
        return [float(found[number].sum()) for number in range(1, CLASSES + 1)]

    return job


def theirs(side: int, across: int) -> Callable[[], list[float]]:
    """m² of the plane by class over all zones: what `unique` and `frac` of exactextract say."""
    from exactextract import exact_extract
    from exactextract.raster import NumPyRasterSource

    cells, shapes = values(side), zones(side, across)
    side_m = side * CELL_M
    edges = {"xmin": WEST, "ymin": NORTH - side_m, "xmax": WEST + side_m, "ymax": NORTH}
    source = NumPyRasterSource(cells, **edges, srs_wkt=shapes.crs.to_wkt())
    frame = gpd.GeoDataFrame(geometry=shapes)

    def job() -> list[float]:
        found = exact_extract(source, frame, ["unique", "frac", "count"], output="pandas")
        total = np.zeros(CLASSES + 1)
        for unique, share, count in zip(
            found["unique"], found["frac"], found["count"], strict=True
        ):
            total[np.asarray(unique, dtype=int)] += np.asarray(share) * count
        return [float(one) for one in total[1:] * CELL_M**2]

    return job


def measure(_folder: Path, share: float) -> Sequence[Measured]:
    size = (SIDE, ACROSS) if share == 1 else (SIDE // 10, ACROSS // 10)
    ours = apart(OURS, f"{HERE}:ours", *size, of=BESIDE, note="m² of the ellipsoid")
    theirs = peer(BESIDE, BESIDE, f"{HERE}:theirs", *size)
    if theirs.wall_s is None:
        return [ours, theirs]
    if not np.allclose(ours.answer, theirs.answer, rtol=SAME):
        raise DisagreementError(f"classes differ: {ours.answer} and {theirs.answer}")
    return [ours, replace(theirs, note="unique, frac and count; m² of the plane")]


ROWS = (
    Row(
        "zonal",
        f"栅格分类统计 · Classes by zone, {ACROSS**2:,} zones × {SIDE}² cells",
        (Goal(OURS, CPU_RATIO, 1.2), Goal(OURS, PEAK, 500)),
        measure,
        ("exactextract",),
    ),
)
