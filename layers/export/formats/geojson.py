"""GeoJSON as RFC 7946 has it: WGS 84, longitude before latitude."""

from __future__ import annotations

import json

from geo.errors import Problem
from geo.words import Text
from layers.export.formats.declaration import ExportFormat, Rate
from layers.export.formats.gdal import write_parts
from layers.export.formats.job import Job
from layers.export.formats.types_held import types_held
from layers.system.media_types import GEOJSON

# Nine decimals of a degree are a tenth of a millimetre.
DECIMALS = "9"


def write_geojson(job: Job) -> list[Problem]:
    """Write a feature collection whose description holds the origin as JSON text."""
    write_parts(
        job,
        "GeoJSON",
        types_held(job).types,
        layer_options={
            "RFC7946": "YES",
            "COORDINATE_PRECISION": DECIMALS,
            "DESCRIPTION": json.dumps(job.about, ensure_ascii=False),
        },
    )
    return []


GEOJSON_FORMAT = ExportFormat(
    "geojson",
    Text("GeoJSON", "GeoJSON"),
    GEOJSON,
    place=30,
    write=write_geojson,
    rate=Rate(1e-5, 1.5),
    other_suffixes=("json",),
    degrees_only=True,
)
