"""GeoParquet with a bbox column; its origin stands in the metadata of the file."""

from __future__ import annotations

from geo.errors import Problem
from layers.export_formats.job import Job


def write_parquet(job: Job) -> list[Problem]:
    """Write the features; `attrs["ecoatlas"]` of the frame read back is the origin."""
    job.frame.attrs["ecoatlas"] = job.about
    job.frame.to_parquet(job.out, index=False, write_covering_bbox=True, schema_version="1.1.0")
    return []
