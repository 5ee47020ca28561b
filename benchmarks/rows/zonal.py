"""Classes of a raster by zone: ours beside exactextract alone, which counts cells and no m²."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.frame import DisagreementError, Measured, Row, apart
from geo.overlay.zonal import Grid, class_areas

SIDE, CELL_M, ACROSS, CLASSES = 5000, 10.0, 100, 11
WEST, NORTH, EPSG = 500_000.0, 3_400_000.0, 4547
# exactextract counts the cells of the plane; ours are brought to the ellipsoid.
SAME = 2e-3


def values() -> Any:
    """Patches of some cells: what a land-cover product looks like."""
    coarse = np.random.default_rng(3).integers(0, CLASSES, (SIDE // 5, SIDE // 5))
    return np.kron(coarse, np.ones((5, 5), dtype=np.int64)).astype(np.uint8) + 1


def zones() -> gpd.GeoSeries:
    """Ten thousand quadrilaterals that share borders, none of them along the cells."""
    rng = np.random.default_rng(1)
    at = np.arange(ACROSS + 1.0)
    grid = np.stack(np.meshgrid(at, at, indexing="ij"), axis=2)
    grid += rng.uniform(-0.25, 0.25, grid.shape)
    corners = (grid + 1) * (SIDE * CELL_M / (ACROSS + 2)) + [WEST, NORTH - SIDE * CELL_M]
    rings = [corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]]
    return gpd.GeoSeries(shapely.polygons(np.stack(rings, axis=2).reshape(-1, 4, 2)), crs=EPSG)


def ours() -> Callable[[], list[float]]:
    """m² by class over all zones."""
    grid, shapes = Grid(values(), WEST, NORTH, CELL_M, CELL_M, EPSG), zones()

    def job() -> list[float]:
        found = class_areas(shapes, grid).by_zone
        return [float(found[number].sum()) for number in range(1, CLASSES + 1)]

    return job


def theirs() -> Callable[[], list[float]]:
    """m² of the plane by class over all zones: what `unique` and `frac` of exactextract say."""
    from exactextract import exact_extract
    from exactextract.raster import NumPyRasterSource

    cells, shapes = values(), zones()
    side = SIDE * CELL_M
    edges = {"xmin": WEST, "ymin": NORTH - side, "xmax": WEST + side, "ymax": NORTH}
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


def measure(_folder: Path) -> Sequence[Measured]:
    here = "benchmarks.rows.zonal"
    found = [
        apart("ecoatlas", f"{here}:ours", of="exactextract", note="m² of the ellipsoid"),
        apart("exactextract", f"{here}:theirs", note="unique, frac and count; the plane"),
    ]
    if not np.allclose(found[0].answer, found[1].answer, rtol=SAME):
        raise DisagreementError(f"classes differ: {found[0].answer} and {found[1].answer}")
    return found


ROWS = (
    Row(
        "zonal",
        f"栅格分类统计 · Classes by zone, {ACROSS**2:,} zones × {SIDE}² cells",
        "≤ 1.2 × exactextract, ≤ 500 MB",
        measure,
        ("exactextract",),
    ),
)
