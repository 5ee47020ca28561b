"""Codes that went through a program which keeps fifteen digits of a number, as spreadsheets do.

Of 420112000000123008 it keeps 420112000000123000 and writes that, or 4.20112000000123E+17, or as
much as the cell was wide, 4.20112E+17. Which code it was cannot be told any more.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

DIGITS_KEPT = 15
# A double holds every whole number up to here.
EXACT_BELOW = 2**53
# As programs write numbers of twelve digits and more: a pile or a road called 3E12 has no sign.
_SCIENTIFIC = r"^\s*[+-]?\d(\.\d+)?[eE]\+(1[1-9]|[2-9]\d)\s*$"
_LONG, _ROUND = r"^\s*\d{16,}\s*$", r"^\s*\d{15}0+\s*$"
# So many codes do not all end in zeros by chance.
ROUND_TELL = 3


def rows_with_digits_lost(column: pa.ChunkedArray) -> list[int]:
    """Rows (0-based) of a column of codes whose value cannot be the one that was meant."""
    if pa.types.is_floating(column.type):
        values: NDArray[np.float64] = column.cast(pa.float64()).to_numpy()
        large = np.flatnonzero(np.abs(values) >= 10**DIGITS_KEPT)
        return [row for row in large.tolist() if lost_digits(float(values[row]))]
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return _rows_of(_written_short(column))
    return []


def lost_digits(number: float) -> bool:
    """Whether a number of more than fifteen digits has no more than fifteen of its own."""
    if not np.isfinite(number) or abs(number) < 10**DIGITS_KEPT:
        return False
    digits = str(abs(whole(number)))
    inexact = isinstance(number, float) and abs(number) >= EXACT_BELOW
    return inexact or not digits[DIGITS_KEPT:].strip("0")


def whole(number: float) -> int:
    """The whole number that is written: of a double no digits that it does not say."""
    return int(Decimal(str(number)))


def scientific(number: float) -> str:
    """A number of lost digits as text that shows it, whatever stands in the cells beside it."""
    return f"{Decimal(str(number)):.{DIGITS_KEPT - 1}E}"


def _written_short(column: pa.ChunkedArray) -> pa.ChunkedArray:
    short = pc.match_substring_regex(column, _SCIENTIFIC)
    long, ending = (pc.match_substring_regex(column, form) for form in (_LONG, _ROUND))
    count = pc.sum(long).as_py() or 0
    if count >= ROUND_TELL and count == pc.sum(ending).as_py():
        return pc.or_(short, ending)
    return short


def _rows_of(mask: Any) -> list[int]:
    found: list[int] = pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()
    return found
