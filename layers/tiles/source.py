"""The features of a stored file as tiles need them, read a part at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from geo.plane.shape_column import ShapeColumn
from layers.storage.data_file import CHECKED
from layers.tiles.values import Column

KEY = "key"
GEOMETRY = "geometry"

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outlines:
    """What is known of every feature that has a place, in the order of the file.

    bounds: west, south, east, north in degrees. importance: larger ones first where a tile is too
    heavy, equals scattered.
    """

    bounds: Floats
    importance: Floats
    nodes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.importance)


class TileSource:
    """A GeoParquet file in longitude and latitude with unique keys; `close` it."""

    def __init__(self, data: Path | IO[bytes], key_field: str, properties: Sequence[str]) -> None:
        self._file = pq.ParquetFile(data, **CHECKED)
        self._key_field = key_field
        known = set(self._file.schema_arrow.names)
        self._properties = [name for name in properties if name in known and name != KEY]
        self._placed: Rows = np.empty(0, dtype=np.int64)
        # Few in memory, many in a file without a name.
        self._shapes = ShapeColumn()

    def close(self) -> None:
        self._file.close()

    def fields(self) -> dict[str, str]:
        """What readers of vector tiles are told of the properties."""
        schema = self._file.schema_arrow
        types = {name: _title(schema.field(name).type) for name in self._properties}
        return {KEY: "String", **types}

    def outlines(self) -> Outlines:
        """Reads the whole file once; the positions of `drawn` are those of the answer."""
        found = [self._measured(group) for group in range(self._file.num_row_groups)]
        empty = _Measured(np.empty(0, bool), np.empty((0, 4)), np.empty(0), np.empty(0, np.int64))
        placed, bounds, sizes, nodes = (
            np.concatenate([getattr(one, name) for one in (empty, *found)])
            for name in _Measured.__slots__
        )
        self._placed = np.flatnonzero(placed)
        scatter = np.random.default_rng(0).random(len(sizes)) * 1e-15
        return Outlines(bounds, sizes + scatter, nodes)

    def _measured(self, group: int) -> _Measured:
        wkb = self._file.read_row_group(group, columns=[GEOMETRY])[GEOMETRY].to_numpy()
        shapes = np.asarray(shapely.from_wkb(wkb), dtype=object)
        measured = _Measured.of(shapes)
        self._shapes.append(shapes[measured.placed])
        return measured

    def shapes(self, numbers: Rows) -> NDArray[np.object_]:
        """Geometry of some features by position, once `outlines` has read it.

        EPSG:4490 and WGS 84 differ by less than the grid of a tile; the numbers are taken as they
        are.
        """
        return self._shapes[numbers]

    def columns(self) -> list[Column]:
        """Key and properties of all features that have a place, the key first."""
        wanted = list(dict.fromkeys([self._key_field, *self._properties]))
        table = self._file.read(columns=wanted).take(pa.array(self._placed))
        key = Column.of(KEY, table[self._key_field].cast(pa.large_string()))
        return [key, *(Column.of(name, _property(table[name])) for name in self._properties)]

    def keys(self, numbers: Rows) -> list[str]:
        """The keys of some features, in order."""
        table = self._file.read(columns=[self._key_field]).take(pa.array(self._placed[numbers]))
        return sorted(table[self._key_field].cast(pa.string()).to_pylist())


@dataclass(frozen=True, slots=True)
class _Measured:
    """Of the features of one part: which have a place; and of those box, size and nodes."""

    placed: NDArray[np.bool_]
    bounds: Floats
    sizes: Floats
    nodes: NDArray[np.int64]

    @classmethod
    def of(cls, shapes: NDArray[np.object_]) -> _Measured:
        placed = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        there = shapes[placed]
        sizes = np.maximum(shapely.area(there), shapely.length(there) * 1e-9)
        return cls(placed, shapely.bounds(there), sizes, shapely.get_num_coordinates(there))


def _property(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers and truth values as they are, not-a-number as nothing; anything else as text."""
    if _title(column.type) == "String":
        return column if _is_text(column.type) else _as_texts(column)
    if pa.types.is_floating(column.type):
        return pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    return column


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _as_texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Days and moments as Python writes them."""
    texts = [None if one is None else str(one) for one in column.to_pylist()]
    return pa.chunked_array([pa.array(texts, pa.large_string())])


def _title(kind: pa.DataType) -> str:
    numeric = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean)
    return "Number" if any(test(kind) for test in numeric) else "String"
