"""Which row of a table holds the names of its columns.

Offices put titles, units and merged headings above it. The header is the first row that is nearly
full and holds words only; a second one below it, where the first was merged, refines it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from layers.reading.formats.tables.numbers import is_nothing, parse
from layers.reading.names import unique_names

ROWS_LOOKED_AT = 40
_FULL_ENOUGH = 0.6
_LONGEST_NAME = 60
_YEAR = re.compile(r"(19|20)\d\d")
_GEOMETRY = re.compile(r"(SRID=|(MULTI)?(POINT|LINESTRING|POLYGON)\s*Z?\s*\()", re.IGNORECASE)

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Header:
    """`row` is the last row (0-based) of the header; the data start below it."""

    row: int
    names: tuple[str, ...]
    levels: int = 1
    above: str = ""
    """What stands above it: the title of the table, mostly."""


def find_header(rows: Sequence[Row]) -> Header | None:
    """The header among the first rows of a table; None when no row is fit for one.

    The first row that is nearly full decides: were it data, no row below it would be the header.
    """
    width = max((_filled(row) for row in rows), default=0)
    if width < 2:
        return None
    for at, row in enumerate(rows[:ROWS_LOOKED_AT]):
        if _filled(row) >= max(2, _FULL_ENOUGH * width) or _is_merged_head(rows, at, width):
            return _header(rows, at) if _is_header(row) else None
    return None


def _is_merged_head(rows: Sequence[Row], at: int, width: int) -> bool:
    """A row that is nearly full only with the one below it, which stands in its gaps."""
    upper, below = rows[at], rows[at + 1] if at + 1 < len(rows) else ()
    if _filled(upper) < 2 or not _is_header(upper) or not _refines(upper, below):
        return False
    both = sum(1 for a, b in _pairs(upper, below) if _text(a) or _text(b))
    return both >= _FULL_ENOUGH * width


def _header(rows: Sequence[Row], at: int) -> Header:
    above = " ".join(_text(cell) for row in rows[:at] for cell in row if _text(cell))
    below = rows[at + 1] if at + 1 < len(rows) else ()
    if _refines(rows[at], below):
        return Header(at + 1, _named(_combined(rows[at], below)), 2, above)
    return Header(at, _named([_text(cell) for cell in _trimmed(rows[at])]), 1, above)


def _text(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _filled(row: Row) -> int:
    return sum(1 for cell in row if _text(cell))


def _is_header(row: Row) -> bool:
    """Words, and perhaps a year or two among them; a row with any other number is data."""
    texts = [_text(cell) for cell in row if _text(cell)]
    numbers = [text for text in texts if not _is_name(text)]
    return all(_YEAR.fullmatch(text) for text in numbers) and len(numbers) < len(texts) / 2


def _is_name(text: str) -> bool:
    return (
        len(text) <= _LONGEST_NAME
        and parse(text) is None
        and not is_nothing(text)
        and not _GEOMETRY.match(text)
    )


def _refines(upper: Row, lower: Row) -> bool:
    """Words below a merged cell: there the upper row is empty and the lower one is not."""
    texts = [_text(cell) for cell in lower if _text(cell)]
    if not texts or not all(_is_name(text) for text in texts):
        return False
    gaps = [_text(b) for a, b in _pairs(upper, lower) if not _text(a)]
    under = [_text(b) for a, b in _pairs(upper, lower) if _text(a)]
    return any(gaps) and not all(under)


def _pairs(upper: Row, lower: Row) -> list[tuple[Any, Any]]:
    width = max(len(upper), len(lower))
    return list(zip(_padded(upper, width), _padded(lower, width), strict=True))


def _padded(row: Row, width: int) -> list[Any]:
    return [*row, *([None] * (width - len(row)))]


def _combined(upper: Row, lower: Row) -> list[str]:
    """The lower name, with the upper one in front where the lower is used twice."""
    lowers = [_text(b) for _, b in _pairs(upper, lower)]
    names: list[str] = []
    group = ""
    for a, b in _pairs(upper, lower):
        group = _text(a) or group
        low = _text(b)
        names.append(f"{group}{low}" if low and lowers.count(low) > 1 else low or group)
    return names


def _trimmed(row: Row) -> list[Any]:
    cells = list(row)
    while cells and not _text(cells[-1]):
        cells.pop()
    return cells


def _named(names: Sequence[str]) -> tuple[str, ...]:
    return unique_names(names, lambda number: f"列{number}")
