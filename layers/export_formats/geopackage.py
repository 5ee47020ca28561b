"""A GeoPackage: one table, its origin in the description and in the metadata tables."""

from __future__ import annotations

import json

from geo.errors import Problem
from layers.export_formats import about
from layers.export_formats.job import Job


def write_geopackage(job: Job) -> list[Problem]:
    """Write the features under `job.name`; nothing is lost in this format."""
    told = {title: "" if value is None else str(value) for title, value in about.lines(job.about)}
    if job.notes:
        told[about.NOTES] = "\n".join(about.sentences(job.notes))
    job.frame.to_file(
        job.out,
        driver="GPKG",
        layer=job.name,
        use_arrow=True,
        layer_metadata=told,
        layer_options={
            "IDENTIFIER": job.title.zh,
            "DESCRIPTION": json.dumps(job.about, ensure_ascii=False),
        },
    )
    return []
