"""The workbook: figures as numbers, sums as formulas with the value they come to beside them.

Excel and LibreOffice compute a formula when they open the file; viewers that never compute show
the value that is stored with it. Text is text, whatever it begins with.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from projects.statements.envelope import Envelope
from projects.statements.layout import Cell, Grid, Layout, Section

ENVELOPE = "ecoatlas"
"""The hidden sheet that carries the envelope, in pieces that fit into a cell."""
PIECE = 30_000
LONGEST_CELL = 32_000
AS_TEXT = "@"
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
WIDEST, NARROWEST = 46, 9
FIRST_WIDTHS = {0: 28, 1: 60, 2: 16, 3: 40}
"""Of the first sheet: what, its value, its unit, and the origin of a default."""
MAP_ROWS = 23


@dataclass(frozen=True, slots=True)
class Placed:
    """What stands in a cell of the workbook: a formula and its value, or a value alone."""

    cell: Cell
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its name, its cells by place (`B4`), the rows that are heads, and the last row of
    each column's widths."""

    name: str
    cells: Mapping[str, Placed]
    bold: frozenset[int]
    freeze: int = 0
    picture_row: int | None = None


def pages_of(layout: Layout) -> list[Page]:
    """The sheets of a statement: everything short on the first, each table on its own."""
    short = [one for one in layout.sections if not _is_table(one)]
    pages = [_first_page(layout, short)]
    taken = {pages[0].name.casefold(), ENVELOPE}
    for section in layout.sections:
        if _is_table(section):
            pages.append(_table_page(section, taken))
    return pages


def _is_table(section: Section) -> bool:
    return section.id.startswith(("table-", "rule-")) or (
        section.id.startswith("extra-") and section.grid is not None and len(section.grid.rows) > 20
    )


class _Lines:
    """Cells filled from above, row after row."""

    def __init__(self) -> None:
        self.cells: dict[str, Placed] = {}
        self.bold: set[int] = set()
        self.row = 1

    def line(self, *cells: Cell, bold: bool = False) -> None:
        for number, cell in enumerate(cells):
            self.cells[f"{xl_col_to_name(number)}{self.row}"] = Placed(cell)
        if bold:
            self.bold.add(self.row)
        self.row += 1

    def grid(self, grid: Grid) -> None:
        """Heads, rows, and the sums of the additive columns as formulas."""
        self.line(*(Cell(one.head) for one in grid.columns), bold=True)
        first = self.row
        for row in grid.rows:
            self.line(*row)
        sums = grid.sums
        if sums is not None:
            for number, (column, cell) in enumerate(zip(grid.columns, sums, strict=True)):
                letter = xl_col_to_name(number)
                formula = f"=SUM({letter}{first}:{letter}{self.row - 1})" if column.sums else None
                self.cells[f"{letter}{self.row}"] = Placed(cell, formula)
            self.bold.add(self.row)
            self.row += 1

    def records(self, grid: Grid) -> None:
        """Rows of many columns below each other, as head and value."""
        for row in grid.rows:
            for column, cell in zip(grid.columns, row, strict=True):
                self.line(Cell(column.head), cell)
            self.row += 1


def _first_page(layout: Layout, sections: list[Section]) -> Page:
    lines, picture = _Lines(), None
    lines.line(Cell(layout.title), bold=True)
    for notice in layout.notices:
        lines.line(Cell(notice))
    for section in sections:
        lines.row += 1
        lines.line(Cell(section.title), bold=True)
        if section.picture:
            picture = lines.row
            lines.row += MAP_ROWS
        for paragraph in section.paragraphs:
            lines.line(Cell(paragraph))
        if section.grid is not None and section.records:
            lines.records(section.grid)
        elif section.grid is not None:
            lines.grid(section.grid)
    name = "核算单" if layout.language == "zh" else "Statement"
    return Page(name, lines.cells, frozenset(lines.bold), 0, picture)


def _table_page(section: Section, taken: set[str]) -> Page:
    lines = _Lines()
    if section.grid is not None:
        lines.grid(section.grid)
    return Page(_sheet_name(section.title, taken), lines.cells, frozenset(lines.bold), freeze=1)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes, and that no other sheet has."""
    plain = title.translate(FORBIDDEN).strip("' ")[:28] or "Sheet"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain} {number}", number + 1
    taken.add(name.casefold())
    return name


def write_workbook(envelope: Envelope, picture: bytes | None, out: Path) -> None:
    """Write the workbook; the same envelope and picture give the same bytes."""
    layout = envelope.layout
    options: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(out), options | {"strings_to_numbers": False})
    made = datetime.fromisoformat(envelope.content["made"]["at"]).replace(tzinfo=None)
    book.set_properties({"title": layout.title, "comments": layout.code, "created": made})
    writer = _Writer(book)
    for page in pages_of(layout):
        writer.page(page, picture)
    _hide(book, envelope.text)
    book.close()


class _Writer:
    """Writes pages with the few styles that there are."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.styles: dict[tuple[str, bool, bool], Any] = {}

    def page(self, page: Page, picture: bytes | None) -> None:
        sheet = self.book.add_worksheet(page.name)
        widths: dict[int, int] = {}
        for place, placed in page.cells.items():
            row, column = xl_cell_to_rowcol(place)
            # On the first sheet long text is broken; what stands at the left runs over.
            style = (row + 1 in page.bold, bool(column) and not page.freeze)
            self._write(sheet, row, column, placed, *style)
            widths[column] = max(widths.get(column, 0), _width(placed.cell))
        if not page.freeze:
            widths = FIRST_WIDTHS
        for column, width in widths.items():
            sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
        if not page.freeze:
            _heights(sheet, page)
        _prepare(sheet, page)
        if page.picture_row is not None and picture is not None:
            given = {"image_data": io.BytesIO(picture)}
            sheet.insert_image(page.picture_row - 1, 0, "map.png", given)

    def _write(
        self, sheet: Any, row: int, column: int, placed: Placed, bold: bool, wrapped: bool
    ) -> None:
        cell = placed.cell
        style = self._style(cell.workbook if cell.numeric else AS_TEXT, bold, wrapped)
        if placed.formula is not None:
            sheet.write_formula(row, column, placed.formula, style, cell.value)
        elif cell.numeric:
            sheet.write_number(row, column, cell.value, style)
        elif cell.value is not None:
            sheet.write_string(row, column, cell_text(cell), style)
        else:
            sheet.write_blank(row, column, None, style)

    def _style(self, written: str, bold: bool, wrapped: bool) -> Any:
        if (written, bold, wrapped) not in self.styles:
            given: dict[str, Any] = {"bold": bold, "valign": "top", "text_wrap": wrapped}
            given["num_format"] = written
            if written == AS_TEXT:
                # As if typed after an apostrophe: it stays text when the cell is edited.
                given["quote_prefix"] = True
            self.styles[written, bold, wrapped] = self.book.add_format(given)
        return self.styles[written, bold, wrapped]


def cell_text(cell: Cell) -> str:
    """Text as a cell can hold it: without control characters, and not longer than Excel takes."""
    return ILLEGAL_CHARACTERS_RE.sub("", str(cell.value))[:LONGEST_CELL]


def _width(cell: Cell, most: int = WIDEST) -> int:
    """Letters of a text, Chinese ones counted twice."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in cell.text[:most])


def _heights(sheet: Any, page: Page) -> None:
    """Rows high enough for broken text: not every program finds that out when it opens a file."""
    lines: dict[int, int] = {}
    for place, placed in page.cells.items():
        row, column = xl_cell_to_rowcol(place)
        if column and not placed.cell.numeric:
            room = FIRST_WIDTHS.get(column, NARROWEST) - 1
            lines[row] = max(lines.get(row, 1), -(-_width(placed.cell, 10_000) // room))
    for row, count in lines.items():
        if count > 1:
            sheet.set_row(row, 15 * count)


def _prepare(sheet: Any, page: Page) -> None:
    if page.freeze:
        sheet.freeze_panes(page.freeze, 0)
        sheet.repeat_rows(0)
    sheet.set_paper(9)
    if page.freeze:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _hide(book: Any, text: str) -> None:
    """The envelope on a hidden sheet, which survives being saved by other programs."""
    sheet = book.add_worksheet(ENVELOPE)
    for number, start in enumerate(range(0, len(text), PIECE)):
        sheet.write_string(number, 0, text[start : start + PIECE])
    sheet.hide()
