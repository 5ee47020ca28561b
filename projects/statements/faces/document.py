"""The document (docx), for those who paste a statement into a report of theirs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from layers.system.dateless import repack
from projects.statements import words
from projects.statements.envelope import Envelope
from projects.statements.faces.paper import (
    SEAL_MM,
    UPRIGHT_MM,
    Sheet,
    cut,
    is_across,
    sheets_of,
    widths_of,
)
from projects.statements.layout import Layout, Section, Writer

LATIN, CHINESE = "Times New Roman", "宋体"
PART = PackURI("/customXml/item9.xml")
NAMESPACE = "urn:ecoatlas:statement"
POINT_MM = 25.4 / 72
HEADING, GRID = "Heading1", "TableGrid"
"""Ids of styles: by its name python-docx looks one up among all, each time."""
WARNING = RGBColor(0xA8, 0x3B, 0x14)


def write_document(envelope: Envelope, picture: bytes | None, out: Path) -> None:
    """Write the document; its envelope is a custom XML part, which Word and WPS keep."""
    made = datetime.fromisoformat(envelope.content["made"]["at"])
    write_laid_out(envelope.layout, made, picture, out, envelope.text)


def write_laid_out(
    layout: Layout, made: datetime, picture: bytes | None, out: Path, attached: str | None = None
) -> None:
    """Write any layout as a document that is dated by `made`."""
    across = False
    document = Document()
    _prepare(document, layout, made)
    if layout.head is not None and layout.head.office:
        _centred(document.add_paragraph(), layout.head.office, Pt(14))
    document.add_heading(clean(layout.title), level=0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for notice in layout.notices[:-1]:
        run = document.add_paragraph().add_run(clean(notice))
        run.font.color.rgb = WARNING
    for section in layout.sections:
        if is_across(section) != across:
            across = not across
            _turn(document)
        _section(document, section, picture, layout)
    if attached is not None:
        _attach(document, attached)
    packed = io.BytesIO()
    document.save(packed)
    # The same statement gives the same bytes.
    repack(packed, out)


def _centred(paragraph: Any, text: str, size: Pt) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run(clean(text)).font.size = size


def _turn(document: Any) -> None:
    """The paper is turned from here on."""
    page = document.add_section(WD_SECTION.NEW_PAGE)
    page.page_width, page.page_height = page.page_height, page.page_width
    wide = page.page_width > page.page_height
    page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT


def clean(text: str) -> str:
    """Text without what XML cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _prepare(document: Any, layout: Layout, made: datetime) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(18)
    writer = Writer(layout.language)
    page.header.paragraphs[0].text = clean(_header(layout, writer))
    _page_of(page.footer.paragraphs[0], writer)
    page.footer.add_paragraph().text = clean(layout.notices[-1])
    _fonts(document.styles["Normal"], Pt(10.5))
    for name in ("Title", "Heading 1"):
        _fonts(document.styles[name], Pt(18 if name == "Title" else 12))
        spaced = document.styles[name].paragraph_format
        spaced.space_before, spaced.space_after = Pt(6), Pt(4)
    said = document.core_properties
    said.title, said.author, said.comments = clean(layout.title), "EcoAtlas", layout.code
    said.created = said.modified = made.replace(tzinfo=None)


def _header(layout: Layout, writer: Writer) -> str:
    """Secrecy, state and code on every page."""
    state = layout.mark or writer.say(words.STATES[layout.state])
    said = [state, f"{writer.say(words.CODE)} {layout.code}"]
    if layout.head is not None:
        said.insert(0, f"{writer.say(words.HEAD['secrecy'])} {layout.head.secrecy}")
    return " · ".join(said)


def _page_of(paragraph: Any, writer: Writer) -> None:
    """`第 1 页 共 N 页`: both numbers are fields, as nobody knows here where pages end."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    template = writer.say(words.PAGE)
    before, rest = template.split("{page}")
    between, behind = rest.split("{pages}")
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES")
    if behind:
        paragraph.add_run(behind)


def _field(paragraph: Any, instruction: str) -> None:
    """A field with a result that stands until a program counts the pages."""
    for kind in ("begin", None, "separate", "result", "end"):
        run = paragraph.add_run()
        if kind == "result":
            run.text = "1"
        elif kind is None:
            said = OxmlElement("w:instrText")
            said.set(qn("xml:space"), "preserve")
            said.text = f" {instruction} "
            run._r.append(said)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _fonts(style: Any, size: Pt) -> None:
    style.font.name, style.font.size = LATIN, size
    style.font.color.rgb = RGBColor(0x1F, 0x2B, 0x33)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(kind), CHINESE if kind == "w:eastAsia" else LATIN)
    _language(style)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)


def _language(style: Any) -> None:
    """Without it some programs take the Chinese characters for Japanese or traditional ones."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)


def _section(document: Any, section: Section, picture: bytes | None, layout: Layout) -> None:
    if section.picture and picture is None:
        return
    document.add_paragraph(clean(section.title))._p.style = HEADING
    if section.picture and picture is not None:
        document.add_picture(io.BytesIO(picture), width=Mm(layout.picture_mm or UPRIGHT_MM))
    for paragraph in section.paragraphs:
        block = document.add_paragraph()
        block.paragraph_format.keep_with_next = section.grid is not None
        run = block.add_run(clean(paragraph))
        if section.id == "answer":
            run.font.size = Pt(12)
        elif section.id == "warnings":
            run.font.color.rgb = WARNING
    for sheet in sheets_of(section):
        _table(document, sheet)
        below = document.add_paragraph().paragraph_format
        below.line_spacing, below.space_after = Pt(6), Pt(0)
    said = cut(section, Writer(layout.language))
    if said is not None:
        document.add_paragraph(said)


def _table(document: Any, sheet: Sheet) -> None:
    rows = [one for one in (sheet.heads, *sheet.rows, sheet.sums) if one]
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table._tbl.tblStyle_val = GRID
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    points = 9 if len(rows[0]) <= 7 else 7.5
    widths = widths_of(sheet, lambda text: _long(text, points))
    looks = [_looks(table, sheet, widths, Pt(points), bold=bold) for bold in (False, True)]
    for number, (texts, row) in enumerate(zip(rows, table.rows, strict=True)):
        if sheet.seal and number:
            row.height, row.height_rule = Mm(SEAL_MM), WD_ROW_HEIGHT_RULE.AT_LEAST
        bold = bool(sheet.heads and number == 0) or texts is sheet.sums
        cells = zip(texts, row._tr.tc_lst, strict=True)
        for column, (text, blank) in enumerate(cells):
            blank.getparent().replace(blank, _cell(looks[bold][column], text))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    if sheet.heads:
        _repeat(table.rows[0])


def _long(text: str, points: float) -> float:
    """Millimetres of a text in one line, with the room beside it: no font is at hand to measure."""
    letters = sum(1.0 if ord(letter) > 0x2E80 else 0.6 for letter in text)
    return letters * points * POINT_MM + 4.5


def _looks(table: Any, sheet: Sheet, widths: Sequence[float], size: Pt, *, bold: bool) -> list[Any]:
    """A cell of each column, as all of them look: made once, and copied for each text."""
    found = []
    for tc, numeric, width in zip(table.rows[0]._tr.tc_lst, sheet.numeric, widths, strict=True):
        cell = _Cell(deepcopy(tc), table)
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run()
        run.font.size, run.bold = size, bold
        found.append(cell._tc)
    return found


def _cell(looks: Any, text: str) -> Any:
    cell = deepcopy(looks)
    cell.p_lst[0].r_lst[0].text = clean(text)
    return cell


def _repeat(row: Any) -> None:
    """The heads of a table again on each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _attach(document: Any, text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    body = f'<?xml version="1.0" encoding="UTF-8"?><statement xmlns="{NAMESPACE}">{escaped}'
    part = Part(PART, "application/xml", f"{body}</statement>".encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
