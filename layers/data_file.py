"""The file of features of a content: GeoParquet, EPSG:4490, written a part at a time."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from layers.arrow_parts import parts_of, schema_of
from layers.content import Content

# Small groups, so that a window on the map reads little: the bbox column prunes by group.
ROWS_PER_GROUP = 10_000


def write_data(content: Content, path: Path) -> None:
    """GeoParquet with a bbox column, so that a window is read without the rest."""
    schema = schema_of(content.frame, bbox=True)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in parts_of(content.frame, schema):
            writer.write_table(part, row_group_size=ROWS_PER_GROUP)
