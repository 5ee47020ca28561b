"""Stored results carry the hash of what they say: a figure edited in the database is noticed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from projects.metrics.results import fingerprint
from projects.metrics.tables import MetricRunRow


def run_sha256(row: MetricRunRow) -> str:
    """SHA-256 of a run: what it was asked, its result byte for byte, by whom, when, with what.

    Not of columns that only repeat the result, such as `inputs`: see `is_unaltered`.
    """
    return fingerprint(
        {
            "input_hash": row.input_hash,
            "metric": row.metric,
            "metric_version": row.metric_version,
            "result": row.result,
            "shapes": row.shapes,
            "software": row.software,
            "created_at": row.created_at.isoformat(),
            "created_by": row.created_by,
        }
    )


def is_unaltered(row: MetricRunRow) -> bool:
    """Whether the run is as it was stored, and what is kept beside its result repeats it."""
    if row.sha256 != run_sha256(row):
        return False
    said: dict[str, Any] = json.loads(row.result)
    return bool(said["inputs"] == row.inputs and said["parameters"] == row.parameters)


def result_sha256(row: MetricRunRow) -> str:
    """SHA-256 of the bytes of the result, as the audit log has it."""
    return hashlib.sha256(row.result.encode()).hexdigest()


def zone_sha256(key: str, area_m2: float, covered_m2: float) -> str:
    """SHA-256 of a per-zone result; floats as they are, to the last digit."""
    return hashlib.sha256(f"{key} {area_m2!r} {covered_m2!r}".encode()).hexdigest()
