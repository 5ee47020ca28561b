"""What is made while somebody waits at the page, and what becomes a job.

The one bound for all exports and comparisons: about two seconds of one core, estimated from the
rows and from their size in the store, and never more rows than a web process should hold.
"""

from __future__ import annotations

from collections.abc import Sequence

from layers.catalogue import VersionRef
from layers.export.formats.declaration import Rate
from layers.export.registry import get_format
from layers.storage.store import Store

AT_ONCE_S = 2.0
AT_ONCE_FEATURES = 100_000
MEGABYTE = 1_000_000
COMPARISON = "diff"


# Measured, as the rates of formats are, with 3,000 to 100,000 polygons of 20 vertices and 10,000
# of 200, on one quiet core.
COMPARISON_RATE = Rate(1.8e-5, 0.6)


def is_large(
    store: Store, versions: Sequence[VersionRef], what: str, features: int | None = None
) -> bool:
    """Whether this is made by a job. what: a format, or COMPARISON; features: if fewer than all.

    Raises `content-missing`.
    """
    rate = COMPARISON_RATE if what == COMPARISON else get_format(what).rate
    if rate is None:
        return False
    seconds, rows = 0.0, 0
    for version in versions:
        count = version.features if features is None else min(features, version.features)
        part = count / max(version.features, 1)
        megabytes = store.size(version.sha256) / MEGABYTE * part
        seconds += count * rate.feature_s + megabytes * rate.megabyte_s
        rows += count
    return seconds > AT_ONCE_S or rows > AT_ONCE_FEATURES
