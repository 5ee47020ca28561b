"""Whether the outlines of a content are sketches: a handful of corners that say where, not what."""

from __future__ import annotations

from functools import lru_cache

import pyarrow.compute as pc

from layers.storage.feature_table import GEOMETRY
from layers.storage.store import Store

CORNERS_OF_A_SKETCH = 12
# Well-known binary: 8 bytes for each of two coordinates; what stands before them is a few bytes.
CORNER_BYTES = 16


@lru_cache(maxsize=512)
def is_sketched(store: Store, sha256: str) -> bool:
    """Whether half of the shapes have fewer than `CORNERS_OF_A_SKETCH` corners; contents never
    change, so it is counted once. Shapes are not decoded: their length says enough."""
    lengths = [
        one
        for part in store.parts(sha256, [GEOMETRY])
        for one in pc.binary_length(part[GEOMETRY]).drop_null().to_pylist()
    ]
    if not lengths:
        return False
    median: int = sorted(lengths)[len(lengths) // 2]
    return median < CORNERS_OF_A_SKETCH * CORNER_BYTES
