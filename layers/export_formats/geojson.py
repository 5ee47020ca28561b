"""GeoJSON as RFC 7946 has it: WGS 84, longitude before latitude."""

from __future__ import annotations

import json

from geo.errors import Problem
from layers.export_formats.job import Job

# Nine decimals of a degree are a tenth of a millimetre.
DECIMALS = "9"


def write_geojson(job: Job) -> list[Problem]:
    """Write a feature collection whose description holds the origin as JSON text."""
    job.frame.to_file(
        job.out,
        driver="GeoJSON",
        use_arrow=True,
        layer_options={
            "RFC7946": "YES",
            "COORDINATE_PRECISION": DECIMALS,
            "DESCRIPTION": json.dumps(job.about, ensure_ascii=False),
        },
    )
    return []
