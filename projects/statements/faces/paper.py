"""What goes on paper, in document and PDF alike: text, and grids of a bearable length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from projects.statements import words
from projects.statements.layout import Cell, Column, Grid, Section, Writer

MOST_ROWS = 1000
"""Rows of a table that are printed; the other faces have them all, and paper says so."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid as text: heads, rows, the sums, and which columns are numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...] | None
    numeric: tuple[bool, ...]


def sheets_of(section: Section) -> Iterator[Sheet]:
    """The grids of a section; rows of many columns as lists of head and value."""
    grid = section.grid
    if grid is None:
        return
    if section.records:
        yield from (_record(grid.columns, row) for row in grid.rows)
        return
    sums = grid.sums
    yield Sheet(
        heads=tuple(one.head for one in grid.columns),
        rows=tuple(tuple(cell.text for cell in row) for row in grid.rows[:MOST_ROWS]),
        sums=None if sums is None else tuple(cell.text for cell in sums),
        numeric=tuple(_is_numeric(grid, number) for number in range(len(grid.columns))),
    )


def _is_numeric(grid: Grid, number: int) -> bool:
    """Whether a column stands to the right: declared as numbers, or all of it numbers."""
    filled = [row[number] for row in grid.rows if row[number].value is not None]
    return bool(filled) and all(one.numeric for one in filled)


def _record(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> Sheet:
    lines = tuple((column.head, cell.text) for column, cell in zip(columns, row, strict=True))
    return Sheet((), lines, None, (False, False))


def cut(section: Section, writer: Writer) -> str | None:
    """What paper says where it does not print every row."""
    rows = len(section.grid.rows) if section.grid is not None else 0
    if section.records or rows <= MOST_ROWS:
        return None
    return writer.say(words.CUT).format(count=rows, shown=MOST_ROWS)
