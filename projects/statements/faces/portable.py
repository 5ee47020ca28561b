"""The PDF: text that can be selected, in an embedded subset of the Chinese font."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from fpdf import FPDF, XPos, YPos
from fpdf.enums import TableBordersLayout, WrapMode
from fpdf.fonts import FontFace, TTFFont

from projects.statements import words
from projects.statements.envelope import Envelope
from projects.statements.faces.breaking import MEASURED
from projects.statements.faces.breaking import lines_of as broken
from projects.statements.faces.font import FAMILY, add_chinese, measured
from projects.statements.faces.paper import (
    SEAL_MM,
    Sheet,
    cut,
    is_across,
    sheets_of,
    widths_of,
)
from projects.statements.faces.ruled import Ruled
from projects.statements.fonts import printable
from projects.statements.layout import Layout, Section, Writer
from projects.statements.printed_code import lines_of, picture_of

ATTACHED, SITE_ATTACHED = "ecoatlas-statement.json", "ecoatlas-site-check.json"
MARGIN_MM, FOOT_MM, CODE_MM = 18.0, 18.0, 28.0
INK, SOFT, WARNING, WASH = (31, 43, 51), (77, 90, 100), (168, 59, 20), (240, 243, 242)
LINE = (120, 130, 134)
LABEL = FontFace(color=SOFT, fill_color=WASH)
MOST_TOGETHER = 15
ROW_MM, TABLE_HEAD_MM = 6.8, 28.0
BESIDE_MM = 3.4
"""Room beside the text of a cell."""
CLOSE_MM, CLOSE_SEAL_MM = 0.35, 10.5
"""Above and below the text of a row, and the room to sign, where a page is drawn closer."""
Colour = tuple[int, int, int]


def write_pdf(envelope: Envelope, picture: bytes | None, out: Path) -> None:
    """Write the PDF; raises `statement-no-font`. The envelope is an attached file."""
    out.write_bytes(pdf_bytes(envelope, picture))


def pdf_bytes(envelope: Envelope, picture: bytes | None) -> bytes:
    layout = envelope.layout
    made = datetime.fromisoformat(envelope.content["made"]["at"])
    code = lines_of(layout, envelope.content)
    return laid_out(layout, made, picture, code, (ATTACHED, envelope.text))


def laid_out(
    layout: Layout,
    made: datetime,
    picture: bytes | None,
    code: Sequence[str],
    attached: tuple[str, str],
) -> bytes:
    """Any layout as a PDF dated by `made`; `code`: lines of its QR code, `attached`: name and text
    of the JSON that it carries."""
    paper = _drawn(layout, made, picture, code)
    name, text = attached
    paper.embed_file(
        bytes=text.encode(),
        basename=name,
        mime_type="application/json",
        modification_date=made,
    )
    return bytes(paper.output())


def _drawn(layout: Layout, made: datetime, picture: bytes | None, code: Sequence[str]) -> Paper:
    """All of it, up to where people sign drawn closer where only so they sign on its first page."""
    signed = max((n for n, one in enumerate(layout.sections, 1) if one.seal), default=0)
    paper = _begun(layout, made, code)
    paper.show(layout.sections[:signed], picture)
    if layout.signed_first and paper.sealed_on > 1:
        closer = _begun(layout, made, code, tight=True)
        closer.show(layout.sections[:signed], picture)
        paper, other = (closer, paper) if closer.sealed_on == 1 else (paper, closer)
        other.forget()
    paper.show(layout.sections[signed:], picture)
    return paper


def _begun(layout: Layout, made: datetime, code: Sequence[str], *, tight: bool = False) -> Paper:
    paper = Paper(layout, tight=tight)
    paper.set_creation_date(made)
    paper.add_page()
    paper.headline(picture_of(code))
    return paper


class Paper(FPDF):
    """A4; the code stands on every page, so that none can be exchanged unnoticed.

    tight: rows are lower up to where people sign. `sealed_on` is the page of that, 0 without one.
    """

    def __init__(self, layout: Layout, *, tight: bool = False) -> None:
        super().__init__("portrait", "mm", "A4")
        self.layout, self.writer = layout, Writer(layout.language)
        self.tight, self.sealed_on = tight, 0
        add_chinese(self)
        self.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(True, FOOT_MM)
        self.set_title(layout.title)
        self.set_lang("zh-CN" if layout.language == "zh" else "en")
        self.set_creator("EcoAtlas")
        self.set_keywords(f"{layout.code} {layout.sha256}")
        # A number or a Latin word is not torn in English text; Chinese breaks anywhere.
        self.wrap = WrapMode.CHAR if layout.language == "zh" else WrapMode.WORD

    def forget(self) -> None:
        """Closes the files of fonts of paper that nobody puts out."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def header(self) -> None:
        self.set_font(FAMILY, size=8)
        self.set_text_color(*SOFT)
        say, head = self.writer.say, self.layout.head
        state = self.layout.mark or say(words.STATES[self.layout.state])
        grade = f"{say(words.HEAD['secrecy'])} {head.secrecy} · {state}" if head else state
        self.set_y(9)
        self.cell(self.epw / 2, 5, printable(grade))
        code = f"{say(words.CODE)} {self.layout.code}"
        self.cell(self.epw / 2, 5, code, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_y(MARGIN_MM)

    def footer(self) -> None:
        self.set_y(-13)
        self.set_font(FAMILY, size=7)
        self.set_text_color(*SOFT)
        page = self.writer.say(words.PAGE).format(
            page=self.page_no(), pages=self.str_alias_nb_pages
        )
        self.cell(self.epw - 34, 4, printable(self.layout.notices[-1]))
        self.cell(34, 4, page, align="R")

    def headline(self, code: bytes) -> None:
        """Office and title in the middle, the QR code in the corner, notices below."""
        top, room = self.get_y(), CODE_MM + 2
        self.image(io.BytesIO(code), x=self.w - MARGIN_MM - CODE_MM, y=top - 3, w=CODE_MM)
        self.set_y(top + 3)
        office = self.layout.head.office if self.layout.head else ""
        for text, size in ((office, 13.0), (self.layout.title, 18.0)):
            self.set_x(MARGIN_MM + room)
            self._text(text, size, INK, self.epw - 2 * room, align="C")
            self.ln(1)
        self.set_y(max(self.get_y(), top + CODE_MM - 4))
        for notice in self.layout.notices[:-1]:
            self._text(notice, 9, WARNING)

    def show(self, sections: Iterable[Section], picture: bytes | None) -> None:
        for section in sections:
            self._section(section, picture)

    def _section(self, section: Section, picture: bytes | None) -> None:
        if section.picture and picture is None:
            return
        self._turn(section)
        self._heading(section, picture)
        if section.picture and picture is not None:
            self.image(io.BytesIO(picture), w=self.layout.picture_mm or self.epw)
            self.ln(2)
        for paragraph in section.paragraphs:
            self._paragraph(section, paragraph)
        for sheet in sheets_of(section):
            self._table(sheet)
            self.ln(2)
        if section.seal:
            self.sealed_on, self.tight = self.page_no(), False
        said = cut(section, self.writer)
        if said is not None:
            self._text(said, 8.5, SOFT)

    def _turn(self, section: Section) -> None:
        """Paper across for a grid that needs it, upright again behind it."""
        across = is_across(section)
        if (self.w > self.h) != across:
            self.add_page(orientation="landscape" if across else "portrait")

    def _heading(self, section: Section, picture: bytes | None) -> None:
        """A heading never stands alone at the foot of a page."""
        rows = len(section.grid.rows) if section.grid is not None else 0
        height = self._seal_mm if section.seal else ROW_MM
        # What fits on a page stays in one piece.
        needed = TABLE_HEAD_MM + (rows * height if rows <= MOST_TOGETHER else 0)
        if section.form:
            needed = 12 + (rows + 1) // 2 * ROW_MM
        if section.picture and picture is not None:
            narrow = self.layout.picture_mm
            needed = 20 + narrow * 0.632 if narrow else 130.0
        if section.seal:
            needed = 14 + rows * height
        if self.get_y() + needed > self.h - FOOT_MM:
            self.add_page(same=True)
        self.ln(2)
        self._text(section.title, 11.5, INK)
        self.ln(1)

    def _paragraph(self, section: Section, paragraph: str) -> None:
        if section.id != "answer":
            self._text(paragraph, 9.5, WARNING if section.id == "warnings" else INK)
            return
        with self.local_context(fill_color=WASH):
            self._text(paragraph, 12, INK, fill=True)

    def _text(
        self,
        text: str,
        size: float,
        colour: Colour,
        width_mm: float = 0.0,
        *,
        align: str = "L",
        fill: bool = False,
    ) -> None:
        self.set_font(FAMILY, size=size)
        self.set_text_color(*colour)
        text, room = printable(text), (width_mm or self.epw) - (6.5 if fill else 2.5)
        if self.layout.language == "zh":
            text = "\n".join(broken(text, room, self._measured))
        self.multi_cell(
            width_mm or self.epw, size * 0.56, text, align=align, wrapmode=self.wrap,
            new_x=XPos.LMARGIN, new_y=YPos.NEXT, fill=fill, padding=2 if fill else 0,
        )  # fmt: skip

    def _table(self, sheet: Sheet) -> None:
        size = 8.5 if len(sheet.numeric) <= 7 else 7.5
        self.set_font(FAMILY, size=size)
        self.set_text_color(*INK)
        self.set_draw_color(*LINE)
        self.set_line_width(0.15)
        widths = widths_of(sheet, self._long)
        given: dict[str, Any] = {
            "col_widths": widths,
            "text_align": tuple("RIGHT" if numeric else "LEFT" for numeric in sheet.numeric),
            "line_height": size * 0.56,
            "padding": (CLOSE_MM if self.tight else 0.9, 1.4),
            "borders_layout": TableBordersLayout.ALL,
            "first_row_as_headings": bool(sheet.heads),
            "headings_style": LABEL,
            "wrapmode": self.wrap,
            "width": sheet.wide_mm,
            "align": "LEFT",
        }
        table = Ruled(self, **given)
        if sheet.heads:
            table.row(self._lines(sheet.heads, widths))
        for texts in sheet.rows:
            self._row(table, sheet, self._lines(texts, widths))
        if sheet.sums is not None:
            table.row(self._lines(sheet.sums, widths), FontFace(fill_color=WASH))
        table.render()

    def _row(self, table: Any, sheet: Sheet, texts: Sequence[str]) -> None:
        row = table.row(min_height=self._seal_mm) if sheet.seal else table.row()
        for number, text in enumerate(texts):
            label = sheet.form and number % 2 == 0
            row.cell(text, style=LABEL if label else None)

    def _lines(self, texts: Sequence[str], widths: Sequence[float]) -> list[str]:
        """What cells of these widths show; broken here where numbers and units stay whole."""
        shown = [printable(text) for text in texts]
        if not self.layout.whole:
            return shown
        pairs = zip(shown, widths, strict=True)
        return [
            "\n".join(broken(text, wide - BESIDE_MM, self._measured, MEASURED))
            for text, wide in pairs
        ]

    @property
    def _seal_mm(self) -> float:
        return CLOSE_SEAL_MM if self.tight else SEAL_MM

    def _measured(self, text: str) -> float:
        return measured(self, text)

    def _long(self, text: str) -> float:
        """Millimetres of a text in one line, with the room beside it."""
        return self._measured(printable(text)) + BESIDE_MM
