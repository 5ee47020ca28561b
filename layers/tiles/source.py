"""The features of a stored file as tiles need them, read a part at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from layers.storage.data_file import CHECKED

KEY = "key"
GEOMETRY = "geometry"

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outlines:
    """What is known of every feature that has a place, in the order of the file.

    bounds: west, south, east, north in degrees. importance: larger ones first where a tile is too
    heavy, equals scattered. numbers: of each key, its position in the arrays.
    """

    bounds: Floats
    importance: Floats
    nodes: NDArray[np.int64]
    numbers: dict[str, int]

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

    def close(self) -> None:
        self._file.close()

    def fields(self) -> dict[str, str]:
        """What readers of vector tiles are told of the properties."""
        schema = self._file.schema_arrow
        types = {name: _title(schema.field(name).type) for name in self._properties}
        return {KEY: "String", **types}

    def outlines(self) -> Outlines:
        """Reads the whole file once; the positions of `drawn` are those of the answer."""
        keys: list[str] = []
        found = [_Measured.of(*self._part(group, keys)) for group in self._groups()]
        empty = _Measured(np.empty(0, bool), np.empty((0, 4)), np.empty(0), np.empty(0, np.int64))
        placed, bounds, sizes, nodes = (
            np.concatenate([getattr(one, name) for one in (empty, *found)])
            for name in _Measured.__slots__
        )
        self._placed = np.flatnonzero(placed)
        scatter = np.random.default_rng(0).random(len(sizes)) * 1e-15
        numbers = {keys[row]: number for number, row in enumerate(self._placed.tolist())}
        return Outlines(bounds, sizes + scatter, nodes, numbers)

    def _part(self, group: int, keys: list[str]) -> Any:
        table = self._file.read_row_group(group, columns=[self._key_field, GEOMETRY])
        keys += table[self._key_field].cast(pa.string()).to_pylist()
        return (_shapes(table),)

    def _groups(self) -> range:
        return range(self._file.num_row_groups)

    def drawn(self, numbers: Rows) -> gpd.GeoDataFrame:
        """Key, properties and geometry of some features, by ascending position.

        EPSG:4490 and WGS 84 differ by less than the grid of a tile; the numbers are taken as they
        are.
        """
        parts = list(self._taken(self._placed[np.sort(numbers)]))
        table = pa.concat_tables(parts)
        attributes = table.drop_columns([GEOMETRY]).to_pandas()
        columns: dict[str, Any] = {KEY: attributes[self._key_field].astype("str")}
        columns |= {name: _property(attributes[name]) for name in self._properties}
        return gpd.GeoDataFrame(columns, geometry=shapely.force_2d(_shapes(table)), crs=4326)

    def _taken(self, rows: Rows) -> Iterator[pa.Table]:
        """The rows (of the file) group by group; other groups are not read."""
        wanted = list(dict.fromkeys([self._key_field, *self._properties, GEOMETRY]))
        first = 0
        for group in self._groups():
            after = first + self._file.metadata.row_group(group).num_rows
            begin, end = np.searchsorted(rows, [first, after])
            if end > begin:
                table = self._file.read_row_group(group, columns=wanted)
                yield table.take(pa.array(rows[begin:end] - first))
            first = after


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


def _shapes(table: pa.Table) -> NDArray[np.object_]:
    wkb = table[GEOMETRY].to_numpy()
    return np.asarray(shapely.from_wkb(wkb), dtype=object)


def _property(column: pd.Series) -> pd.Series:
    """Numbers and truth values as they are; anything else as text."""
    if pd.api.types.is_numeric_dtype(column):
        return column
    return column.map(str, na_action="ignore").astype("str")


def _title(kind: pa.DataType) -> str:
    numeric = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean)
    return "Number" if any(test(kind) for test in numeric) else "String"
