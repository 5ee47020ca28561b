"""GeoParquet with a bbox column; its origin stands in the metadata of the file."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import Problem
from layers.arrow_parts import parts_of, schema_told
from layers.export_formats.job import Job

LEAST, MOST = slice(0, 2), slice(2, 4)


def write_parquet(job: Job) -> list[Problem]:
    """Write the features; `attrs["ecoatlas"]` of the frame read back is the origin."""
    schema = _schema(job)
    with pq.ParquetWriter(job.out, schema) as writer:
        for frame in job.written(job.features.frames()):
            for part in parts_of(frame, schema):
                writer.write_table(part)
    return []


def _schema(job: Job) -> pa.Schema:
    """Types of all rows, types and extent of all shapes: they stand before the first feature."""
    types: set[str] = set()
    edges = []
    for shapes in job.looked_at(job.features.shapes()):
        types.update(shapes.geom_type.dropna())
        edges.append(shapes.total_bounds)
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
