"""The cells of a stored raster: `raster.tif` beside its table of classes, read by window.

    <sha256>/ raster.tif   cloud-optimised GeoTIFF in the CRS it came in; nothing was resampled

The SHA-256 of a raster is that of its cells and their place, however the file was packed: the same
cells are the same content.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rasterio.errors
from numpy.typing import NDArray
from rasterio.windows import Window

from geo.overlay.zonal import NOTHING, Bounds, Grid, window_of
from layers.catalogue import VersionRef
from layers.kinds import KINDS
from layers.kinds.legends import LEGENDS, RasterLegend
from layers.kinds.rasters import is_raster
from layers.storage.file_record import UNREADABLE, damaged
from layers.storage.store import Store

RASTER = "raster.tif"
FORM = b"ecoatlas raster 1\n"
ROWS_HASHED = 1024
# Only GeoTIFF, and no file beside it.
CLOSED = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "GDAL_PAM_ENABLED": "NO"}


@dataclass(frozen=True, slots=True)
class RasterClassRow:
    """A class of a raster: cells and m² of the ellipsoid."""

    value: int
    cells: int
    area_m2: float


@dataclass(frozen=True, slots=True)
class RasterFacts:
    """Size in cells, `cell` width and height in the units of the CRS; `empty` cells hold none."""

    epsg: int
    columns: int
    rows: int
    cell: tuple[float, float]
    legend: RasterLegend
    classes: tuple[RasterClassRow, ...]
    empty: int


def holds_raster(ref: VersionRef) -> bool:
    """Whether the version is of a kind whose layers are rasters."""
    return ref.kind in KINDS and is_raster(KINDS[ref.kind])


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A GeoTIFF of ours, open for reading by the one driver that may."""
    with (
        warnings.catch_warnings(),
        rasterio.Env(**CLOSED),
        rasterio.open(path, driver="GTiff") as dataset,
    ):
        warnings.simplefilter("ignore")
        yield dataset


@contextmanager
def stored(store: Store, sha256: str) -> Iterator[Any]:
    """The raster of a content, open for reading; fetched first where the store is not on disk.

    Raises `content-damaged` where it cannot be read as it was written.
    """
    try:
        with local_raster(store, sha256) as path, opened(path) as dataset:
            yield dataset
    except rasterio.errors.RasterioError as error:
        raise damaged(sha256, RASTER, UNREADABLE) from error


@contextmanager
def local_raster(store: Store, sha256: str) -> Iterator[Path]:
    """The raster of a content as a file on this disk."""
    if store.local is not None:
        yield store.local / sha256[:2] / sha256 / RASTER
        return
    with tempfile.TemporaryDirectory() as folder, store.open_file(sha256, RASTER) as file:
        path = Path(folder, RASTER)
        with path.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        yield path


def digest(path: Path, head: str) -> str:
    """SHA-256 over `head`, the place and the cells from north to south, 4 bytes each."""
    with opened(path) as dataset:
        hasher = hashlib.sha256(FORM + head.encode())
        place = [float(one) for one in tuple(dataset.transform)[:6]]
        about = (dataset.crs.to_epsg(), dataset.height, dataset.width, *(p.hex() for p in place))
        hasher.update(" ".join(map(str, about)).encode())
        for first in range(0, dataset.height, ROWS_HASHED):
            rows = min(ROWS_HASHED, dataset.height - first)
            hasher.update(_cells(dataset, Window(0, first, dataset.width, rows)).tobytes())
    return hasher.hexdigest()


def raster_sha256(path: Path, kind: str, legend: str) -> str:
    """The name of a content: its kind, the legend that was said, and the cells."""
    return digest(path, f"{kind}\n{legend}\n")


def stored_sha256(store: Store, sha256: str, kind: str) -> str:
    """What the stored cells and their table would be named now; raises OSError, KeyError."""
    legend = str(store.attributes(sha256, ["legend"])["legend"].iloc[0])
    with local_raster(store, sha256) as path:
        return raster_sha256(path, kind, legend)


def _cells(dataset: Any, window: Window) -> NDArray[np.int32]:
    """The cells of a window, `NOTHING` where there is no value."""
    values = dataset.read(1, window=window).astype("<i4")
    values[values == int(dataset.nodata)] = NOTHING
    cells: NDArray[np.int32] = values
    return cells


def grid_around(store: Store, sha256: str, bounds: Bounds) -> Grid:
    """The cells around bounds in the CRS of the raster; raises `zones-too-large-for-raster`.

    Where the raster does not reach, the grid does not either; it may have no cell at all.
    """
    with stored(store, sha256) as dataset:
        place = dataset.transform
        cell = (place.a, -place.e)
        low, high = window_of(bounds, (place.c, place.f), cell)
        rows = np.clip([low[0], high[0]], 0, dataset.height)
        columns = np.clip([low[1], high[1]], 0, dataset.width)
        window = Window(columns[0], rows[0], columns[1] - columns[0], rows[1] - rows[0])
        there = bool(window.width and window.height)
        values = _cells(dataset, window) if there else np.empty((0, 0), np.int32)
        west, north = place.c + columns[0] * cell[0], place.f - rows[0] * cell[1]
        return Grid(values, west, north, *cell, dataset.crs.to_epsg())


def epsg_of(store: Store, sha256: str) -> int:
    with stored(store, sha256) as dataset:
        return int(dataset.crs.to_epsg())


@lru_cache(maxsize=256)
def raster_facts(store: Store, sha256: str) -> RasterFacts:
    """What the page of a layer tells of a raster; kept, because a content never changes."""
    table = store.attributes(sha256, ["code", "legend", "cells", "area_m2"])
    rows = (
        RasterClassRow(int(row["code"]), int(row["cells"]), float(row["area_m2"]))
        for row in table.to_dict("records")
    )
    classes = tuple(sorted(rows, key=lambda row: -row.area_m2))
    with stored(store, sha256) as dataset:
        place = dataset.transform
        return RasterFacts(
            int(dataset.crs.to_epsg()),
            dataset.width,
            dataset.height,
            (place.a, -place.e),
            LEGENDS[str(table["legend"].iloc[0])],
            classes,
            dataset.width * dataset.height - sum(row.cells for row in classes),
        )
