"""The document (docx), for those who paste a statement into a report of theirs."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from projects.statements.envelope import Envelope
from projects.statements.faces.earlier.paper import TEXT_MM, Sheet, cut, sheets_of, widths_of
from projects.statements.layout import Layout, Section, Writer

LATIN, CHINESE = "Times New Roman", "宋体"
PART = PackURI("/customXml/item9.xml")
NAMESPACE = "urn:ecoatlas:statement"
POINT_MM = 25.4 / 72
WARNING = RGBColor(0xA8, 0x3B, 0x14)


def write_document(envelope: Envelope, picture: bytes | None, out: Path) -> None:
    """Write the document; its envelope is a custom XML part, which Word and WPS keep."""
    layout = envelope.layout
    document = Document()
    _prepare(document, layout, envelope)
    document.add_heading(clean(layout.title), level=0)
    for notice in layout.notices:
        run = document.add_paragraph().add_run(clean(notice))
        run.font.color.rgb = WARNING
    for section in layout.sections:
        _section(document, section, picture, Writer(layout.language))
    _attach(document, envelope.text)
    packed = io.BytesIO()
    document.save(packed)
    _undated(packed, out)


def _undated(packed: io.BytesIO, out: Path) -> None:
    """The same statement gives the same bytes: the moment of writing says nothing."""
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename)
            kept.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(kept, old.read(entry))


def clean(text: str) -> str:
    """Text without what XML cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _prepare(document: Any, layout: Layout, envelope: Envelope) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(18)
    page.header.paragraphs[0].text = f"{layout.code}"
    page.footer.paragraphs[0].text = clean(layout.notices[-1])
    _fonts(document.styles["Normal"], Pt(10.5))
    for name in ("Title", "Heading 1"):
        _fonts(document.styles[name], Pt(18 if name == "Title" else 13))
    said = document.core_properties
    said.title, said.author, said.comments = clean(layout.title), "EcoAtlas", layout.code
    made = datetime.fromisoformat(envelope.content["made"]["at"]).replace(tzinfo=None)
    said.created = said.modified = made


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


def _section(document: Any, section: Section, picture: bytes | None, writer: Writer) -> None:
    if section.picture and picture is None:
        return
    document.add_heading(clean(section.title), level=1)
    if section.picture and picture is not None:
        document.add_picture(io.BytesIO(picture), width=Mm(TEXT_MM))
    for paragraph in section.paragraphs:
        document.add_paragraph(clean(paragraph))
    for sheet in sheets_of(section):
        _table(document, sheet)
        document.add_paragraph().paragraph_format.line_spacing = Pt(6)
    said = cut(section, writer)
    if said is not None:
        document.add_paragraph(said)


def _table(document: Any, sheet: Sheet) -> None:
    rows = [one for one in (sheet.heads, *sheet.rows, sheet.sums) if one]
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    points = 9 if len(rows[0]) <= 7 else 7
    widths = widths_of(sheet, lambda text: _long(text, points))
    for number, (texts, row) in enumerate(zip(rows, table.rows, strict=True)):
        bold = bool(sheet.heads and number == 0) or texts is sheet.sums
        cells = zip(texts, row.cells, sheet.numeric, widths, strict=True)
        for text, cell, numeric, width in cells:
            cell.width = Mm(width)
            _cell(cell, text, Pt(points), bold=bold, right=numeric)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    if sheet.heads:
        _repeat(table.rows[0])


def _long(text: str, points: float) -> float:
    """Millimetres of a text in one line, with the room beside it: no font is at hand to measure."""
    letters = sum(1.0 if ord(letter) > 0x2E80 else 0.6 for letter in text)
    return letters * points * POINT_MM + 4.5


def _cell(cell: Any, text: str, size: Pt, *, bold: bool, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(clean(text))
    run.font.size, run.bold = size, bold


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
