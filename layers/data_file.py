"""The file of features of a content (GeoParquet, EPSG:4490): written and read a part at a time.

A million polygons take half a gigabyte as geometry and as much again as bytes, so neither is ever
whole here.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq

from layers.content import GEOMETRY, Content

# Small groups, so that a window on the map reads little: the bbox column prunes by group.
ROWS_PER_GROUP = 10_000
ABOUT = b"geo"


def write_data(content: Content, path: Path) -> None:
    """GeoParquet with a bbox column, so that a window is read without the rest."""
    schema = _schema(content)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in _parts(content.frame):
            writer.write_table(_table(part).cast(schema), row_group_size=ROWS_PER_GROUP)


def _parts(frame: gpd.GeoDataFrame) -> Iterator[gpd.GeoDataFrame]:
    for first in range(0, max(len(frame), 1), ROWS_PER_GROUP):
        yield frame.iloc[first : first + ROWS_PER_GROUP]


def _table(part: gpd.GeoDataFrame) -> pa.Table:
    """As geopandas writes it."""
    file = io.BytesIO()
    part.to_parquet(
        file, index=False, compression=None, write_covering_bbox=True, schema_version="1.1.0"
    )
    return pq.read_table(file)


def _schema(content: Content) -> pa.Schema:
    """That of the first rows, with types and metadata that hold for all of them."""
    frame = content.frame
    schema = _table(frame.iloc[:1]).schema
    attributes = pa.Schema.from_pandas(frame.drop(columns=GEOMETRY), preserve_index=False)
    for number, name in enumerate(schema.names):
        if name in attributes.names:
            schema = schema.set(number, attributes.field(name))
    about = json.loads(schema.metadata[ABOUT])
    about["columns"][GEOMETRY] |= {
        "geometry_types": sorted(set(frame.geometry.geom_type.dropna())),
        "bbox": list(content.bbox),
    }
    return schema.with_metadata(schema.metadata | {ABOUT: json.dumps(about).encode()})
