"""An illustrative land cover (示例): a raster of 50 m in the class codes of CLCD.

Water, built-up ground and corridors lie where the layers of the demonstration have them; what is
between is drawn by a seeded model and stands for no real place. Metres in the plane of zone 38.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from affine import Affine
from rasterio.features import rasterize

from demonstration.sources import PLANE

CELL_M = 50.0
SEED = 20241231
NOTHING, CROPS, FOREST, GRASS, WATER, SEALED, WETLAND = 0, 1, 2, 4, 5, 8, 9
# How fine the patches are, in cells, and how much of the ground they take.
HILLS, MEADOWS, GROVES = (66, 0.24), (42, 0.12), (10, 0.2)
# What a corridor is made of by its status: the shares of forest, grass and sealed ground; the rest
# is cropland still.
CORRIDORS = {"建成": (0.62, 0.26, 0.06), "在建": (0.35, 0.22, 0.1), "规划": (0.12, 0.1, 0.03)}
SURFACES = {"绿地": GRASS, "水面": WATER}
SHORE_M = 120.0
BLOCK = 256

Cells = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def land_cover(layers: Mapping[str, gpd.GeoDataFrame]) -> tuple[Cells, Affine]:
    """Cells and their place, from layers of the demonstration by id; outside the districts 0."""
    place, shape = _grid(layers["admin_divisions"].total_bounds)

    def within(shapes: Iterable[shapely.Geometry]) -> Mask:
        burnt = rasterize(shapes, out_shape=shape, transform=place, dtype="uint8")
        return np.asarray(burnt, dtype=bool)

    water = within([*layers["rivers"].geometry, *layers["lakes"].geometry])
    shore = within([*layers["lakes"].geometry.buffer(SHORE_M)])
    cells = np.full(shape, CROPS, dtype=np.uint8)
    cells[_patches(shape, *HILLS, key=1)] = FOREST
    cells[_patches(shape, *MEADOWS, key=2) & (cells == CROPS)] = GRASS
    cells[shore] = WETLAND
    cells[within(layers["built_up_area"].geometry)] = SEALED
    for surface, value in SURFACES.items():
        lies = layers["land_surfaces"]
        cells[within(lies.geometry[lies["地表类型"] == surface])] = value
    groves = _patches(shape, *GROVES, key=3)
    cells[groves & (cells == GRASS)] = FOREST
    for status, shares in CORRIDORS.items():
        lies = layers["corridors"]
        _plant(cells, within(lies.geometry[lies["建设状态"] == status]), shares)
    cells[water] = WATER
    cells[~within(layers["admin_divisions"].geometry)] = NOTHING
    return cells, place


def _grid(bounds: npt.NDArray[np.float64]) -> tuple[Affine, tuple[int, int]]:
    west, south = (np.floor(edge / CELL_M) * CELL_M for edge in bounds[:2])
    east, north = (np.ceil(edge / CELL_M) * CELL_M for edge in bounds[2:])
    shape = round((north - south) / CELL_M), round((east - west) / CELL_M)
    return Affine(CELL_M, 0, west, 0, -CELL_M, north), shape


def _plant(cells: Cells, lies: Mask, shares: tuple[float, float, float]) -> None:
    drawn = _noise(cells.shape, 2, key=4)[lies]
    edges = np.quantile(drawn, np.cumsum(shares)) if len(drawn) else np.zeros(3)
    values = np.array([FOREST, GRASS, SEALED, CROPS], dtype=np.uint8)
    cells[lies] = values[np.searchsorted(edges, drawn)]


def _patches(shape: tuple[int, ...], size: int, share: float, key: int) -> Mask:
    noise = _noise(shape, size, key)
    found: Mask = noise > np.quantile(noise, 1 - share)
    return found


def _noise(shape: tuple[int, ...], size: int, key: int) -> npt.NDArray[np.float64]:
    """Random heights every `size` cells, straight between them."""
    random = np.random.default_rng([SEED, key])
    knots = random.random((shape[0] // size + 2, shape[1] // size + 2))
    rows, columns = (np.arange(length) / size for length in shape)
    at = np.arange(knots.shape[1])
    across = np.array([np.interp(columns, at, row) for row in knots])
    low = rows.astype(int)
    part = (rows - low)[:, None]
    heights: npt.NDArray[np.float64] = across[low] * (1 - part) + across[low + 1] * part
    return heights


def write_cover(cells: Cells, place: Affine, path: Path) -> None:
    """A GeoTIFF of one band, deflated, as offices are sent it."""
    height, width = cells.shape
    about = {
        "driver": "GTiff",
        "width": width,
        "height": height,
        "count": 1,
        "dtype": "uint8",
        "nodata": NOTHING,
        "crs": f"EPSG:{PLANE}",
        "transform": place,
        "compress": "deflate",
        "zlevel": 9,
        "tiled": True,
        "blockxsize": BLOCK,
        "blockysize": BLOCK,
    }
    with rasterio.open(path, "w", **about) as out:
        out.write(cells, 1)
