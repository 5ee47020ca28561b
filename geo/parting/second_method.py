"""A second opinion on a parted region: cells of a raster counted instead of polygons cut.

Independent of `geo.parting.by_place`: no set operation on polygons anywhere, GDAL's rasteriser
decides which cell centres lie in which polygon. The cells are squares of the Gauss-Krüger plane;
their areas on the ellipsoid come from the scale at their place (`geo.measure.areal`), one
value for a block of cells, so that the only difference to the exact figures is the raggedness of
the edges: a boundary of length L leaves about 0.3·√(L·cell)·cell, 0.01 % of a district at 5 m.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio import Affine
from rasterio.features import rasterize

from geo.coverage.along import near_each
from geo.coverage.cover import Cover, boxes_in
from geo.coverage.regions import Progress
from geo.coverage.sharing import Source, Spread
from geo.measure.areal import areal_scale
from geo.overlay.partition import REST, class_ranks
from geo.parting.by_place import plane_of_region
from geo.plane.arrays import Floats, Geometries, Positions
from geo.plane.polygons import plane_polygons

# A window of this many cells a side: 4 MB of bytes for the region and as much for the classes.
WINDOW = 2048
# Within a block the scale changes by less than 1e-6 of itself, evenly to both sides.
BLOCK = 64
NO_ZONE = 255
# Rasterio silences a warning for all threads while it burns: two at once would hear it.
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Task:
    """A window of cells, what is read for it of the region, and the zones near it with the places
    of their classes in the order of classes, the best first."""

    region: Cover | Source
    pieces: Positions
    epsg: int
    bounds: Floats
    cell_m: float
    zones: Geometries
    codes: Positions
    classes: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of cells; both are whole blocks."""
        west, south, east, north = self.bounds / self.cell_m
        return round(north - south), round(east - west)

    def blocks(self) -> Geometries:
        """The polygons of the region near the window, in the plane."""
        cover, boxes = self.region, self.bounds[None]
        if not isinstance(cover, Cover):
            places = boxes_in(boxes, self.epsg, cover.crs)
            cover = Cover(cover.read(self.pieces, places)).in_plane(self.epsg)
        with ThreadPoolExecutor(1) as pool:
            _, near = cover.near(boxes, pool)
        return cover.plane[near]


def raster_areas(
    region: gpd.GeoDataFrame | Source,
    zones: gpd.GeoDataFrame,
    classes: Sequence[str],
    worst_first: Sequence[str],
    cell_m: float = 5.0,
    *,
    progress: Progress | None = None,
    spread: Spread | None = None,
) -> dict[str, float]:
    """Area in m² of each class, of "rest" (no zone) and of the "region", by counting cells.

    Arguments and errors as `geo.parting.by_place.parted`. A cell belongs to a polygon when its
    centre does; where classes compete the worse is burnt over the better. Works window by window,
    each of a grid that does not depend on the region: memory does not grow with it.
    """
    rank = class_ranks(classes, worst_first)
    epsg = plane_of_region(region, zones)
    count = len(worst_first) + 1
    cover = Cover(region).in_plane(epsg) if isinstance(region, gpd.GeoDataFrame) else region
    tasks = _tasks(cover, plane_polygons(zones, epsg), rank, epsg, count, cell_m)
    totals = np.zeros(count)
    for done, sums in enumerate(_answers(tasks, spread), start=1):
        totals = totals + sums
        if progress:
            progress(done, len(tasks))
    areas = dict(zip([*worst_first, REST], totals.tolist(), strict=True))
    return {**areas, "region": float(totals.sum())}


def _tasks(
    region: Cover | Source,
    zones: Geometries,
    rank: Positions,
    epsg: int,
    classes: int,
    cell_m: float,
) -> list[Task]:
    windows = _windows(region, epsg, cell_m)
    if not len(windows):
        return []
    starts, pieces = _pieces(region, windows, epsg)
    best_first = np.argsort(-rank, kind="stable")
    best_first = best_first[~shapely.is_empty(zones[best_first])]
    zone_starts, near = near_each(windows, shapely.bounds(zones[best_first]))
    tasks = []
    for at in np.flatnonzero(np.diff(starts)):
        some = best_first[np.sort(near[zone_starts[at] : zone_starts[at + 1]])]
        read = pieces[starts[at] : starts[at + 1]]
        tasks.append(
            Task(region, read, epsg, windows[at], cell_m, zones[some], rank[some], classes)
        )
    return tasks


def _windows(region: Cover | Source, epsg: int, cell_m: float) -> Floats:
    """(n, 4) windows of a grid that is the same for every region, as much of each as may hold some
    of it."""
    bounds = region.bounds
    if np.isnan(bounds).any():
        return np.zeros((0, 4))
    block, side = BLOCK * cell_m, WINDOW * cell_m
    inner = boxes_in(bounds[None], region.crs, epsg)[0] / block
    west, south = np.floor(inner[:2]) * block
    east, north = np.ceil(inner[2:]) * block
    x = np.arange(np.floor(west / side), np.ceil(east / side)) * side
    y = np.arange(np.floor(south / side), np.ceil(north / side)) * side
    x, y = (axis.ravel() for axis in np.meshgrid(x, y))
    low = np.stack([np.maximum(x, west), np.maximum(y, south)], axis=1)
    high = np.stack([np.minimum(x + side, east), np.minimum(y + side, north)], axis=1)
    return np.concatenate([low, high], axis=1)


def _pieces(region: Cover | Source, windows: Floats, epsg: int) -> tuple[Any, Any]:
    """Of each window the pieces of the region near it, as `Source.pieces`."""
    if not isinstance(region, Cover):
        return region.pieces(boxes_in(windows, epsg, region.crs))
    with ThreadPoolExecutor(1) as pool:
        return region.near(windows, pool)


def _answers(tasks: Iterable[Task], spread: Spread | None) -> Iterator[Floats]:
    """In turn: rasterio hides a warning while it burns, which no other thread may undo."""
    return spread(counted, tasks) if spread else map(counted, tasks)


def counted(task: Task) -> Floats:
    """(classes + rest,) m² of the region in a window."""
    blocks = task.blocks()
    inside = _burnt(blocks, np.ones(len(blocks), dtype=np.intp), task, 0) == 1
    if not inside.any():
        return np.zeros(task.classes)
    burnt = _burnt(task.zones, task.codes, task, NO_ZONE)
    burnt[burnt == NO_ZONE] = task.classes - 1
    return _weighed(burnt, inside, task)


def _burnt(polygons: Geometries, codes: Positions, task: Task, nothing: int) -> NDArray[np.uint8]:
    """Codes of the polygons at the cell centres; later polygons over earlier ones."""
    if not len(polygons):
        return np.full(task.shape, nothing, dtype=np.uint8)
    west, north = task.bounds[0], task.bounds[3]
    with ONE_AT_A_TIME:
        burnt: NDArray[np.uint8] = rasterize(
            list(zip(polygons, codes.tolist(), strict=True)),
            out_shape=task.shape,
            fill=nothing,
            transform=Affine(task.cell_m, 0, west, 0, -task.cell_m, north),
            dtype=np.uint8,
        )
    return burnt


def _weighed(codes: NDArray[np.uint8], inside: NDArray[np.bool_], task: Task) -> Floats:
    """m² of each code: cells counted block by block, times the cell area at the block's middle."""
    (row, y), (column, x) = (_blocks(cells, task.cell_m) for cells in task.shape)
    block = row[:, None] * len(x) + column[None, :]
    together = (block * task.classes + codes)[inside]
    cells = np.bincount(together, minlength=len(y) * len(x) * task.classes)
    east, south = (axis.ravel() for axis in np.meshgrid(x, y))
    scale = areal_scale(task.bounds[0] + east, task.bounds[3] - south)
    weighed: Floats = (scale * task.cell_m**2) @ cells.reshape(-1, task.classes)
    return weighed


def _blocks(cells: int, cell_m: float) -> tuple[Positions, Floats]:
    """The block of each cell along one side, and the middles of the blocks in metres."""
    middles = np.arange(cells // BLOCK, dtype=np.float64) + 0.5
    return np.arange(cells) // BLOCK, middles * (BLOCK * cell_m)
