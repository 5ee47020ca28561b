"""Pictures of a stored raster: one tile of the map, or all of it, in the colours of its legend.

A pixel shows the class of the cell under its middle, from the overview that fits the zoom; nothing
is mixed. Places are carried to the raster's CRS on a coarse lattice and interpolated between, which
is right to a fraction of a pixel.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rasterio.enums import Resampling
from rasterio.windows import Window

from geo.crs.gauss_kruger import CGCS2000, WEB_MERCATOR
from geo.crs.ways import way
from layers.kinds.legends import RasterLegend
from layers.storage.raster_store import stored
from layers.storage.store import Store

TILE_PX = 256
LATTICE = 17
HALF_WORLD_M = 20_037_508.342789244
# Far out a tile would read more cells than it shows, whatever the overviews.
MOST_READ_PX = 4 * TILE_PX
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of Web Mercator (metres) and its size in pixels."""

    west: float
    south: float
    east: float
    north: float
    width: int
    height: int


def tile_frame(zoom: int, x: int, y: int) -> Frame | None:
    """The frame of a tile of the usual scheme; None where there is no such tile."""
    if not (0 <= zoom <= 22 and 0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
        return None
    side = 2 * HALF_WORLD_M / (1 << zoom)
    west, north = x * side - HALF_WORLD_M, HALF_WORLD_M - y * side
    return Frame(west, north - side, west + side, north, TILE_PX, TILE_PX)


def frame_around(bounds: tuple[float, float, float, float], longest_px: int) -> Frame:
    """A frame around bounds in degrees (EPSG:4490), its longer side `longest_px`."""
    there = way(CGCS2000, WEB_MERCATOR).transform_bounds(*bounds)
    west, south, east, north = map(float, there)
    scale = longest_px / max(east - west, north - south, 1e-6)
    size = (max(1, round((east - west) * scale)), max(1, round((north - south) * scale)))
    return Frame(west, south, east, north, *size)


def picture(store: Store, sha256: str, legend: RasterLegend, frame: Frame) -> bytes:
    """The frame as PNG; where the raster has no value it is transparent."""
    with stored(store, sha256) as dataset:
        values = _values(dataset, frame)
    classes = np.unique(values)
    image = Image.fromarray(np.searchsorted(classes, values).astype(np.uint8), mode="P")
    image.putpalette(b"".join(_rgb(legend, int(value)) for value in classes))
    nothing = bytes(0 if value < 0 else 255 for value in classes)
    out = io.BytesIO()
    image.save(out, "PNG", transparency=nothing, optimize=True)
    return out.getvalue()


def _rgb(legend: RasterLegend, value: int) -> bytes:
    return bytes.fromhex(legend.named(value).colour[1:]) if value >= 0 else b"\xff\xff\xff"


def _values(dataset: Any, frame: Frame) -> NDArray[np.int32]:
    """The class under the middle of each pixel, −1 where there is none."""
    column, row = _cells_under(dataset, frame)
    inside = (column >= 0) & (column < dataset.width) & (row >= 0) & (row < dataset.height)
    values = np.full(inside.shape, -1, dtype=np.int32)
    if not inside.any():
        return values
    low_c, low_r = int(column[inside].min()), int(row[inside].min())
    width, height = int(column[inside].max()) - low_c + 1, int(row[inside].max()) - low_r + 1
    shape = (min(height, MOST_READ_PX), min(width, MOST_READ_PX))
    window = Window(low_c, low_r, width, height)
    read = dataset.read(1, window=window, out_shape=shape, resampling=Resampling.nearest)
    at_r = ((row[inside] - low_r) * shape[0] / height).astype(np.intp)
    at_c = ((column[inside] - low_c) * shape[1] / width).astype(np.intp)
    found = read[at_r, at_c].astype(np.int32)
    values[inside] = np.where(found == int(dataset.nodata), -1, found)
    return values


def _cells_under(dataset: Any, frame: Frame) -> tuple[Floats, Floats]:
    """Column and row, with fractions, of the middle of every pixel."""
    x = np.linspace(frame.west, frame.east, LATTICE)
    y = np.linspace(frame.north, frame.south, LATTICE)
    there = way(WEB_MERCATOR, dataset.crs.to_epsg())
    east, north = there.transform(*np.meshgrid(x, y))
    place = dataset.transform
    columns = _between((np.asarray(east) - place.c) / place.a, frame)
    rows = _between((np.asarray(north) - place.f) / place.e, frame)
    return columns, rows


def _between(lattice: Floats, frame: Frame) -> Floats:
    """Bilinear interpolation from the lattice to the middles of the pixels."""
    nodes = np.arange(LATTICE)
    at_x = (np.arange(frame.width) + 0.5) / frame.width * (LATTICE - 1)
    at_y = (np.arange(frame.height) + 0.5) / frame.height * (LATTICE - 1)
    across = np.stack([np.interp(at_x, nodes, line) for line in lattice])
    low = np.minimum(at_y.astype(np.intp), LATTICE - 2)
    share = (at_y - low)[:, None]
    filled: Floats = across[low] * (1 - share) + across[low + 1] * share
    return filled
