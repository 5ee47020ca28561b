"""The PDF: text that can be selected, in an embedded subset of the Chinese font."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from fpdf import FPDF, XPos, YPos
from fpdf.enums import TableBordersLayout, WrapMode
from fpdf.fonts import FontFace

from projects.statements.earlier import words
from projects.statements.envelope import Envelope
from projects.statements.faces.earlier.paper import TEXT_MM, Sheet, cut, sheets_of, widths_of
from projects.statements.faces.font import FAMILY, add_chinese
from projects.statements.fonts import printable
from projects.statements.layout import Layout, Section, Writer
from projects.statements.printed_code import lines_of, picture_of
from projects.statements.words import STATES

ATTACHED = "ecoatlas-statement.json"
MARGIN_MM, CODE_MM = 18.0, 40.0
INK, SOFT, WARNING, WASH = (31, 43, 51), (77, 90, 100), (168, 59, 20), (240, 243, 242)
LINE = (195, 203, 204)
MOST_TOGETHER = 15


def write_pdf(envelope: Envelope, picture: bytes | None, out: Path) -> None:
    """Write the PDF; raises `statement-no-font`. The envelope is an attached file."""
    out.write_bytes(pdf_bytes(envelope, picture))


def pdf_bytes(envelope: Envelope, picture: bytes | None) -> bytes:
    layout = envelope.layout
    paper = Paper(layout)
    made = datetime.fromisoformat(envelope.content["made"]["at"])
    paper.set_creation_date(made)
    paper.add_page()
    paper.headline(picture_of(lines_of(layout, envelope.content)))
    for section in layout.sections:
        paper.section(section, picture)
    paper.embed_file(
        bytes=envelope.text.encode(),
        basename=ATTACHED,
        mime_type="application/json",
        modification_date=made,
    )
    return bytes(paper.output())


class Paper(FPDF):
    """A4 upright; the code stands on every page, so that none can be exchanged unnoticed."""

    def __init__(self, layout: Layout) -> None:
        super().__init__("portrait", "mm", "A4")
        self.layout, self.writer = layout, Writer(layout.language)
        add_chinese(self)
        self.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(True, 20)
        self.set_title(layout.title)
        self.set_lang("zh-CN" if layout.language == "zh" else "en")
        self.set_creator("EcoAtlas")
        self.set_keywords(f"{layout.code} {layout.sha256}")
        # A number or a Latin word is not torn in English text; Chinese breaks anywhere.
        self.wrap = WrapMode.CHAR if layout.language == "zh" else WrapMode.WORD

    def header(self) -> None:
        self.set_font(FAMILY, size=8)
        self.set_text_color(*SOFT)
        state = self.writer.say(STATES[self.layout.state])
        code = f"{self.writer.say(words.CODE)} {self.layout.code}"
        self.set_y(9)
        self.cell(TEXT_MM / 2, 5, printable(state))
        self.cell(TEXT_MM / 2, 5, code, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_y(MARGIN_MM)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FAMILY, size=7)
        self.set_text_color(*SOFT)
        said = self.writer.say(words.PAGE).format(page=self.page_no())
        self.cell(TEXT_MM - 20, 4, printable(self.layout.notices[-1]))
        self.cell(20, 4, said, align="R")

    def headline(self, code: bytes) -> None:
        """The title and what stands above all, beside the QR code."""
        top = self.get_y()
        self.image(io.BytesIO(code), x=self.w - MARGIN_MM - CODE_MM, y=top - 4, w=CODE_MM)
        self._text(self.layout.title, 17, INK, TEXT_MM - CODE_MM)
        self.ln(1)
        for notice in self.layout.notices:
            self._text(notice, 9.5, WARNING, TEXT_MM - CODE_MM)
        self.set_y(max(self.get_y() + 1, top - 4 + CODE_MM))

    def section(self, section: Section, picture: bytes | None) -> None:
        if section.picture and picture is None:
            return
        self._heading(section)
        if section.picture and picture is not None:
            self.image(io.BytesIO(picture), w=TEXT_MM)
            self.ln(2)
        for paragraph in section.paragraphs:
            self._text(paragraph, 9.5, INK)
        for sheet in sheets_of(section):
            self._table(sheet)
            self.ln(2)
        said = cut(section, self.writer)
        if said is not None:
            self._text(said, 8.5, SOFT)

    def _heading(self, section: Section) -> None:
        """A heading never stands alone at the foot of a page."""
        rows = len(section.grid.rows) if section.grid is not None else 0
        # What fits on a page stays in one piece.
        needed = 125 if section.picture else 28 + (rows * 6.8 if rows <= MOST_TOGETHER else 0)
        if self.get_y() + needed > self.h - 20:
            self.add_page()
        self.ln(3)
        self._text(section.title, 12.5, INK)
        self.ln(1)

    def _text(
        self, text: str, size: float, colour: tuple[int, int, int], width_mm: float = TEXT_MM
    ) -> None:
        self.set_font(FAMILY, size=size)
        self.set_text_color(*colour)
        self.multi_cell(
            width_mm, size * 0.56, printable(text), align="L", wrapmode=self.wrap,
            new_x=XPos.LMARGIN, new_y=YPos.NEXT,
        )  # fmt: skip

    def _table(self, sheet: Sheet) -> None:
        columns = len(sheet.numeric)
        size = 8.5 if columns <= 7 else 7
        self.set_font(FAMILY, size=size)
        self.set_text_color(*INK)
        self.set_draw_color(*LINE)
        self.set_line_width(0.15)
        given: dict[str, Any] = {
            "col_widths": widths_of(sheet, self._long),
            "text_align": tuple("RIGHT" if numeric else "LEFT" for numeric in sheet.numeric),
            "line_height": size * 0.56,
            "padding": (0.9, 1.4),
            "borders_layout": TableBordersLayout.ALL,
            "first_row_as_headings": bool(sheet.heads),
            "headings_style": FontFace(color=SOFT, fill_color=WASH),
            "wrapmode": self.wrap,
            "width": TEXT_MM,
            "align": "LEFT",
        }
        with self.table(**given) as table:
            for texts in (one for one in (sheet.heads, *sheet.rows) if one):
                table.row([printable(text) for text in texts])
            if sheet.sums is not None:
                table.row([printable(one) for one in sheet.sums], FontFace(fill_color=WASH))

    def _long(self, text: str) -> float:
        """Millimetres of a text in one line, with the room beside it."""
        return float(self.get_string_width(printable(text))) + 3.4
