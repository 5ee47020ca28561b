"""Sets of stretches on a measured line: (n, 2) arrays of from and to in metres."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Ends nearer than this are one place: a thousandth of a millimetre.
SAME_M = 1e-6


def nothing() -> Floats:
    """(0, 2): no stretch."""
    return np.zeros((0, 2))


def merged(stretches: Floats) -> Floats:
    """The same ground as stretches apart from each other, in order. Those without length go."""
    rows = stretches[np.argsort(stretches[:, 0], kind="stable")]
    if not len(rows):
        return nothing()
    reached = np.maximum.accumulate(rows[:, 1])
    starts = np.append(True, rows[1:, 0] > reached[:-1] + SAME_M)
    ends = np.append(starts[1:], True)
    joined: Floats = np.stack([rows[starts, 0], reached[ends]], axis=1)
    return longer_than(joined, SAME_M)


def longer_than(stretches: Floats, length_m: float) -> Floats:
    kept: Floats = stretches[stretches[:, 1] - stretches[:, 0] > length_m]
    return kept


def rest(taken: Floats, total_m: float) -> Floats:
    """What of 0 … total_m is not taken (merged)."""
    borders = np.concatenate([[0.0], merged(taken).ravel(), [total_m]])
    return longer_than(borders.reshape(-1, 2), SAME_M)


def minus(stretches: Floats, taken: Floats) -> Floats:
    """The part of `stretches` outside `taken`."""
    kept = merged(stretches)
    if not len(kept):
        return kept
    low, high = kept[0, 0], kept[-1, 1]
    outside = np.concatenate([[[low, low]], kept, [[high, high]]])
    between = np.stack([outside[:-1, 1], outside[1:, 0]], axis=1)
    free = rest(np.clip(np.concatenate([between, taken]) - low, 0.0, high - low), high - low)
    shifted: Floats = free + low
    return shifted


def common(stretches: Floats, others: Floats) -> Floats:
    """The part of `stretches` inside `others`."""
    return minus(stretches, minus(stretches, others))


def total(stretches: Floats) -> float:
    """Σ length in the unit of the stretches (m along a line), each place once."""
    ground = merged(stretches)
    return float((ground[:, 1] - ground[:, 0]).sum())
