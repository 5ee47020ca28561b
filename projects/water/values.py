"""Values that the water room hands on: what a section's month was measured to be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

MonthState = Literal["complete", "partial", "missing"]
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class SectionMonth:
    """Means of a section in one month, each in its item's unit (`projects.water.items`).

    section: the key of the section in its layer, or its name where it is in none.
    month: `YYYY-MM`. counts: values that went into each mean. readings: times at which something
    was measured; expected: how many there should be, where that is known. not_detected: values
    of each item that were below the detection limit. batches: where the values came from.
    """

    section: str
    month: str
    values: Mapping[str, float]
    counts: Mapping[str, int] = field(default_factory=dict)
    readings: int = 0
    expected: int | None = None
    lake: bool = False
    state: MonthState = "complete"
    not_detected: Mapping[str, int] = field(default_factory=dict)
    batches: tuple[int, ...] = ()

    @property
    def last_day(self) -> dt.date:
        """The day by whose limits the month is judged."""
        return last_day(self.month)


def last_day(month: str) -> dt.date:
    """The last day of a month `YYYY-MM`; raises ValueError for what is none."""
    found = MONTH.fullmatch(month)
    if not found:
        raise ValueError(month)
    year, number = int(found[1]), int(found[2])
    following = dt.date(year + number // 12, number % 12 + 1, 1)
    return following - dt.timedelta(days=1)
