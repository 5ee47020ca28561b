"""A GeoTIFF of classes: opened by the GeoTIFF driver alone, bounded before a cell is read.

What is read is brought into one form: rows from north to south, one unsigned band, one value for
cells without any. Nothing is resampled; the cells stay where they are, in their own CRS.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.windows import Window

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from layers.reading.formats.raster_errors import (
    RASTER_BANDS,
    RASTER_BLOCKS_TOO_LARGE,
    RASTER_EMPTY,
    RASTER_FLIPPED,
    RASTER_NOT_CLASSES,
    RASTER_ROTATED,
    RASTER_TOO_LARGE,
    RASTER_WITHOUT_PLACE,
    RASTERS_SEVERAL,
)
from layers.reading.intake.file_errors import DAMAGED
from layers.reading.intake.staging import Source
from layers.reading.limits import MEGABYTE
from layers.reading.listing import Listing
from layers.reading.raw import RawLayer
from layers.reading.request import Request

DRIVER = "GTiff"
CELLS_LIMIT = 400_000_000
SIDE_LIMIT = 200_000
BLOCK_LIMIT = 256 * MEGABYTE
CLASSES_LIMIT = 256
NO_VALUE = 65_535
HIGHEST = NO_VALUE - 1
_NONE, _ALL = np.uint16(0), np.uint16(NO_VALUE)
# So many cells are read at once.
STRIP_CELLS = 4_000_000
CLOSED = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "GDAL_PAM_ENABLED": "NO"}
_WHOLE_NUMBERS = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64")
_FRACTIONS = Text("像元是小数（{type}）", "its cells are fractions ({type})")
_NEGATIVE = Text("有负的像元值", "it has negative values")
_TOO_HIGH = Text("像元值大到 {value}", "its values go up to {value}")
_TOO_MANY = Text("有 {count} 种像元值", "it has {count} different values")


@dataclass(slots=True)
class RawRaster:
    """cells: (rows, columns) uint16 from the north, `NO_VALUE` where there is none. west, north:
    the outer corner; width, height: of a cell, in the units of the CRS that `wkt` names."""

    name: str
    cells: NDArray[np.uint16]
    west: float
    north: float
    width: float
    height: float
    wkt: str | None
    counts: dict[int, int]
    problems: list[Problem]
    about: dict[str, Any]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        rows, columns = self.cells.shape
        east, south = self.west + columns * self.width, self.north - rows * self.height
        return self.west, south, east, self.north


def layers_of(source: Source, _request: Request) -> Listing:
    return Listing([source.name])


def read(source: Source, _name: str, _request: Request) -> RawLayer:
    """Several rasters in one file are not read: each would be a layer by itself."""
    raise EcoAtlasError(RASTERS_SEVERAL, file=source.file)


def read_raster(source: Source) -> RawRaster:
    """The raster of a file; raises one refusal (`raster-…`, `damaged-file`)."""
    with warnings.catch_warnings(), rasterio.Env(**CLOSED):
        warnings.simplefilter("ignore")
        try:
            with rasterio.open(source.path, driver=DRIVER) as opened:
                _refuse_absurd(opened, source.file)
                _refuse_shape(opened, source.file)
                return _read(opened, source)
        except (RasterioError, ValueError, OverflowError) as error:
            raise EcoAtlasError(DAMAGED, file=source.file, where="GeoTIFF") from error


def _refuse_absurd(opened: Any, file: str) -> None:
    """By what the header states, before anything is unpacked."""
    width, height = opened.width, opened.height
    if width * height > CELLS_LIMIT or max(width, height) > SIDE_LIMIT:
        raise EcoAtlasError(
            RASTER_TOO_LARGE,
            file=file,
            width=width,
            height=height,
            limit=CELLS_LIMIT,
            side=SIDE_LIMIT,
        )
    if opened.count != 1:
        raise EcoAtlasError(RASTER_BANDS, file=file, bands=opened.count)
    if opened.dtypes[0] not in _WHOLE_NUMBERS:
        why = _FRACTIONS.format(type=opened.dtypes[0])
        raise EcoAtlasError(RASTER_NOT_CLASSES, file=file, why=why)
    rows, columns = opened.block_shapes[0]
    size = rows * columns * np.dtype(opened.dtypes[0]).itemsize
    if size > BLOCK_LIMIT:
        raise EcoAtlasError(
            RASTER_BLOCKS_TOO_LARGE,
            file=file,
            size_mb=size // MEGABYTE,
            limit_mb=BLOCK_LIMIT // MEGABYTE,
        )


def _refuse_shape(opened: Any, file: str) -> None:
    place = opened.transform
    if not np.isfinite(tuple(place)).all() or place.is_identity or not (place.a and place.e):
        raise EcoAtlasError(RASTER_WITHOUT_PLACE, file=file)
    if place.b or place.d or place.a < 0:
        raise EcoAtlasError(RASTER_ROTATED, file=file)


def _read(opened: Any, source: Source) -> RawRaster:
    place = opened.transform
    cells = np.full((opened.height, opened.width), NO_VALUE, dtype=np.uint16)
    for first, values in _strips(opened, source.file):
        cells[first : first + len(values)] = values
    problems: list[Problem] = []
    north, height = place.f, -place.e
    if place.e > 0:
        cells, north, height = cells[::-1], place.f + place.e * opened.height, place.e
        problems.append(Problem(RASTER_FLIPPED))
    return RawRaster(
        source.name,
        cells,
        place.c,
        north,
        place.a,
        height,
        opened.crs.to_wkt() if opened.crs else None,
        _counts(cells, source.file),
        problems,
        {
            "columns": opened.width,
            "rows": opened.height,
            "cell": [place.a, height],
            "dtype": opened.dtypes[0],
            "nodata": None if opened.nodata is None else float(opened.nodata),
            "turned": place.e > 0,
        },
    )


def _strips(opened: Any, file: str) -> Iterator[tuple[int, NDArray[np.uint16]]]:
    rows = max(1, STRIP_CELLS // opened.width)
    for first in range(0, opened.height, rows):
        window = Window(0, first, opened.width, min(rows, opened.height - first))
        there = opened.read_masks(1, window=window) != 0
        values = opened.read(1, window=window)
        _refuse_values(values[there], file)
        yield first, np.where(there, values, 0).astype(np.uint16) | np.where(there, _NONE, _ALL)


def _refuse_values(values: NDArray[Any], file: str) -> None:
    if not values.size:
        return
    if values.min() < 0:
        raise EcoAtlasError(RASTER_NOT_CLASSES, file=file, why=_NEGATIVE)
    if values.max() > HIGHEST:
        why = _TOO_HIGH.format(value=int(values.max()))
        raise EcoAtlasError(RASTER_NOT_CLASSES, file=file, why=why)


def _counts(cells: NDArray[np.uint16], file: str) -> dict[int, int]:
    """Cells by value; raises `raster-empty`, `raster-not-classes`."""
    counted = np.zeros(NO_VALUE + 1, dtype=np.int64)
    rows = max(1, STRIP_CELLS // cells.shape[1])
    for first in range(0, len(cells), rows):
        counted += np.bincount(cells[first : first + rows].ravel(), minlength=NO_VALUE + 1)
    found = {int(value): int(counted[value]) for value in np.flatnonzero(counted[:NO_VALUE])}
    if not found:
        raise EcoAtlasError(RASTER_EMPTY, file=file)
    if len(found) > CLASSES_LIMIT:
        why = _TOO_MANY.format(count=len(found))
        raise EcoAtlasError(RASTER_NOT_CLASSES, file=file, why=why)
    return found
