"""The index of a shapefile (.shx): where each shape begins, by the row of the table it belongs to.

An index of another export gives every row the shape of a neighbour, and nothing looks wrong.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

HEADER, ENTRY, RECORD_HEADER = 100, 8, 8


def count(shx: Path) -> int:
    """How many shapes the index says there are: eight bytes each after a header of a hundred."""
    return max(0, shx.stat().st_size - HEADER) // ENTRY


def fits(shp: Path, shx: Path) -> bool:
    """Whether every entry points to a record inside the .shp, in the order of their numbers.

    Some programs number records from 0 or not at all; numbers count only where they are 1 … n.
    """
    entries = np.fromfile(shx, ">i4", offset=HEADER, count=2 * count(shx)).astype(np.int64)
    if not len(entries):
        return True
    start, length = 2 * entries.reshape(-1, 2).T
    if (start < HEADER).any() or (start + RECORD_HEADER + length > shp.stat().st_size).any():
        return False
    raw = np.memmap(shp, np.uint8, mode="r")
    numbers = raw[start[:, None] + np.arange(4)].view(">i4").ravel()
    wanted = np.arange(1, len(numbers) + 1)
    return bool((numbers == wanted).all() or (np.sort(numbers) != wanted).any())
