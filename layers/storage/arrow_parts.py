"""Features as Arrow tables, written and read a part at a time.

A million polygons take half a gigabyte as geometry and as much again as bytes, so neither is ever
whole here.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.plane.shape_column import ShapeColumn, Shapes
from layers.storage.feature_table import GEOMETRY, FeatureTable

ROWS_AT_ONCE = 10_000
ABOUT = b"geo"


def schema_of(table: FeatureTable, *, bbox: bool) -> pa.Schema:
    """As geopandas writes it, with types and metadata that hold for all rows."""
    attributes = pa.Schema.from_pandas(table.attributes, preserve_index=False)
    types: set[str] = set()
    for _, part in table.shapes.parts():
        types |= set(gpd.GeoSeries(part).geom_type.dropna())
    return schema_told(table.frame(slice(1)), attributes, types, table.bbox, bbox=bbox)


def schema_told(
    sample: gpd.GeoDataFrame,
    attributes: pa.Schema,
    types: Collection[str],
    extent: Sequence[float],
    *,
    bbox: bool,
) -> pa.Schema:
    """As geopandas writes the sample, with the types and metadata that are told."""
    schema = _table(sample, bbox).schema
    for number, name in enumerate(schema.names):
        if name in attributes.names:
            schema = schema.set(number, attributes.field(name))
    about = json.loads(schema.metadata[ABOUT])
    edges = [float(edge) for edge in extent]
    about["columns"][GEOMETRY]["geometry_types"] = sorted(types)
    if np.isfinite(edges).all():
        # JSON knows no not-a-number: features without a place have no extent.
        about["columns"][GEOMETRY]["bbox"] = edges
    return schema.with_metadata(schema.metadata | {ABOUT: json.dumps(about).encode()})


def table_parts(table: FeatureTable, schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows in order; at least one part, which may be empty."""
    for first in range(0, max(len(table), 1), ROWS_AT_ONCE):
        yield from parts_of(table.frame(slice(first, first + ROWS_AT_ONCE)), schema)


def parts_of(frame: gpd.GeoDataFrame, schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows in order; at least one part, which may be empty."""
    bbox = "bbox" in schema.names
    for first in range(0, max(len(frame), 1), ROWS_AT_ONCE):
        yield _table(frame.iloc[first : first + ROWS_AT_ONCE], bbox).cast(schema)


def _table(part: gpd.GeoDataFrame, bbox: bool) -> pa.Table:
    file = io.BytesIO()
    part.to_parquet(
        file, index=False, compression=None, write_covering_bbox=bbox, schema_version="1.1.0"
    )
    return pq.read_table(file)


def write_arrow(table: FeatureTable, path: Path) -> None:
    """Features with their geometry in `geometry`, as an uncompressed Arrow file."""
    schema = schema_of(table, bbox=False)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        for part in table_parts(table, schema):
            writer.write_table(part)


def read_arrow(path: Path) -> FeatureTable:
    """What `write_arrow` has written."""
    with pa.OSFile(str(path)) as file, pa.ipc.open_file(file) as reader:
        numbers = range(reader.num_record_batches)
        return table_of(pa.table(reader.get_batch(number)) for number in numbers)


def table_of(parts: Iterable[pa.Table]) -> FeatureTable:
    """The features of tables with `geometry` as WKB, one of them at a time."""
    attributes: list[pa.Table] = []
    shapes = ShapeColumn()
    for part in parts:
        shapes.append(_shapes(part))
        attributes.append(without(part, GEOMETRY))
    table = pa.concat_tables(attributes).to_pandas()
    if table.columns.empty:
        # Shapes alone: a table without columns does not know how many rows it has.
        table = table.reindex(range(len(shapes)))
    return FeatureTable(table, shapes)


def without(part: pa.Table, geometry: str) -> pa.Table:
    """A copy of the other columns: a part is freed as a whole only, the geometry with the rest."""
    sink = pa.BufferOutputStream()
    others = part.drop_columns([geometry])
    with pa.ipc.new_stream(sink, others.schema) as writer:
        writer.write_table(others)
    return pa.ipc.open_stream(sink.getvalue()).read_all()


def _shapes(part: pa.Table) -> Shapes:
    return np.asarray(shapely.from_wkb(part[GEOMETRY].to_numpy()), dtype=object)


def frame_of(parts: Iterable[pa.Table], schema: pa.Schema) -> gpd.GeoDataFrame:
    """The frame that tables of a GeoParquet or Arrow file make together, one at a time.

    schema: that of the file; columns are those of the parts.
    """
    attributes: list[pa.Table] = []
    shapes = [np.empty(0, dtype=object)]
    names: list[str] = []
    for part in parts:
        names = part.column_names
        shapes.append(_shapes(part))
        attributes.append(part.drop_columns([GEOMETRY]))
    table = pa.concat_tables(attributes).to_pandas()
    attributes.clear()
    crs = json.loads(schema.metadata[ABOUT])["columns"][GEOMETRY]["crs"]
    drawn = np.concatenate(shapes)
    if table.columns.empty:
        # Shapes alone: a table without columns does not know how many rows it has.
        table = table.reindex(range(len(drawn)))
    geometry = gpd.GeoSeries(drawn, index=table.index, crs=crs)
    return gpd.GeoDataFrame(table, geometry=geometry)[names]
