"""What goes on paper, in document and PDF alike: text, and grids of a bearable length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from projects.statements.earlier import words
from projects.statements.layout import Cell, Column, Section, Writer

TEXT_MM = 174.0
"""Width of the text on A4."""
NARROWEST_MM, TIGHTEST_MM, LABEL_MM = 14.0, 9.0, 40.0
MOST_SAMPLED = 200
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
        numeric=tuple(grid.numeric(number) for number in range(len(grid.columns))),
    )


def _record(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> Sheet:
    lines = tuple((column.head, cell.text) for column, cell in zip(columns, row, strict=True))
    return Sheet((), lines, None, (False, False))


def cut(section: Section, writer: Writer) -> str | None:
    """What paper says where it does not print every row."""
    rows = len(section.grid.rows) if section.grid is not None else 0
    if section.records or rows <= MOST_ROWS:
        return None
    return writer.say(words.CUT).format(count=rows, shown=MOST_ROWS)


def widths_of(sheet: Sheet, long: Callable[[str], float]) -> list[float]:
    """Millimetres of each column: figures whole in one line, text shares what is left.

    `long` measures a text in one line, with the room beside it.
    """
    wanted = [max(NARROWEST_MM, long(head) / 2 + 2) for head in sheet.heads]  # heads take two lines
    wanted = wanted or [NARROWEST_MM] * len(sheet.numeric)
    for row in (*sheet.rows[:MOST_SAMPLED], sheet.sums or ()):
        for number, text in enumerate(row):
            wanted[number] = max(wanted[number], min(long(text), TEXT_MM))
    if not sheet.heads:
        label = min(wanted[0], LABEL_MM)
        return [label, TEXT_MM - label]
    return _shared(wanted, sheet.numeric)


def _shared(wanted: Sequence[float], numeric: Sequence[bool]) -> list[float]:
    """Widths that add up to the page's: text gives way first, then narrow text, then figures."""
    widths, every = list(wanted), range(len(wanted))
    text = [number for number in every if not numeric[number]]
    for columns, floor in ((text, NARROWEST_MM), (text, TIGHTEST_MM), (every, 0.0)):
        over = sum(widths) - TEXT_MM
        while over > 0.01 and any(widths[number] > floor for number in columns):
            widest = max(columns, key=lambda number: widths[number])
            taken = min(over, 0.5, widths[widest] - floor)
            widths[widest] -= taken
            over -= taken
    spare = (TEXT_MM - sum(widths)) / len(widths)
    return [one + spare for one in widths]
