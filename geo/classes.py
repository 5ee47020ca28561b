"""Borders that part the numbers of a map into classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

BorderMethod = Literal["quantile", "natural", "fixed"]
MOST_SOUGHT = 1_000
"""Natural breaks are sought among so many values at most; of more, evenly by rank. It takes time by
the square of their number."""


def borders_of(
    values: npt.NDArray[np.float64], method: BorderMethod, count: int, fixed: Sequence[float] = ()
) -> tuple[float, ...]:
    """Borders between at most `count` classes of finite values, rising; none where all are alike.

    fixed: those that a standard sets, of which the ones that lie among the values are given back.
    """
    if not len(values):
        return ()
    lowest, highest = float(values.min()), float(values.max())
    if method == "fixed":
        return tuple(sorted(one for one in fixed if lowest < one <= highest))
    distinct = np.unique(values)
    if len(distinct) <= count:
        return tuple(distinct[:-1].tolist())
    ends = _quantiles(values, count) if method == "quantile" else _natural(values, count)
    return tuple(sorted({float(one) for one in ends if one < highest}))


def class_numbers(
    values: npt.NDArray[np.float64], borders: Sequence[float], method: BorderMethod
) -> npt.NDArray[np.int64]:
    """Which class each value is in, from 0: a border belongs to the class below it; one that a
    standard sets, which says "from", to the class above."""
    side: Literal["left", "right"] = "right" if method == "fixed" else "left"
    found: npt.NDArray[np.int64] = np.searchsorted(np.asarray(borders), values, side=side)
    return found


def _quantiles(values: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    return np.asarray(np.quantile(values, np.linspace(0, 1, count + 1)[1:]), dtype=np.float64)


def _natural(values: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    """Ends of the classes whose squared differences from their means add up to least, exactly
    (W. D. Fisher, On grouping for maximum homogeneity, 1958; Jenks 1977).

    Libraries that find the same load machine learning for it, seconds long.
    """
    some = _some(np.sort(values))
    alone = _squares(some)
    least, lasts = alone[0], []
    for _ in range(count - 1):
        # What one class more comes to, by where it begins and where it ends.
        sums = least[:-1, None] + alone[1:]
        lasts.append(sums.argmin(axis=0))
        least = np.minimum(least, sums.min(axis=0))
    ends = [len(some) - 1]
    for last in reversed(lasts):
        ends.append(int(last[ends[-1]]))
    return some[ends]


def _squares(ascending: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Squared differences from their mean of the values i to j, in row i and column j; infinite
    where j is before i."""
    # From the middle, so that no digits are lost in sums of large numbers.
    away = ascending - ascending.mean()
    sums, squares = (np.concatenate([[0.0], np.cumsum(one)]) for one in (away, away**2))
    first, end = np.arange(len(away))[:, None], np.arange(1, len(away) + 1)
    number = np.maximum(end - first, 1)
    found = squares[end] - squares[first] - (sums[end] - sums[first]) ** 2 / number
    return np.where(end > first, np.maximum(found, 0.0), np.inf)


def _some(ascending: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """All values, or as many as are looked at, evenly by rank: the same ones every time."""
    if len(ascending) <= MOST_SOUGHT:
        return ascending
    ranks = np.linspace(0, len(ascending) - 1, MOST_SOUGHT).round().astype(np.int64)
    chosen: npt.NDArray[np.float64] = ascending[ranks]
    return chosen
