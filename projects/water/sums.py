"""Sums and counts of readings by section and month: what monthly means are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from projects.water.cells import UNDER
from projects.water.office_limits import Steps
from projects.water.readings import Places, Readings, month_name
from projects.water.values import last_day

MINUTES = 24 * 60


@dataclass(slots=True)
class MonthSums:
    """A section in a month; `items` are sum, count and how many were not detected, by item."""

    section: str
    month: str
    readings: int = 0
    expected: int = 1
    items: dict[str, tuple[float, int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cube:
    """Where each reading belongs: section × month, counted from the first month."""

    keys: Sequence[str]
    first: int
    months: int
    place: Places

    @classmethod
    def of(cls, keys: Sequence[str], section: Places, month: Places) -> Cube:
        first = int(month.min()) if len(month) else 0
        months = int(month.max()) - first + 1 if len(month) else 1
        return cls(keys, first, months, section * months + (month - first))

    @property
    def size(self) -> int:
        return len(self.keys) * self.months

    def named(self, place: int) -> tuple[str, str]:
        section, month = divmod(place, self.months)
        return self.keys[section], month_name(self.first + month)

    def counted(self, places: Places) -> Places:
        found: Places = np.bincount(places, minlength=self.size)
        return found


def sums_of(readings: Readings, steps: Steps) -> list[MonthSums]:
    """Every section and month that has a value, by name."""
    keys = [one.key for one in readings.sections]
    cube = Cube.of(keys, readings.section, readings.months)
    found = _months(cube, cube.counted(cube.place))
    for block in readings.blocks:
        add_item(found, cube, block.item, cube.place[block.reading], block.values, block.flags)
    set_expected(found, cube, readings.section, readings.minutes, steps)
    return [found[place] for place in sorted(found)]


def months_with(readings: Readings) -> set[tuple[str, str]]:
    """Every section and month of which there is a reading."""
    cube = Cube.of([one.key for one in readings.sections], readings.section, readings.months)
    return {cube.named(int(at)) for at in np.unique(cube.place)}


def _months(cube: Cube, readings: Places) -> dict[int, MonthSums]:
    there = np.flatnonzero(readings)
    return {int(at): MonthSums(*cube.named(int(at)), int(readings[at])) for at in there}


def add_item(
    found: dict[int, MonthSums], cube: Cube, item: str, places: Places,
    values: NDArray[np.float64], flags: NDArray[np.int8],
) -> None:  # fmt: skip
    """Put the sums of one item to the months of `found`."""
    counts = cube.counted(places)
    sums = np.bincount(places, weights=values, minlength=cube.size)
    under = cube.counted(places[flags == UNDER])
    for at in np.flatnonzero(counts):
        found[int(at)].items[item] = (float(sums[at]), int(counts[at]), int(under[at]))


def set_expected(
    found: dict[int, MonthSums], cube: Cube, section: Places, minutes: Places, steps: Steps
) -> None:
    """How many readings each month should have, by the step between those of its section.

    A month of few readings says nothing of its step: that of the section's other months counts.
    """
    of_month = _steps(cube.place, section, minutes, cube.size)
    of_section = _steps(section, section, minutes, len(cube.keys))
    for place, one in found.items():
        few = one.readings < steps.few
        step = of_section[place // cube.months] if few else of_month[place]
        one.expected = expected_in(one.month, int(step), steps)


def _steps(groups: Places, section: Places, minutes: Places, size: int) -> Places:
    """The median step in minutes within each group; 0 where there is none."""
    order = np.lexsort((minutes, section))
    step, group = np.diff(minutes[order]), groups[order]
    real = (np.diff(section[order]) == 0) & (group[1:] == group[:-1]) & (step > 0)
    step, group = step[real], group[1:][real]
    order = np.lexsort((step, group))
    counts = np.bincount(group, minlength=size)
    middle = np.cumsum(counts) - counts + (counts - 1) // 2
    result: Places = np.zeros(size, dtype=np.int64)
    there = counts > 0
    result[there] = step[order][middle[there]]
    return result


def expected_in(month: str, step: int, steps: Steps) -> int:
    """Readings that a month should have, by the step between them in minutes."""
    if not 0 < step <= steps.daily:
        return 1
    often = step <= steps.station
    return last_day(month).day * (max(1, round(MINUTES / step)) if often else 1)
