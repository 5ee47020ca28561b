"""What goes on paper, in document and PDF alike: text, and grids of a bearable length and width."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from projects.statements import words
from projects.statements.layout import Cell, Column, Section, Writer

UPRIGHT_MM, ACROSS_MM = 174.0, 261.0
"""Width of the text on A4 upright and across, between margins of 18 mm."""
MOST_UPRIGHT = 9
"""Columns of a grid that stand upright without words being torn."""
NARROWEST_MM, LABEL_MM, FORM_LABEL_MM, LONGEST_WORD_MM = 12.0, 40.0, 26.0, 44.0
MOST_SAMPLED = 200
MOST_ROWS = 1000
"""Rows of a table that are printed; the other faces have them all, and paper says so."""
SEAL_MM = 12.0
"""Height of a row in which somebody signs."""
SIGNING_SHARES = (0.12, 0.2, 0.2, 0.16, 0.32)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid as text: heads, rows, the sums, which columns are numbers, and on which width."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...] | None
    numeric: tuple[bool, ...]
    wide_mm: float = UPRIGHT_MM
    form: bool = False
    seal: bool = False
    shares: tuple[float, ...] = ()
    """Of the width, by column, where a sheet says so itself."""


def is_across(section: Section) -> bool:
    """Whether its grid needs the paper turned."""
    grid = section.grid
    return grid is not None and not section.records and len(grid.columns) > MOST_UPRIGHT


def sheets_of(section: Section) -> Iterator[Sheet]:
    """The grids of a section; rows of many columns as lists of head and value."""
    grid = section.grid
    if grid is None:
        return
    if section.records:
        yield from (_record(grid.columns, row) for row in grid.rows)
        return
    if section.form:
        yield _form([(row[0].text, row[1].text) for row in grid.rows])
        return
    sums = grid.sums
    yield Sheet(
        heads=tuple(_head(one) for one in grid.columns),
        rows=tuple(tuple(cell.text for cell in row) for row in grid.rows[:MOST_ROWS]),
        sums=None if sums is None else tuple(cell.text for cell in sums),
        numeric=tuple(grid.numeric(number) for number in range(len(grid.columns))),
        wide_mm=ACROSS_MM if is_across(section) else UPRIGHT_MM,
        seal=section.seal,
        shares=tuple(one.share for one in grid.columns if one.share),
    )


def _head(column: Column) -> str:
    """The unit stands in a line of its own, so that its bracket is not torn."""
    unit = column.head.removeprefix(column.title).strip()
    return f"{column.title}\n{unit}" if unit else column.title


def _head_mm(head: str, long: Callable[[str], float]) -> float:
    """A title takes two lines, a unit one."""
    title, _, unit = head.partition("\n")
    return max(long(title) / 2 + 2, long(unit) if unit else 0.0)


def _record(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> Sheet:
    lines = tuple((column.head, cell.text) for column, cell in zip(columns, row, strict=True))
    return Sheet((), lines, None, (False, False))


def _form(lines: Sequence[tuple[str, str]]) -> Sheet:
    """Two names and values beside each other, as official forms have them."""
    halves = list(lines) + [("", "")] * (len(lines) % 2)
    rows = tuple((*one, *other) for one, other in zip(halves[::2], halves[1::2], strict=True))
    return Sheet((), rows, None, (False,) * 4, form=True)


def cut(section: Section, writer: Writer) -> str | None:
    """What paper says where it does not print every row."""
    rows = len(section.grid.rows) if section.grid is not None else 0
    if section.records or rows <= MOST_ROWS:
        return None
    return writer.say(words.CUT).format(count=rows, shown=MOST_ROWS)


def widths_of(sheet: Sheet, long: Callable[[str], float]) -> list[float]:
    """Millimetres of each column: figures and words whole, text shares what is left.

    `long` measures a text in one line, with the room beside it.
    """
    if sheet.form:
        value = sheet.wide_mm / 2 - FORM_LABEL_MM
        return [FORM_LABEL_MM, value] * 2
    shares = SIGNING_SHARES if sheet.seal else sheet.shares
    if shares:
        return [share * sheet.wide_mm for share in shares]
    rows = (*sheet.rows[:MOST_SAMPLED], *([sheet.sums] if sheet.sums else []))
    if not sheet.heads:
        label = min(max((long(row[0]) for row in rows), default=NARROWEST_MM), LABEL_MM)
        return [label, sheet.wide_mm - label]
    every = range(len(sheet.numeric))
    wanted = [max([_head_mm(sheet.heads[n], long), *(long(row[n]) for row in rows)]) for n in every]
    floors = [
        wanted[n]
        if sheet.numeric[n]
        else min(wanted[n], max(NARROWEST_MM, _longest(sheet.heads[n], rows, n, long)))
        for n in every
    ]
    return _shared(wanted, floors, sheet.wide_mm)


def _longest(
    head: str, rows: Sequence[Sequence[str]], number: int, long: Callable[[str], float]
) -> float:
    """The longest word of a column: Chinese is torn anywhere, but not within three letters."""
    texts = dict.fromkeys((head, *(row[number] for row in rows)))
    found = {word if word.isascii() else word[:3] for text in texts for word in text.split()}
    return min(max((long(word) for word in found), default=0.0), LONGEST_WORD_MM)


def _shared(wanted: Sequence[float], floors: Sequence[float], wide_mm: float) -> list[float]:
    """Widths that add up to the page's: the widest give way first, down to their floors; where
    that is not enough, all give way alike."""
    widths, every = list(wanted), range(len(wanted))
    for floor in (floors, [0.0] * len(floors)):
        over = sum(widths) - wide_mm
        while over > 0.01 and any(widths[n] > floor[n] + 0.01 for n in every):
            _, widest = max((widths[n], n) for n in every if widths[n] > floor[n] + 0.01)
            taken = min(over, 0.5, widths[widest] - floor[widest])
            widths[widest] -= taken
            over -= taken
    spare = (wide_mm - sum(widths)) / len(widths)
    return [one + max(spare, 0.0) for one in widths]
