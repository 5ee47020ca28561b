"""A report as a PDF: A4 across, its head on every page, pages counted, text that can be copied."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from fpdf import FPDF, XPos, YPos
from fpdf.enums import TableBordersLayout, WrapMode
from fpdf.fonts import FontFace

from projects.statements.faces.font import FAMILY, add_chinese
from projects.statements.faces.ruled import Ruled
from projects.statements.fonts import printable
from projects.states.report import Report

MARGIN_MM, FOOT_MM = 10.0, 14.0
WASH = (237, 241, 244)
BAND, HEAD = FontFace(fill_color=WASH), FontFace(fill_color=WASH)


class _Paper(FPDF):
    def __init__(self, report: Report) -> None:
        super().__init__("landscape", "mm", "A4")
        self.report = report
        add_chinese(self)
        self.set_margins(MARGIN_MM, 12, MARGIN_MM)
        self.set_auto_page_break(True, FOOT_MM)
        self.set_title(report.title)
        self.set_lang("zh-CN" if report.language == "zh" else "en")
        self.set_creator("EcoAtlas")
        # The day and not the moment, so that the same report gives the same bytes.
        self.set_creation_date(datetime.combine(report.made, time(), UTC))
        self.wrap = WrapMode.CHAR if report.language == "zh" else WrapMode.WORD

    def footer(self) -> None:
        self.set_y(-11)
        self.set_font(FAMILY, size=8)
        page = self.report.page(str(self.page_no()), str(self.str_alias_nb_pages))
        self.cell(0, 4, page, align="C")

    def text_line(self, text: str, size: float, align: str = "L") -> None:
        self.set_font(FAMILY, size=size)
        self.multi_cell(
            self.epw, size * 0.55, printable(text), align=align, wrapmode=self.wrap,
            new_x=XPos.LMARGIN, new_y=YPos.NEXT,
        )  # fmt: skip


def pdf_of(report: Report) -> bytes:
    """The PDF; raises `statement-no-font`."""
    paper = _Paper(report)
    paper.add_page()
    paper.text_line(report.title, 16, "C")
    paper.ln(1.5)
    for line in report.lines:
        paper.text_line(line, 10)
    paper.ln(1.5)
    _table(paper, report)
    paper.ln(1.5)
    for note in report.notes:
        paper.text_line(note, 9)
    return bytes(paper.output())


def _table(paper: _Paper, report: Report) -> None:
    paper.set_font(FAMILY, size=8)
    given: dict[str, Any] = {
        "col_widths": report.widths_mm,
        "width": sum(report.widths_mm),
        "text_align": "LEFT",
        "line_height": 4.4,
        "padding": (0.8, 1.2),
        "borders_layout": TableBordersLayout.ALL,
        "headings_style": HEAD,
        "wrapmode": paper.wrap,
    }
    table = Ruled(paper, **given)
    table.row([printable(head) for head in report.heads])
    for group in report.groups:
        band = table.row()
        band.cell(printable(group.title), colspan=len(report.columns), style=BAND)
        for cells in group.rows:
            table.row([printable(cell) for cell in cells])
    table.render()
