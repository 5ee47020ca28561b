"""A GeoPackage: one table, its origin in the description and in the metadata tables."""

from __future__ import annotations

import json

from geo.errors import Problem
from layers.export.formats import about
from layers.export.formats.gdal import write_parts
from layers.export.formats.job import Job
from layers.export.formats.types_held import types_held


def write_geopackage(job: Job) -> list[Problem]:
    """Write the features under `job.name`; nothing is lost in this format."""
    told = {title: "" if value is None else str(value) for title, value in about.lines(job.about)}
    if job.notes:
        told[about.NOTES] = "\n".join(about.sentences(job.notes))
    write_parts(
        job,
        "GPKG",
        types_held(job).types,
        layer=job.name,
        layer_metadata=told,
        layer_options={
            "IDENTIFIER": job.title.zh,
            "DESCRIPTION": json.dumps(job.about, ensure_ascii=False),
        },
    )
    return []
