"""Vector tiles of a version, built, thinned where a tile would be too heavy, and checked.

The builder (freestiler) snaps every node to the grid of the tile by itself, so neighbours that
share nodes share them at every zoom, and what is smaller than the grid stays as one grid cell.
What it lacks is added here (docs/decisions/0005-tile-builder.md): features are built in portions,
so that memory stays bounded; a tile over the limit loses its smallest features, on the whole zoom
alike (never on the top zoom), and the loss is counted; every feature is looked for at the top zoom.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import freestiler
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.progress import Progress, silent
from layers.tile_merging import Thinning, merge

LAYER_NAME = "features"
KEY = "key"
# The grid of zoom 14 is 0.5 m at 30° north: half a pixel at zoom 18. The builder looks into every
# tile within the box of a feature, so features as wide as a country end at a lower zoom, 11 (4 m)
# at the lowest, and the browser draws on from it.
MAX_ZOOM, LOWEST_MAX_ZOOM = 14, 11
MANY_TILES = 30_000
LOWEST_MIN_ZOOM, HIGHEST_MIN_ZOOM = 0, 6
# Below this width on the screen a layer is not drawn at all.
SMALLEST_WIDTH_PX, TILE_PX = 64, 256
LARGEST_TILE_BYTES = 500_000
FEATURES_AT_ONCE = 100_000
# Half the side of the mark for a feature that the builder could not draw: 1 m.
MARK_DEG = 0.00001

TILES_INCOMPLETE = declare(
    "tiles-incomplete",
    "error",
    Text(
        "瓦片不完整：{count} 个要素未能写入（例如 {keys}）。",
        "The tiles are incomplete: {count} features could not be drawn (such as {keys}).",
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
            "builder": f"freestiler {_freestiler_version()}",
        }


def _freestiler_version() -> str:
    from importlib.metadata import version

    return version("freestiler")


def build_tiles(
    frame: gpd.GeoDataFrame,
    out: Path,
    *,
    key_field: str,
    properties: Sequence[str] = (),
    progress: Progress = silent,
    largest_tile_bytes: int = LARGEST_TILE_BYTES,
) -> TileReport:
    """Write the PMTiles archive of a canonical frame (EPSG:4490, unique text keys) to `out`.

    Each feature carries `key` and the named properties. Raises `tiles-incomplete` when a feature
    cannot be found at the top zoom.
    """
    drawn = _drawable(frame, key_field, properties)
    zooms = (min_zoom(drawn), max_zoom(drawn))
    thinning = Thinning(_importance(drawn), largest_tile_bytes)
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        parts = _portions(drawn, Path(scratch), zooms, progress)
        report = merge(parts, out, LAYER_NAME, thinning, _metadata(drawn, zooms), progress)
        missing = sorted(set(drawn[KEY]) - report.keys_at_top)
        if missing:
            parts.append(_marks(drawn, missing, Path(scratch), zooms))
            report = merge(parts, out, LAYER_NAME, thinning, _metadata(drawn, zooms), progress)
    _require_all(drawn, report.keys_at_top)
    return TileReport(*zooms, len(drawn), report.largest_tile_bytes, report.tiles, report.thinned)


def min_zoom(frame: gpd.GeoDataFrame) -> int:
    """The zoom at which the whole layer is about `SMALLEST_WIDTH_PX` wide, within 0 to 6."""
    west, south, east, north = frame.total_bounds
    width = max(east - west, north - south, 1e-9)
    zoom = math.floor(math.log2(SMALLEST_WIDTH_PX / TILE_PX * 360 / width))
    return min(max(zoom, LOWEST_MIN_ZOOM), HIGHEST_MIN_ZOOM)


def max_zoom(frame: gpd.GeoDataFrame) -> int:
    """The highest zoom, from 14 down to 11, at which large features cost at most `MANY_TILES`."""
    wanted = range(MAX_ZOOM, LOWEST_MAX_ZOOM, -1)
    return next((z for z in wanted if _tiles_in_boxes(frame, z) <= MANY_TILES), LOWEST_MAX_ZOOM)


def _tiles_in_boxes(frame: gpd.GeoDataFrame, zoom: int) -> float:
    """Tiles within the boxes of the features that are wider and higher than a tile, added up."""
    west, south, east, north = shapely.bounds(frame.geometry.to_numpy()).T
    wide = 360 / 2**zoom
    high = wide * np.cos(np.radians((south + north) / 2))
    return float((np.floor((east - west) / wide) * np.floor((north - south) / high)).sum())


def _drawable(
    frame: gpd.GeoDataFrame, key_field: str, properties: Sequence[str]
) -> gpd.GeoDataFrame:
    """Key, properties and geometry in longitude and latitude, without features that have no place.

    EPSG:4490 and WGS 84 differ by less than the grid of a tile; the numbers are taken as they are.
    """
    placed = frame[~(frame.geometry.is_empty | frame.geometry.isna())]
    columns: dict[str, Any] = {KEY: placed[key_field].astype("str")}
    for name in properties:
        if name in placed.columns and name != KEY:
            columns[name] = _property(placed[name])
    shapes = gpd.GeoSeries(shapely.force_2d(placed.geometry.to_numpy()), placed.index, crs=4326)
    return gpd.GeoDataFrame(columns, geometry=shapes)


def _property(column: pd.Series) -> pd.Series:
    """Numbers and truth values as they are; anything else as text."""
    if pd.api.types.is_numeric_dtype(column):
        return column
    return column.map(str, na_action="ignore").astype("str")


def _importance(drawn: gpd.GeoDataFrame) -> dict[str, float]:
    """How much a feature matters when a tile is too heavy: larger first, equals scattered."""
    shapes = drawn.geometry.to_numpy()
    sizes = np.maximum(shapely.area(shapes), shapely.length(shapes) * 1e-9)
    scatter = np.random.default_rng(0).random(len(drawn)) * 1e-15
    return dict(zip(drawn[KEY], sizes + scatter, strict=True))


def _portions(
    drawn: gpd.GeoDataFrame, scratch: Path, zooms: tuple[int, int], progress: Progress
) -> list[Path]:
    """Archives of the features in portions: the builder's memory grows with what it gets."""
    parts = []
    for start in range(0, len(drawn), FEATURES_AT_ONCE):
        progress("tiles", start, len(drawn))
        part = scratch / f"{start}.pmtiles"
        _build(drawn.iloc[start : start + FEATURES_AT_ONCE], part, zooms)
        parts.append(part)
    progress("tiles", len(drawn), len(drawn))
    return parts


def _build(drawn: gpd.GeoDataFrame, out: Path, zooms: tuple[int, int]) -> None:
    freestiler.freestile(
        drawn,
        out,
        layer_name=LAYER_NAME,
        min_zoom=zooms[0],
        max_zoom=zooms[1],
        generate_ids=False,
        quiet=True,
    )


def _marks(drawn: gpd.GeoDataFrame, keys: list[str], scratch: Path, zooms: tuple[int, int]) -> Path:
    """Small squares where features are that the builder left out, such as a line of 1 cm."""
    left_out = drawn[drawn[KEY].isin(keys)].copy()
    places = shapely.point_on_surface(left_out.geometry.to_numpy())
    left_out.geometry = shapely.buffer(places, MARK_DEG, cap_style="square")
    out = scratch / "marks.pmtiles"
    _build(left_out, out, zooms)
    return out


def _require_all(drawn: gpd.GeoDataFrame, found: set[str]) -> None:
    missing = sorted(set(drawn[KEY]) - found)
    if missing:
        raise EcoAtlasError(TILES_INCOMPLETE, count=len(missing), keys=", ".join(missing[:5]))


def _metadata(drawn: gpd.GeoDataFrame, zooms: tuple[int, int]) -> dict[str, Any]:
    """The header's facts, and what readers of vector tiles expect to be told."""
    fields = {
        name: "Number" if pd.api.types.is_numeric_dtype(drawn[name]) else "String"
        for name in drawn.columns
        if name != drawn.geometry.name
    }
    layer = {"id": LAYER_NAME, "minzoom": zooms[0], "maxzoom": zooms[1], "fields": fields}
    west, south, east, north = (float(edge) for edge in drawn.total_bounds)
    return {
        "zooms": zooms,
        "bbox": (west, south, east, north),
        "metadata": {"name": LAYER_NAME, "format": "pbf", "vector_layers": [layer]},
    }
