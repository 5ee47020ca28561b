"""Numbers and dates of an attribute table as they are written.

GDAL takes what it can of a value: 12x is 12 to it, 1e3 in a field of whole numbers is 1, 20250000
the first of January 1970, a number of twenty digits loses its last ones, and stars (too wide for
the field) are nothing, without a word.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from layers.reading.text import dbf

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_WHOLE = r"^[+-]?\d+$"
# A double holds fifteen digits whatever they are.
_EXACT_DIGITS = 15
_LONG = rf"\d{{{_EXACT_DIGITS + 1}}}"
_DAY = r"^(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$"
_NO_DAY = "00000000"


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """Numbers, or text where they are whole and longer than a double holds. `odd`: what the rows
    (0-based) say that hold no number and are null now."""

    values: pa.ChunkedArray
    odd: dict[int, str]


def numbers(table: dbf.Table, column: dbf.Column, read: pa.ChunkedArray) -> NumberColumn:
    """The column as GDAL has `read` it, without what it made up."""
    texts = _written(table, column)
    fits = pc.match_substring_regex(texts, _NUMBER)
    rows = np.flatnonzero(~_flags(fits))
    odd = {int(row): texts[int(row)].as_py() for row in rows}
    whole = _all(texts, _WHOLE)
    if pa.types.is_floating(read.type) and whole and _any(texts, _LONG):
        return NumberColumn(texts, odd)
    if pa.types.is_integer(read.type) and not whole:
        read = _as_doubles(pc.if_else(fits, texts, pa.scalar(None, pa.string())))
    values = pc.if_else(fits, read, pa.scalar(None, read.type)) if odd else read
    return NumberColumn(values, odd)


def dates(table: dbf.Table, column: dbf.Column) -> pa.ChunkedArray:
    """Days as ISO text; whatever is no day of eight digits as it is written, to be judged later."""
    texts = _written(table, column)
    known = pc.if_else(pc.equal(texts, _NO_DAY), pa.scalar(None, pa.string()), texts)
    return pc.replace_substring_regex(known, _DAY, r"\1-\2-\3")


def _as_doubles(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """1.5 or 1e3 in a field of whole numbers, of which GDAL takes the first digits."""
    return pc.replace_substring_regex(texts, r"^\+", "").cast(pa.float64())


def _written(table: dbf.Table, column: dbf.Column) -> pa.ChunkedArray:
    return dbf.read_text(table, column, "latin-1").values


def _flags(fits: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    filled: np.ndarray[tuple[int], np.dtype[np.bool_]] = pc.fill_null(fits, True).to_numpy()
    return filled


def _all(texts: pa.ChunkedArray, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(texts, pattern)).as_py())


def _any(texts: pa.ChunkedArray, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, pattern)).as_py())
