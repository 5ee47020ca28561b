"""What is made while somebody waits at the page, and what becomes a job.

The one bound for all exports and comparisons: about two seconds of one core, estimated from the
rows and from their size in the store, and never more rows than a web process should hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layers.catalogue import VersionRef
from layers.storage.store import Store

AT_ONCE_S = 2.0
AT_ONCE_FEATURES = 100_000
MEGABYTE = 1_000_000
COMPARISON = "diff"


@dataclass(frozen=True, slots=True)
class Rate:
    """Seconds for a feature, and for a megabyte of features as they lie in the store."""

    feature_s: float
    megabyte_s: float


# Measured with 3,000 to 100,000 polygons of 20 vertices and 10,000 of 200, on one quiet core.
RATES: dict[str, Rate] = {
    "gpkg": Rate(3e-6, 0.2),
    "shp": Rate(1.2e-5, 0.3),
    "geojson": Rate(1e-5, 1.5),
    "parquet": Rate(3e-6, 0.1),
    "xlsx": Rate(6e-5, 0.5),
    "kml": Rate(2e-5, 0.5),
    COMPARISON: Rate(1.8e-5, 0.6),
}


def is_large(
    store: Store, versions: Sequence[VersionRef], what: str, features: int | None = None
) -> bool:
    """Whether this is made by a job. what: a format, or COMPARISON; features: if fewer than all.

    Raises `content-missing`.
    """
    rate, seconds, rows = RATES[what], 0.0, 0
    for version in versions:
        count = version.features if features is None else min(features, version.features)
        part = count / max(version.features, 1)
        megabytes = store.size(version.sha256) / MEGABYTE * part
        seconds += count * rate.feature_s + megabytes * rate.megabyte_s
        rows += count
    return seconds > AT_ONCE_S or rows > AT_ONCE_FEATURES
