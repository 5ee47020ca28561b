"""A GeoPackage: one table, its origin in the description and in the metadata tables."""

from __future__ import annotations

import json

from geo.errors import Problem
from geo.words import Text
from layers.export.formats import about
from layers.export.formats.declaration import ExportFormat, Rate
from layers.export.formats.gdal import write_parts
from layers.export.formats.job import Job
from layers.export.formats.types_held import types_held
from layers.system.dateless import date_geopackage
from layers.system.media_types import GEOPACKAGE


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
    date_geopackage(job.out, job.made)
    return []


GEOPACKAGE_FORMAT = ExportFormat(
    "gpkg",
    Text("GeoPackage（.gpkg，推荐）", "GeoPackage (.gpkg, recommended)"),
    GEOPACKAGE,
    place=10,
    write=write_geopackage,
    rate=Rate(3e-6, 0.2),
)
