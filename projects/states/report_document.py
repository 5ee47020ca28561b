"""The report of states as a document (docx): A4 across, its head on every page, pages counted."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from layers.system.dateless import repack
from projects.statements.faces.document import CHINESE, LATIN, clean
from projects.states.report import Report

MARGIN_MM = 10


def document_of(report: Report) -> bytes:
    """The document."""
    document = Document()
    _prepare(document, report)
    _line(document.add_paragraph(), report.title, 16, bold=True, centred=True)
    for line in report.lines:
        _line(document.add_paragraph(), line, 10)
    _table(document, report)
    for note in report.notes:
        _line(document.add_paragraph(), note, 9)
    packed = BytesIO()
    document.save(packed)
    out = BytesIO()
    repack(packed, out)
    return out.getvalue()


def _prepare(document: Any, report: Report) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(MARGIN_MM)
    page.top_margin = page.bottom_margin = Mm(12)
    set_fonts(document)
    document.core_properties.title, document.core_properties.author = report.title, ""
    _page_numbers(page.footer.paragraphs[0], report)


def set_fonts(document: Any) -> None:
    """Latin and Chinese letters each in their font, whatever program opens the document."""
    style = document.styles["Normal"]
    style.font.name = LATIN
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    _language(style)


def _language(style: Any) -> None:
    """Without it some programs take the Chinese characters for Japanese or traditional ones."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)


def _page_numbers(paragraph: Any, report: Report) -> None:
    """The running page and how many there are, which programs count when they open the file."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = report.page("\0", "\0").split("\0")
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def _table(document: Any, report: Report) -> None:
    height = 1 + sum(1 + len(group.rows) for group in report.groups)
    table = document.add_table(rows=height, cols=len(report.heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, report.widths_mm, strict=True):
        column.width = Mm(width)
    rows = iter(table.rows)
    head = next(rows)
    _row(head, report.heads, report.widths_mm, bold=True)
    _mark(head, "w:tblHeader")
    for group in report.groups:
        band = next(rows).cells
        _line(band[0].merge(band[-1]).paragraphs[0], group.title, 9, bold=True)
        for cells in group.rows:
            row = next(rows)
            _row(row, cells, report.widths_mm)
            _mark(row, "w:cantSplit")


def _row(
    row: Any, texts: tuple[str, ...], widths: tuple[float, ...], *, bold: bool = False
) -> None:
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Mm(width)
        _line(cell.paragraphs[0], text, 8, bold=bold, centred=bold)


def _mark(row: Any, name: str) -> None:
    """That a head stands on every page, or that a row is not broken between two."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _line(
    paragraph: Any, text: str, points: float, *, bold: bool = False, centred: bool = False
) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(clean(text))
    run.font.size, run.bold = Pt(points), bold
