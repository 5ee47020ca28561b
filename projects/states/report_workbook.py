"""The report of states as a workbook of one sheet: A4 across, its head on every page."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from projects.states.report import Report

A4 = 9
MM_OF_A_LETTER = 1.9
"""A column is as wide as so many digits of 11 points, which are about 1.9 mm each."""
LINE_POINTS = 13.5
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook_of(report: Report) -> bytes:
    """The workbook; every cell is text or a running number, nothing is computed."""
    packed = BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True, **OPTIONS})
    # The day and not the moment, so that the same list gives the same bytes.
    made = datetime.combine(report.made, time())
    book.set_properties({"title": report.title, "created": made})
    sheet = book.add_worksheet(report.title[:31])
    _prepare(sheet, report)
    _fill(book, sheet, report)
    book.close()
    return packed.getvalue()


def _prepare(sheet: Any, report: Report) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_footer("&C" + report.page("&P", "&N"))
    for number, width in enumerate(report.widths_mm):
        sheet.set_column(number, number, width / MM_OF_A_LETTER)


def _fill(book: Any, sheet: Any, report: Report) -> None:
    font = {"font_name": "宋体" if report.language == "zh" else "Times New Roman"}
    plain = {**font, "font_size": 9, "text_wrap": True, "valign": "vcenter"}
    framed = book.add_format({**plain, "border": 1})
    head = book.add_format({**plain, "border": 1, "bold": True, "align": "center"})
    band = book.add_format({**plain, "border": 1, "bold": True, "bg_color": "#EDF1F4"})
    about = book.add_format({**font, "font_size": 10, "text_wrap": True, "valign": "top"})
    title = book.add_format({**font, "font_size": 16, "bold": True, "align": "center"})
    last = len(report.heads) - 1
    sheet.merge_range(0, 0, 0, last, report.title, title)
    sheet.set_row(0, 28)
    for number, line in enumerate(report.lines, 1):
        _across(sheet, number, line, report, about)
    row = len(report.lines) + 1
    sheet.write_row(row, 0, report.heads, head)
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, 0)
    for group in report.groups:
        row += 1
        sheet.merge_range(row, 0, row, last, _text(group.title), band)
        for cells in group.rows:
            row += 1
            sheet.write_number(row, 0, int(cells[0]), framed)
            for column, cell in enumerate(cells[1:], 1):
                sheet.write_string(row, column, _text(cell), framed)
            sheet.set_row(row, LINE_POINTS * _lines(cells, report.widths_mm))
    for note in report.notes:
        row += 1
        _across(sheet, row, note, report, about)


def _across(sheet: Any, row: int, text: str, report: Report, form: Any) -> None:
    """A line as wide as the table: past it the page would be drawn smaller, and the line cut."""
    sheet.merge_range(row, 0, row, len(report.heads) - 1, _text(text), form)
    sheet.set_row(row, LINE_POINTS * _lines((text,), (sum(report.widths_mm),)))


def _lines(cells: tuple[str, ...], widths_mm: tuple[float, ...]) -> int:
    """Lines of the highest cell: programs that open the file do not all find that out."""
    return max(
        -(-_wide(cell) // max(int(width / MM_OF_A_LETTER * 1.1) - 1, 1))
        for cell, width in zip(cells, widths_mm, strict=True)
    )


def _wide(text: str) -> int:
    """Letters of a text, Chinese ones counted twice."""
    return max(sum(2 if ord(letter) > 0x2E80 else 1 for letter in text), 1)


def _text(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)
