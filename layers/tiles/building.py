"""Vector tiles of a version, built, thinned where a tile would be too heavy, and checked.

Every node is snapped to the grid of the tile by itself, so neighbours that share nodes share them
at every zoom, and what is smaller than the grid stays as one grid cell
(docs/decisions/0038-tiles-drawn-in-arrays.md). Tiles are drawn in parts, so that memory stays
bounded; a tile over the limit loses its smallest features, on the whole zoom alike (never on the
top zoom), and the loss is counted; every feature is looked for at the top zoom.
"""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.system.memory import give_back
from layers.system.progress import Progress, silent
from layers.tiles.drawing import Drawn, coarser, drawn, outlined, snapped, some_at_a_time
from layers.tiles.merging import Mask, Thinning, Writing, merge
from layers.tiles.partitions import plan
from layers.tiles.source import Floats, Rows, TileSource
from layers.tiles.spool import Spool

LAYER_NAME = "features"
# What the report of tiles says made them; a number more when the same features give other tiles.
BUILDER = "ecoatlas 4"
# The grid of zoom 14 is 0.5 m at 30° north: half a pixel at zoom 18. The builder looks into every
# tile within the box of a feature, so features as wide as a country end at a lower zoom, 11 (4 m)
# at the lowest, and the browser draws on from it.
MAX_ZOOM, LOWEST_MAX_ZOOM = 14, 11
MANY_TILES = 30_000
# After so many the memory that the builder has freed is worth giving back.
MANY_FEATURES = 10_000
LOWEST_MIN_ZOOM, HIGHEST_MIN_ZOOM = 0, 6
# Below this width on the screen a layer is not drawn at all.
SMALLEST_WIDTH_PX, TILE_PX = 64, 256
LARGEST_TILE_BYTES = 500_000

TILES_INCOMPLETE = declare(
    "tiles-incomplete",
    "error",
    Text(
        "瓦片不完整：{count} 个要素未能写入（例如 {keys}）。",
        "The tiles are incomplete: {count:feature|features} could not be drawn (such as {keys}).",
    ),
    Text(
        "请检查这些要素的几何；版本已保存，只是地图还不能显示它。",
        "Check their geometry; the version is stored, but the map cannot show it yet.",
    ),
)


@dataclass(frozen=True)
class TileReport:
    """What the tiles hold; `thinned` counts by zoom the features that are not drawn there."""

    min_zoom: int
    max_zoom: int
    features: int
    largest_tile_bytes: int
    tiles: int
    thinned: dict[int, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "min_zoom": self.min_zoom,
            "max_zoom": self.max_zoom,
            "features": self.features,
            "thinned": {str(zoom): count for zoom, count in self.thinned.items()},
            "largest_tile_bytes": self.largest_tile_bytes,
            "tiles": self.tiles,
            "builder": BUILDER,
        }


def build_tiles(
    data: Path | IO[bytes],
    out: Path,
    *,
    key_field: str,
    properties: Sequence[str] = (),
    progress: Progress = silent,
    largest_tile_bytes: int = LARGEST_TILE_BYTES,
) -> TileReport:
    """Write the PMTiles archive of canonical features (GeoParquet, EPSG:4490, unique text keys).

    Each feature carries `key` and the named properties. Raises `tiles-incomplete` when a feature
    cannot be found at the top zoom.
    """
    source = TileSource(data, key_field, properties)
    try:
        return _build_tiles(source, out, progress, largest_tile_bytes)
    finally:
        source.close()


def _build_tiles(
    source: TileSource, out: Path, progress: Progress, largest_tile_bytes: int
) -> TileReport:
    features = source.outlines()
    zooms = (min_zoom(features.bounds), max_zoom(features.bounds))
    planned = plan(features, zooms)
    thinning = Thinning(features, largest_tile_bytes, planned.left_out)
    about = _metadata(source, features.bounds, zooms)
    with (
        tempfile.TemporaryFile(dir=out.parent) as scratch,
        ThreadPoolExecutor(cores()) as pool,
    ):
        spool = Spool(scratch)
        _draw(source, planned.parts, zooms, Drawing(spool, thinning, pool), progress)
        writing = Writing(LAYER_NAME, source.columns(), spool, thinning, pool)
        report = merge(writing, out, about, progress)
    _require_all(source, report.at_top)
    return TileReport(
        *zooms, len(features), report.largest_tile_bytes, report.tiles, report.thinned
    )


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def min_zoom(bounds: Floats) -> int:
    """The zoom at which the whole layer is about `SMALLEST_WIDTH_PX` wide, within 0 to 6.

    bounds: the box of each feature in degrees.
    """
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    width = max(east - west, north - south, 1e-9)
    zoom = math.floor(math.log2(SMALLEST_WIDTH_PX / TILE_PX * 360 / width))
    return min(max(zoom, LOWEST_MIN_ZOOM), HIGHEST_MIN_ZOOM)


def max_zoom(bounds: Floats) -> int:
    """The highest zoom, from 14 down to 11, at which large features cost at most `MANY_TILES`."""
    wanted = range(MAX_ZOOM, LOWEST_MAX_ZOOM, -1)
    return next((z for z in wanted if _tiles_in_boxes(bounds, z) <= MANY_TILES), LOWEST_MAX_ZOOM)


def _tiles_in_boxes(bounds: Floats, zoom: int) -> float:
    """Tiles within the boxes of the features that are wider and higher than a tile, added up."""
    west, south, east, north = bounds.T
    wide = 360 / 2**zoom
    high = wide * np.cos(np.radians((south + north) / 2))
    return float((np.floor((east - west) / wide) * np.floor((north - south) / high)).sum())


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where what is drawn goes, what is left out, and who draws."""

    spool: Spool
    thinning: Thinning
    pool: ThreadPoolExecutor

    def put(self, whole: Drawn, zoom: int) -> None:
        """All of it in the tiles of a zoom, some features beside others."""

        def some(features: Rows) -> None:
            self.spool.put(zoom, drawn(whole, features, zoom))

        list(self.pool.map(some, some_at_a_time(whole, zoom)))


def _draw(
    source: TileSource,
    parts: list[Rows],
    zooms: tuple[int, int],
    drawing: Drawing,
    progress: Progress,
) -> None:
    """Every part, one after the other, from the top zoom down."""
    features = len(drawing.thinning.features)
    for rows in parts:
        progress("tiles", int(rows[0]), features)
        whole = snapped(outlined(source.shapes(rows), rows), zooms[1])
        drawing.put(whole, zooms[1])
        for zoom in range(zooms[1] - 1, zooms[0] - 1, -1):
            whole = coarser(whole, drawing.thinning.at(zoom))
            drawing.put(whole, zoom)
        if len(rows) > MANY_FEATURES:
            give_back()
    progress("tiles", features, features)


def _require_all(source: TileSource, found: Mask) -> None:
    if not found.all():
        missing = source.keys(np.flatnonzero(~found))
        raise EcoAtlasError(TILES_INCOMPLETE, count=len(missing), keys=", ".join(missing[:5]))


def _metadata(source: TileSource, bounds: Floats, zooms: tuple[int, int]) -> dict[str, Any]:
    """The header's facts, and what readers of vector tiles expect to be told."""
    layer = {
        "id": LAYER_NAME,
        "minzoom": zooms[0],
        "maxzoom": zooms[1],
        "fields": source.fields(),
    }
    west, south = (float(edge) for edge in bounds[:, :2].min(axis=0))
    east, north = (float(edge) for edge in bounds[:, 2:].max(axis=0))
    return {
        "zooms": zooms,
        "bbox": (west, south, east, north),
        "metadata": {"name": LAYER_NAME, "format": "pbf", "vector_layers": [layer]},
    }
