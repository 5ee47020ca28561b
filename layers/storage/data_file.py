"""The file of features of a content: GeoParquet, EPSG:4490, written and read a part at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from layers.storage.arrow_parts import frame_of, schema_of, table_parts
from layers.storage.content import TAKEN, Content
from layers.storage.feature_table import GEOMETRY

# Small groups, so that a window on the map reads little: the bbox column prunes by group.
ROWS_PER_GROUP = 10_000
Positions = NDArray[np.int64]
# Each page carries the checksum of its bytes; files stored before pages had one are read as ever.
CHECKED = {"page_checksum_verification": True}


def write_data(content: Content, path: Path) -> None:
    """GeoParquet with a bbox column, so that a window is read without the rest."""
    schema = schema_of(content.table, bbox=True)
    with pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer:
        for part in table_parts(content.table, schema):
            writer.write_table(part, row_group_size=ROWS_PER_GROUP)


def read_data(file: IO[bytes], columns: Sequence[str] | None = None) -> gpd.GeoDataFrame:
    """All features, as `geopandas.read_parquet` gives them; the geometry comes last."""
    parquet = pq.ParquetFile(file, **CHECKED)
    schema = parquet.schema_arrow
    known = [name for name in schema.names if name not in TAKEN]
    wanted = [*(known if columns is None else columns), GEOMETRY]
    groups = range(parquet.num_row_groups)
    parts = (parquet.read_row_group(group, columns=wanted).select(wanted) for group in groups)
    return frame_of(parts, schema)


def read_parts(file: IO[bytes], columns: Sequence[str]) -> Iterator[pa.Table]:
    """Some columns of all features, shapes as WKB, some thousand rows at a time and in order."""
    parquet = pq.ParquetFile(file, **CHECKED)
    for batch in parquet.iter_batches(batch_size=ROWS_PER_GROUP, columns=list(columns)):
        yield pa.Table.from_batches([batch]).select(list(columns))


def read_rows(file: IO[bytes], columns: Sequence[str], rows: Positions) -> Iterator[pa.Table]:
    """Some columns of the features at these positions, which ascend, a stored group at a time."""
    parquet = pq.ParquetFile(file, **CHECKED)
    first = 0
    for group in range(parquet.num_row_groups):
        stop = first + parquet.metadata.row_group(group).num_rows
        here = rows[np.searchsorted(rows, first) : np.searchsorted(rows, stop)]
        if len(here):
            stored = parquet.read_row_group(group, columns=list(columns)).select(list(columns))
            yield stored.take(pa.array(here - first))
        first = stop


def column_bytes(file: IO[bytes]) -> dict[str, int]:
    """How many bytes each column takes before it is packed: told by the file's foot alone."""
    told = pq.ParquetFile(file).metadata
    found: dict[str, int] = {}
    for group in map(told.row_group, range(told.num_row_groups)):
        for column in map(group.column, range(group.num_columns)):
            name = column.path_in_schema.partition(".")[0]
            found[name] = found.get(name, 0) + column.total_uncompressed_size
    return found


def read_schema(file: IO[bytes]) -> pa.Schema:
    """Types and metadata of the attributes and of the shapes, which come last."""
    schema = pq.read_schema(file)
    names = [name for name in schema.names if name not in TAKEN]
    fields = [schema.field(name) for name in (*names, GEOMETRY)]
    return pa.schema(fields, schema.metadata)
