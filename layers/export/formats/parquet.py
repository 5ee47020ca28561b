"""GeoParquet with a bbox column; its origin stands in the metadata of the file."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.errors import Problem
from geo.words import Text
from layers.export.formats.declaration import ExportFormat, Rate
from layers.export.formats.job import Job
from layers.storage.arrow_parts import BOX, boxes, schema_told, type_names
from layers.storage.feature_table import GEOMETRY
from layers.system.media_types import PARQUET

LEAST, MOST = slice(0, 2), slice(2, 4)


def write_parquet(job: Job) -> list[Problem]:
    """Write the features; `attrs["ecoatlas"]` of the frame read back is the origin."""
    schema = _schema(job)
    with pq.ParquetWriter(job.out, schema) as writer:
        for part in job.written(job.features.parts()):
            writer.write_table(_with_boxes(part).cast(schema))
    return []


def _with_boxes(part: pa.Table) -> pa.Table:
    """With the box of each shape beside it; none of a shape without a place."""
    return part.append_column(BOX, boxes(shapely.from_wkb(part[GEOMETRY].to_numpy())))


def _schema(job: Job) -> pa.Schema:
    """Types of all rows, types and extent of all shapes: they stand before the first feature."""
    types: set[str] = set()
    edges = []
    for shapes in job.looked_at(job.features.shapes()):
        types.update(type_names(shapes))
        edges.append(shapely.total_bounds(shapes))
    sample = next(job.features.frames()).iloc[:1]
    sample.attrs["ecoatlas"] = job.about
    attributes = pa.schema([job.features.schema.field(name) for name in job.features.columns])
    return schema_told(sample, attributes, types, _around(edges), bbox=True)


def _around(edges: list[np.ndarray]) -> list[float]:
    """The extent of parts, of which some or all may have no place."""
    bounds = np.array([one for one in edges if np.isfinite(one).all()])
    if not len(bounds):
        return [np.nan] * 4
    return [*bounds[:, LEAST].min(axis=0), *bounds[:, MOST].max(axis=0)]


PARQUET_FORMAT = ExportFormat(
    "parquet",
    Text("GeoParquet", "GeoParquet"),
    PARQUET,
    place=40,
    write=write_parquet,
    rate=Rate(3e-6, 0.1),
    other_suffixes=("geoparquet",),
)
