"""Things that hang together through pairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.intp]


def groups(count: int, first: Positions, second: Positions) -> Positions:
    """(count,) number of the group of each thing, 0, 1, … in order of their first members; pairs
    (first[k], second[k]) are in one group."""
    parent = list(range(count))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        a, b = sorted((root(one), root(other)))
        parent[b] = a
    roots = np.array([root(one) for one in range(count)], dtype=np.intp)
    numbers: Positions = np.unique(roots, return_inverse=True)[1].astype(np.intp)
    return numbers
