"""Whether a number lies in a band of a sheet: columns `low`, `high`, and whether each is in it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from projects.sheets.values import Row

DIGITS = 12


def exactly(number: float | Fraction) -> Fraction:
    """A number as it is written: 0.1 is a tenth, not the double beside it, and a mean of decimal
    numbers is not a few bits beside its own."""
    return number if isinstance(number, Fraction) else Fraction(Decimal(f"{number:.{DIGITS}g}"))


def in_band(number: float | Fraction, row: Row) -> bool:
    """A band without a limit is open on that side."""
    value = exactly(number)
    return _past(value, row["low"], row["low_included"], 1) and _past(
        value, row["high"], row["high_included"], -1
    )


def _past(value: Fraction, limit: float | None, included: str | None, side: int) -> bool:
    if limit is None:
        return True
    beyond = side * (value - exactly(limit))
    return beyond > 0 or (beyond == 0 and included == "yes")
