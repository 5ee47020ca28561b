"""A table as it was read: named columns of one length, with what was found on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import Problem
from layers.reading.formats.tables.numbers import NOTHING
from layers.reading.raw import Counted

# More digits than a double holds exactly: a number so long is a code.
_WHOLE = r"^-?(0|[1-9]\d{0,14})$"
_LOST = r"\.\d*0\s*$|[eE]"
_DECIMAL = r"^-?(0|[1-9]\d*)\.\d+([eE][+-]?\d{1,3})?$|^-?(0|[1-9]\d{0,14})$"


@dataclass(slots=True)
class Grid:
    """Columns by name, in the order of the file; no row is empty altogether.

    `written`: columns of numbers as they are written, where the number says less (3.10).
    """

    columns: dict[str, pa.ChunkedArray]
    problems: list[Problem] = field(default_factory=list)
    written: dict[str, pa.ChunkedArray] = field(default_factory=dict)
    counted: Counted | None = None
    """The rows counted another way than they were read."""

    @property
    def rows(self) -> int:
        return max((len(column) for column in self.columns.values()), default=0)


def grid_of(texts: Mapping[str, pa.ChunkedArray], problems: list[Problem]) -> Grid:
    """A grid of columns of text: numbers where a whole column holds numbers only."""
    columns = {name: typed(text) for name, text in texts.items()}
    written = {name: text for name, text in texts.items() if says_more(text, columns[name])}
    return Grid(columns, problems, written)


def says_more(text: pa.ChunkedArray, number: pa.ChunkedArray) -> bool:
    """Whether a code in this column would not be the same again, made of the number."""
    if not pa.types.is_floating(number.type):
        return False
    return bool(pc.any(pc.match_substring_regex(text, _LOST)).as_py())


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
