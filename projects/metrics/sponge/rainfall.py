"""Capture of rain by volume, and what a record of daily rain is worth.

GB 50014-2021, A.0.1: at least 30 years of daily rain; days of 2 mm or less and snowfall are left
out; the rest sorted X₁ ≤ … ≤ X_N. Capturing up to H mm of each day holds back the volume ratio
    α(H) = Σ min(Xᵢ, H) ÷ ΣXᵢ,   at H = X_i:  α_i = [ΣX₁..X_i + X_i·(N − i)] ÷ ΣX₁..X_N.
The ratio is one of volume. The share of days that stay below H (a frequency) is another number and
not what the clause asks for.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LIGHT_MM = 2.0
WANTED_YEARS = 30
ONE_DAY = dt.timedelta(days=1)


def captured_ratio(rain_mm: Floats, depth_mm: float) -> float:
    """α(H) of the days that count; rain_mm (n,) in mm, some of it above 0.

    >>> round(captured_ratio(np.array([3.0, 5, 8, 12, 20, 32, 60]), 20.0), 4)
    0.6286
    """
    return float(np.minimum(rain_mm, depth_mm).sum() / rain_mm.sum())


def design_depth(rain_mm: Floats, ratio: float) -> float:
    """H in mm with α(H) = ratio, exactly: between two rains α(H) is a straight line.

    >>> design_depth(np.array([3.0, 5, 8, 12, 20, 32, 60]), 0.7)
    25.0
    """
    depths, counts = np.unique(rain_mm, return_counts=True)
    up_to = np.cumsum(depths * counts)
    above = len(rain_mm) - np.cumsum(counts)
    ratios = (up_to + depths * above) / up_to[-1]
    return float(np.interp(ratio, np.r_[0.0, ratios], np.r_[0.0, depths]))


@dataclass(slots=True)
class YearOfRain:
    """One calendar year: days with a value, days dropped, mm of all rain and of what counts."""

    year: int
    days: int = 0
    light_days: int = 0
    snow_days: int = 0
    rain_mm: float = 0.0
    used_mm: float = 0.0

    @property
    def missing_days(self) -> int:
        return (366 if calendar.isleap(self.year) else 365) - self.days


@dataclass(frozen=True, slots=True)
class Gap:
    """Days in a row without a value."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class RainRecord:
    """used_mm: (n,) the days that count, in order. years: from the first to the last, also those
    without a value. gaps: of these whole years, so that their days are the missing days of the
    years. forms_told: whether any day tells rain from snow."""

    used_mm: Floats
    years: Sequence[YearOfRain]
    gaps: Sequence[Gap]
    first: dt.date
    last: dt.date
    forms_told: bool

    def complete_years(self, missing_days: float) -> list[YearOfRain]:
        return [year for year in self.years if year.missing_days <= missing_days]


@dataclass(slots=True)
class _Reading:
    used: list[float] = field(default_factory=list)
    years: dict[int, YearOfRain] = field(default_factory=dict)


def read_record(
    rows: Sequence[Mapping[str, Any]], first: dt.date | None, last: dt.date | None
) -> RainRecord | None:
    """The rows of a `daily_rain` sheet between two days; None where it has none there."""
    days = _chosen(rows, first, last)
    if not days:
        return None
    reading = _Reading()
    for day, row in days:
        _add(reading, day, row)
    begin, end = days[0][0], days[-1][0]
    return RainRecord(
        used_mm=np.array(reading.used, dtype=float),
        years=[
            reading.years.get(year, YearOfRain(year)) for year in range(begin.year, end.year + 1)
        ],
        gaps=_gaps([day for day, _ in days]),
        first=begin,
        last=end,
        forms_told=any(row.get("form") for _, row in days),
    )


def _chosen(
    rows: Sequence[Mapping[str, Any]], first: dt.date | None, last: dt.date | None
) -> list[tuple[dt.date, Mapping[str, Any]]]:
    dated = [(dt.date.fromisoformat(row["day"]), row) for row in rows]
    begin, end = first or dt.date.min, last or dt.date.max
    return sorted(((day, row) for day, row in dated if begin <= day <= end), key=lambda one: one[0])


def _add(reading: _Reading, day: dt.date, row: Mapping[str, Any]) -> None:
    year = reading.years.setdefault(day.year, YearOfRain(day.year))
    rain = float(row["rain_mm"])
    year.days += 1
    year.rain_mm += rain
    if row.get("form") == "snow" and rain > 0:
        year.snow_days += 1
    elif rain > LIGHT_MM:
        year.used_mm += rain
        reading.used.append(rain)
    elif rain > 0:
        year.light_days += 1


def _gaps(days: Sequence[dt.date]) -> list[Gap]:
    before, after = dt.date(days[0].year - 1, 12, 31), dt.date(days[-1].year + 1, 1, 1)
    edges = pairwise([before, *days, after])
    return [Gap(a + ONE_DAY, b - ONE_DAY) for a, b in edges if b - a > ONE_DAY]
