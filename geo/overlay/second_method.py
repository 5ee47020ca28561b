"""A second opinion on a partition: cells of a raster counted instead of polygons cut.

Independent of `geo.overlay.partition`: no set operation on polygons anywhere, GDAL's rasteriser
decides which cell centres lie in which polygon. The cells are squares of the Gauss-Krüger plane;
their areas on the ellipsoid come from the scale at their place (`geo.measure.areal`), one
value for a block of cells, so that the only difference to the exact figures is the raggedness of
the edges: a boundary of length L leaves about 0.3·√(L·cell)·cell, 0.01 % of a district at 5 m.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio import Affine
from rasterio.features import rasterize

from geo.crs import transform as crs
from geo.errors import NO_CRS, EcoAtlasError
from geo.measure.areal import areal_scale
from geo.overlay.partition import REST, class_ranks
from geo.plane.arrays import Floats, Geometries, Positions
from geo.plane.polygons import plane_polygons

# A window of this many cells a side: 4 MB of bytes for the region and as much for the classes.
WINDOW = 2048
# Within a block the scale changes by less than 1e-6 of itself, evenly to both sides.
BLOCK = 64
NO_ZONE = 255


@dataclass(frozen=True, slots=True)
class _Window:
    west: float
    north: float
    columns: int
    rows: int
    cell_m: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        width, height = self.columns * self.cell_m, self.rows * self.cell_m
        return self.west, self.north - height, self.west + width, self.north


def raster_areas(
    region: gpd.GeoDataFrame,
    zones: gpd.GeoDataFrame,
    classes: Sequence[str],
    worst_first: Sequence[str],
    cell_m: float = 5.0,
) -> dict[str, float]:
    """Area in m² of each class, of "rest" (no zone) and of the "region", by counting cells.

    Arguments and errors as `geo.overlay.partition.partition_region`. A cell belongs to a polygon
    when its centre does; where classes compete the worse is burnt over the better. Works window by
    window: memory does not grow with the region.
    """
    rank = class_ranks(classes, worst_first)
    if region.crs is None or zones.crs is None:
        raise EcoAtlasError(NO_CRS)
    totals = np.zeros(len(worst_first) + 1)
    if not (region.geometry.isna() | region.geometry.is_empty).all():
        epsg = crs.plane_epsg(region)
        blocks, grounds = plane_polygons(region, epsg), plane_polygons(zones, epsg)
        totals = _counted(blocks, grounds, rank, totals, cell_m)
    areas = dict(zip([*worst_first, REST], totals.tolist(), strict=True))
    return {**areas, "region": float(totals.sum())}


def _counted(
    region: Geometries,
    zones: Geometries,
    rank: Positions,
    totals: Floats,
    cell_m: float,
) -> Floats:
    bounds = shapely.total_bounds(region)
    best_first = np.argsort(-rank, kind="stable")
    worst_last, codes = zones[best_first], rank[best_first]
    for window in _windows(bounds, cell_m):
        inside = _burnt(region, np.ones(len(region), dtype=np.intp), window, 0) == 1
        if inside.any():
            burnt = _burnt(worst_last, codes, window, NO_ZONE)
            burnt[burnt == NO_ZONE] = len(totals) - 1
            totals = totals + _weighed(burnt, inside, window, len(totals))
    return totals


def _windows(bounds: Floats, cell_m: float) -> Iterator[_Window]:
    west, south = np.floor(bounds[:2] / cell_m) * cell_m
    east, north = np.ceil(bounds[2:] / cell_m) * cell_m
    columns, rows = round((east - west) / cell_m), round((north - south) / cell_m)
    for row in range(0, rows, WINDOW):
        for column in range(0, columns, WINDOW):
            yield _Window(
                west + column * cell_m,
                north - row * cell_m,
                min(WINDOW, columns - column),
                min(WINDOW, rows - row),
                cell_m,
            )


def _burnt(
    polygons: Geometries, codes: Positions, window: _Window, nothing: int
) -> NDArray[np.uint8]:
    """Codes of the polygons at the cell centres; later polygons over earlier ones."""
    near = shapely.intersects(shapely.box(*shapely.bounds(polygons).T), shapely.box(*window.bounds))
    shapes = list(zip(polygons[near], codes[near].tolist(), strict=True))
    shape = (window.rows, window.columns)
    if not shapes:
        return np.full(shape, nothing, dtype=np.uint8)
    burnt: NDArray[np.uint8] = rasterize(
        shapes,
        out_shape=shape,
        fill=nothing,
        transform=Affine(window.cell_m, 0, window.west, 0, -window.cell_m, window.north),
        dtype=np.uint8,
    )
    return burnt


def _weighed(
    codes: NDArray[np.uint8],
    inside: NDArray[np.bool_],
    window: _Window,
    count: int,
) -> Floats:
    """m² of each code: cells counted block by block, times the cell area at the block's middle."""
    (row, y), (column, x) = (_blocks(cells, window.cell_m) for cells in codes.shape)
    block = row[:, None] * len(x) + column[None, :]
    together = (block * count + codes)[inside]
    cells = np.bincount(together, minlength=len(y) * len(x) * count).reshape(-1, count)
    east, south = (axis.ravel() for axis in np.meshgrid(x, y))
    scale = areal_scale(window.west + east, window.north - south)
    weighed: Floats = (scale * window.cell_m**2) @ cells
    return weighed


def _blocks(cells: int, cell_m: float) -> tuple[Positions, Floats]:
    """The block of each cell along one side, and the middles of the blocks in metres."""
    block = np.arange(cells) // BLOCK
    sizes = np.bincount(block)
    middles: Floats = (np.cumsum(sizes) - sizes / 2) * cell_m
    return block, middles
