"""Reading through GDAL a batch at a time: the bytes of a million shapes are never whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio.raw

from layers.reading.raw import Shapes, shapes_in


@dataclass(frozen=True, slots=True)
class Streamed:
    """What pyogrio says of a layer, its columns without geometry, and the geometry itself.

    `unreadable` are rows (0-based) whose geometry is there but cannot be read; `shapes` is None
    where the layer has no geometry column.
    """

    meta: dict[str, Any]
    table: pa.Table
    shapes: Shapes | None
    unreadable: list[int]


def read_streamed(path: Path, **options: Any) -> Streamed:
    """As `pyogrio.read_arrow`, which takes the same options and raises the same."""
    with pyogrio.raw.open_arrow(path, use_pyarrow=True, **options) as (meta, reader):
        geometry = meta["geometry_name"] or "wkb_geometry"
        if geometry not in reader.schema.names:
            return Streamed(meta, reader.read_all(), None, [])
        schema = reader.schema.remove(reader.schema.get_field_index(geometry))
        tables = [schema.empty_table()]
        parts: list[Shapes] = [np.empty(0, dtype=object)]
        unreadable: list[int] = []
        done = 0
        for batch in reader:
            shapes, lost = shapes_in(batch.column(geometry))
            unreadable += [row + done for row in lost]
            parts.append(shapes)
            tables.append(_own(batch.drop_columns([geometry])))
            done += len(shapes)
        table = pa.concat_tables(tables)
        return Streamed(meta, table, np.concatenate(parts), unreadable)


def _own(batch: pa.RecordBatch) -> pa.Table:
    """A copy: what comes from GDAL is freed as a whole only, the geometry with the rest."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return pa.ipc.open_stream(sink.getvalue()).read_all()
