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
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.plane.shape_column import ShapeColumn, Shapes
from layers.storage.feature_table import GEOMETRY, FeatureTable

ROWS_AT_ONCE = 10_000
ABOUT = b"geo"
BOX, EDGES = "bbox", ("xmin", "ymin", "xmax", "ymax")
MOST_KNOWN = 256
_KNOWN: dict[tuple[bytes, bool, bool], pa.Schema] = {}
TYPES = {
    0: "Point",
    1: "LineString",
    2: "LinearRing",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
    7: "GeometryCollection",
}


def schema_of(table: FeatureTable, *, bbox: bool) -> pa.Schema:
    """As geopandas writes it, with types and metadata that hold for all rows."""
    attributes = pa.Schema.from_pandas(table.attributes, preserve_index=False)
    types = {name for _, part in table.shapes.parts() for name in type_names(part)}
    return _told(_known_as(table, bbox), attributes, types, table.bbox)


def schema_told(
    sample: gpd.GeoDataFrame,
    attributes: pa.Schema,
    types: Collection[str],
    extent: Sequence[float],
    *,
    bbox: bool,
) -> pa.Schema:
    """As geopandas writes the sample, with the types and metadata that are told."""
    return _told(_as_geopandas(sample, bbox), attributes, types, extent)


def _told(
    schema: pa.Schema, attributes: pa.Schema, types: Collection[str], extent: Sequence[float]
) -> pa.Schema:
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
        rows = slice(first, first + ROWS_AT_ONCE)
        yield _rows(table.attributes.iloc[rows], table.shapes[rows], schema)


def _rows(attributes: pd.DataFrame, shapes: Shapes, schema: pa.Schema) -> pa.Table:
    """As geopandas writes them: shapes as WKB of ISO, their boxes where the schema has them."""
    part = pa.Table.from_pandas(attributes, preserve_index=False)
    columns = {name: part[name] for name in part.column_names}
    columns[GEOMETRY] = pa.array(shapely.to_wkb(shapes, flavor="iso"), pa.binary())
    if BOX in schema.names and BOX not in columns:
        columns[BOX] = boxes(shapes)
    arrays = [columns[field.name].cast(field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def boxes(shapes: Shapes) -> pa.StructArray:
    """The box of each shape; none of a shape without a place."""
    edges = [pa.array(column, from_pandas=True) for column in shapely.bounds(shapes).T]
    return pa.StructArray.from_arrays(edges, names=list(EDGES))


def type_names(shapes: Shapes) -> list[str]:
    """The types that occur, in the order in which they do; of what is missing none."""
    numbers, first = np.unique(shapely.get_type_id(shapes), return_index=True)
    return [TYPES[int(number)] for number in numbers[np.argsort(first)] if number in TYPES]


def _known_as(table: FeatureTable, bbox: bool) -> pa.Schema:
    """The schema with which geopandas writes the first feature; written once for all tables alike.

    What it says depends on names and types of the attributes of that feature, and on whether it
    has a place; types and extent of shapes are told afterwards.
    """
    first = pa.Schema.from_pandas(table.attributes.iloc[:1], preserve_index=False)
    is_placed = bool(np.isfinite(shapely.bounds(table.shapes[:1])).any())
    alike = (first.serialize().to_pybytes(), is_placed, bbox)
    known = _KNOWN.get(alike)
    if known is None:
        known = _as_geopandas(table.frame(slice(1)), bbox)
        if len(_KNOWN) < MOST_KNOWN:
            _KNOWN[alike] = known
    return known


def _as_geopandas(sample: gpd.GeoDataFrame, bbox: bool) -> pa.Schema:
    """The schema with which geopandas writes a sample."""
    file = io.BytesIO()
    sample.to_parquet(
        file, index=False, compression=None, write_covering_bbox=bbox, schema_version="1.1.0"
    )
    return pq.read_schema(file)


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
