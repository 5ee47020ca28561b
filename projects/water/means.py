"""Concentrations of months put together: of a section over months, of a river over its sections."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context

from geo.figures.said import typed

Values = Mapping[str, float]
MONTHS_OF_QUARTER = 3
SHOWN = Context(prec=4, rounding=ROUND_HALF_UP)
"""One digit more than readings have: a mean has no end, and nobody measured what follows."""


def mean_of(every: Iterable[Values]) -> dict[str, float]:
    """The arithmetic mean of each item over those that have it, in the order of first sight."""
    kept: dict[str, list[float]] = {}
    for values in every:
        for item, value in values.items():
            kept.setdefault(item, []).append(value)
    return {item: math.fsum(found) / len(found) for item, found in kept.items()}


def months_of(year: int) -> tuple[str, ...]:
    return tuple(f"{year:04d}-{month:02d}" for month in range(1, 13))


def months_of_quarter(year: int, quarter: int) -> tuple[str, ...]:
    first = MONTHS_OF_QUARTER * (quarter - 1)
    return months_of(year)[first : first + MONTHS_OF_QUARTER]


def over_months(
    by_month: Mapping[str, Values], months: Sequence[str]
) -> tuple[dict[str, float], tuple[str, ...]]:
    """The mean of some months, and which of them are missing."""
    there = [month for month in months if by_month.get(month)]
    missing = tuple(month for month in months if month not in there)
    return mean_of(by_month[month] for month in there), missing


def month_before(month: str, back: int = 1) -> str:
    """The month so many before one: `2026-01` is before `2026-02`."""
    year, number = (int(part) for part in month.split("-"))
    whole = 12 * year + number - 1 - back
    return f"{whole // 12:04d}-{whole % 12 + 1:02d}"


def mean_text(value: float) -> str:
    """A mean as people read it."""
    return typed(SHOWN.create_decimal(repr(value)))
