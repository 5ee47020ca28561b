"""Reading through GDAL a batch at a time: the bytes of a million shapes are never whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio.raw

from geo.plane.shape_column import ShapeColumn
from layers.reading.raw import shapes_of
from layers.storage.arrow_parts import without


@dataclass(frozen=True, slots=True)
class Streamed:
    """What pyogrio says of a layer, its columns without geometry, and the geometry itself.

    `unreadable` are rows (0-based) whose geometry is there but cannot be read; `shapes` is None
    where the layer has no geometry column.
    """

    meta: dict[str, Any]
    table: pa.Table
    shapes: ShapeColumn | None
    unreadable: list[int]


def read_streamed(path: Path, **options: Any) -> Streamed:
    """As `pyogrio.read_arrow`, which takes the same options and raises the same."""
    with pyogrio.raw.open_arrow(path, use_pyarrow=True, **options) as (meta, reader):
        geometry = meta["geometry_name"] or "wkb_geometry"
        if geometry not in reader.schema.names:
            return Streamed(meta, reader.read_all(), None, [])
        schema = reader.schema.remove(reader.schema.get_field_index(geometry))
        tables = [schema.empty_table()]

        def taken() -> Iterator[pa.Array]:
            for batch in reader:
                yield batch.column(geometry)
                tables.append(without(pa.table(batch), geometry))

        shapes, unreadable = shapes_of(taken())
        return Streamed(meta, pa.concat_tables(tables), shapes, unreadable)
