"""What stands out in a series of readings: values far from those around them, values that stay the
same, parts larger than their whole. Nothing is judged here; rules say from where on it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from projects.water.cells import UNDER
from projects.water.effective import ItemValues
from projects.water.readings import month_name, months_of

WHOLES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "TN": (("NH3-N", "nitrate"),),
    "CODCr": (("BOD5",), ("CODMn",)),
}
"""What cannot be more than a whole: what stands together is added up."""
Numbers = NDArray[np.float64]
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Odd:
    """The farthest value of an item in a month: `times` median deviations from `usual`.

    run: equal values in a row up to one of the month. excess: by what part of it the parts of the
    whole pass it, at their worst; None where they were not measured with it.
    """

    at: str
    value: float
    usual: float
    times: float
    run: int
    excess: float | None = None


def odd_months(found: list[ItemValues], window: int) -> dict[Place, Odd]:
    """By section, month and item, of values that count, each item's by section and time; window:
    so many readings before and after a value are what is usual there."""
    by_item = {one.item: dict(_series(one)) for one in found}
    told: dict[Place, Odd] = {}
    for item, sections in by_item.items():
        for section, (minutes, values, flags) in sections.items():
            excess = _excess(item, section, minutes, values, by_item)
            for month, odd in _by_month(minutes, values, flags, excess, window):
                told[section, month, item] = odd
    return told


Series = tuple[NDArray[np.int64], Numbers, NDArray[np.int8]]


def _series(found: ItemValues) -> Iterator[tuple[str, Series]]:
    names = found.section.astype(str)
    edges = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1).tolist(), len(names)]
    for start, end in pairwise(edges) if len(names) else ():
        here = slice(start, end)
        yield str(names[start]), (found.minutes[here], found.values[here], found.flags[here])


def _by_month(
    minutes: NDArray[np.int64],
    values: Numbers,
    flags: NDArray[np.int8],
    excess: Numbers,
    window: int,
) -> Iterator[tuple[str, Odd]]:
    usual, times = deviations(values, window)
    runs = equal_runs(values, flags == UNDER)
    months = months_of(minutes)
    for month in np.unique(months):
        here = np.flatnonzero(months == month)
        worst = here[int(np.argmax(times[here]))]
        past = excess[here][~np.isnan(excess[here])]
        moment = str(minutes[worst].astype("datetime64[m]")).replace("T", " ")
        yield month_name(int(month)), Odd(
            moment, float(values[worst]), float(usual[worst]), float(times[worst]),
            int(runs[here].max()), float(past.max()) if len(past) else None,
        )  # fmt: skip


def deviations(values: Numbers, around: int) -> tuple[Numbers, Numbers]:
    """What is usual around each value, and how many median deviations it is off.

    Usual is the median of the values around it; of a short series, of all of it. Where most values
    are usual ones their deviation is no measure: the mean one stands for it.
    """
    window = 2 * around + 1
    if len(values) < window:
        usual = np.full(len(values), np.median(values))
    else:
        padded = np.pad(values, around, mode="reflect")
        usual = np.median(sliding_window_view(padded, window), axis=1)
    off = np.abs(values - usual)
    spread = float(np.median(off)) or float(np.mean(off))
    return usual, off / spread if spread else np.zeros(len(values))


def equal_runs(values: Numbers, under: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many equal values in a row end at each; what was not detected says nothing."""
    places = np.arange(len(values))
    breaks = np.ones(len(values), dtype=bool)
    breaks[1:] = (values[1:] != values[:-1]) | under[1:] | under[:-1]
    since = np.maximum.accumulate(np.where(breaks, places, 0))
    runs: NDArray[np.int64] = np.where(under, 0, places - since + 1)
    return runs


def _excess(
    item: str, section: str, minutes: NDArray[np.int64], values: Numbers,
    by_item: Mapping[str, Mapping[str, Any]],
) -> Numbers:  # fmt: skip
    """Of each value of a whole, by what part of it its parts pass it; NaN without parts."""
    found = np.full(len(values), np.nan)
    for parts in WHOLES.get(item, ()):
        total = np.zeros(len(values))
        there = np.zeros(len(values), dtype=bool)
        for part in parts:
            own = by_item.get(part, {}).get(section)
            if own is not None:
                _, at, of = np.intersect1d(minutes, own[0], return_indices=True)
                total[at] += own[1][of]
                there[at] = True
        there &= values > 0
        over = np.where(there, total / np.where(there, values, 1.0) - 1.0, np.nan)
        found = np.fmax(found, over)
    return found
