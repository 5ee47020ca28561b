"""Text in sheets that people open: shown as it is, never computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

MOST_ROWS = 1_048_575
LONGEST_TEXT = 32_767
CUT = "…（已截短，超出单元格上限 cut: longer than a cell holds）"
BOLD = Font(bold=True)


def add_sheet(
    book: Workbook, title: str, head: Sequence[str], rows: Iterable[Iterable[Any]]
) -> int:
    """Add a sheet with a head to a write-only workbook; answers how many rows it has.

    Where the rows end with an error the workbook is of no use any more, and leaves no file.
    """
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number in range(1, len(head) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 18
    cells = [_cell(sheet, text) for text in head]
    for cell in cells:
        cell.font = BOLD
    sheet.append(cells)
    count = 0
    try:
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
            count += 1
    except BaseException:
        _discard(book)
        raise
    return count


def _discard(book: Workbook) -> None:
    """Remove the files that the sheets of a write-only workbook are kept in until it is saved."""
    for sheet in book.worksheets:
        kept: Any = sheet
        with suppress(Exception):
            kept.close()
        with suppress(Exception):
            kept._writer.cleanup()


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _fitting(ILLEGAL_CHARACTERS_RE.sub("", value)))
    if looks_like_formula(value):
        # As if typed after an apostrophe: shown as it is, never computed.
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _fitting(text: str) -> str:
    """What a cell holds; openpyxl would cut the rest off without a word."""
    if len(text) <= LONGEST_TEXT:
        return text
    return text[: LONGEST_TEXT - len(CUT)] + CUT


def csv_value(value: Any) -> Any:
    """A value for a CSV file: an apostrophe before text that a spreadsheet would compute."""
    return f"'{value}" if isinstance(value, str) and looks_like_formula(value) else value


# A spreadsheet runs what begins like this.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def looks_like_formula(text: str) -> bool:
    return text.startswith(FORMULA_STARTS)
