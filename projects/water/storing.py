"""The values of a batch as one file of the store: each with its section, time, row and text.

One group of rows for each item, so that neither writing nor reading holds more than one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from layers.storage.data_file import CHECKED
from layers.storage.file_record import EVIDENCE
from projects.water.readings import Block, Readings

if TYPE_CHECKING:
    from layers.storage.store import Store

STORED_AS = f"{EVIDENCE}.parquet"
NAMES = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("item", NAMES),
        ("section", NAMES),
        ("at", pa.timestamp("s")),
        ("row", pa.int32()),
        ("value", pa.float64()),
        ("flag", pa.int8()),
        ("text", pa.string()),
    ]
)


def write_batch(readings: Readings, path: Path) -> None:
    """The same readings make the same bytes."""
    keys = pa.array([one.key for one in readings.sections], pa.string())
    with pq.ParquetWriter(path, SCHEMA, compression="zstd", write_page_checksum=True) as writer:
        for block in readings.blocks:
            writer.write_table(_table(readings, block, keys), row_group_size=max(1, len(block)))


def _table(readings: Readings, block: Block, keys: pa.Array) -> pa.Table:
    section = readings.section[block.reading].astype(np.int32)
    zeros = pa.array(np.zeros(len(block), dtype=np.int32))
    columns = [
        pa.DictionaryArray.from_arrays(zeros, pa.array([block.item], pa.string())),
        pa.DictionaryArray.from_arrays(pa.array(section), keys),
        pa.array(readings.at[block.reading].astype("datetime64[s]")),
        pa.array(block.rows.astype(np.int32)),
        pa.array(block.values),
        pa.array(block.flags),
        block.texts,
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def read_batch(
    store: Store,
    sha256: str,
    *,
    sections: Collection[str] | None = None,
    items: Collection[str] | None = None,
    columns: Collection[str] | None = None,
) -> Iterator[tuple[str, pa.Table]]:
    """Item and values of a batch, an item at a time, of some sections or of all."""
    with store.open_file(sha256, STORED_AS) as file:
        parquet = pq.ParquetFile(file, **CHECKED)
        for group in range(parquet.num_row_groups):
            item = parquet.metadata.row_group(group).column(0).statistics.min
            if items is not None and item not in items:
                continue
            table = parquet.read_row_group(group, columns=list(columns) if columns else None)
            yield item, table if sections is None else _of_sections(table, sections)


def _of_sections(table: pa.Table, sections: Collection[str]) -> pa.Table:
    import pyarrow.compute as pc

    wanted = pa.array(sorted(sections), pa.string())
    return table.filter(pc.is_in(table.column("section").cast(pa.string()), wanted))
