"""A table as it was read: named columns of one length, with what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import Problem
from layers.reading.tables.numbers import NOTHING

# More digits than a double holds exactly: a number so long is a code.
_WHOLE = r"^-?(0|[1-9]\d{0,14})$"
_DECIMAL = r"^-?(0|[1-9]\d*)\.\d+([eE][+-]?\d{1,3})?$|^-?(0|[1-9]\d{0,14})$"


@dataclass(slots=True)
class Grid:
    """Columns by name, in the order of the file; no row is empty altogether."""

    columns: dict[str, pa.ChunkedArray]
    problems: list[Problem] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return max((len(column) for column in self.columns.values()), default=0)


def typed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text as numbers where every value is written as one; a code such as 001 is none."""
    trimmed = pc.utf8_trim_whitespace(column)
    filled = pc.if_else(
        pc.is_in(pc.utf8_lower(trimmed), pa.array(sorted(NOTHING))),
        pa.scalar(None, pa.string()),
        trimmed,
    )
    if filled.null_count == len(filled):
        return filled
    if _all_match(filled, _WHOLE):
        return filled.cast(pa.int64())
    if _all_match(filled, _DECIMAL):
        return filled.cast(pa.float64())
    return trimmed


def _all_match(column: pa.ChunkedArray, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(column, pattern)).as_py())
