"""Letters to the units that are late: a page each, with the projects not reported yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from sqlalchemy.orm import Session

from geo.words import Language, Text
from layers.system.dateless import repack
from projects.rounds.lines import Line, lines_of
from projects.rounds.returning import STATES
from projects.rounds.rounds import AnyRound, period_of
from projects.rounds.states import UnitState, late_units, unit_states
from projects.statements.faces.document import clean
from projects.states.report_document import set_fonts

TITLE = Text("催 报 函", "Reminder")
TO = Text("{unit}：", "To {unit}:")
BODY = Text(
    "{period}项目调度应于 {due} 前报齐。截至 {day}，贵单位牵头的 {total} 个项目中有 {missing} 个"
    "尚未填报，已逾期 {days} 天。请于收到本函后尽快在网上填报，或将填好的表格交回。",
    "Reports on {period} were due by {due}. By {day}, {missing} of the {total:project|projects} "
    "that you lead {missing:~was|were} not reported, {days:day|days} late. Please report on the "
    "web, or hand in the sheet, as soon as this reaches you.",
)
HEADS = (
    Text("序号", "No."),
    Text("项目编号", "Code"),
    Text("项目名称", "Project"),
    Text("填报状态", "State"),
    Text("退回意见", "Remark"),
)
WIDTHS_MM = (12, 30, 68, 22, 42)
DATED = Text("{year} 年 {month} 月 {day} 日", "{date}")


def letters_of(
    session: Session, one: AnyRound, office: str, on: dt.date, language: Language
) -> tuple[bytes, list[UnitState]]:
    """The document, and the units it is for; three queries and those of the lines."""
    units = late_units(unit_states(session, one, on))
    missing: dict[str, list[Line]] = {}
    for line in lines_of(session, one):
        if line.state != "reported":
            missing.setdefault(line.unit_code, []).append(line)
    document: Any = Document()
    _prepare(document)
    for number, unit in enumerate(units):
        if number:
            document.add_page_break()
        _letter(document, one, unit, missing.get(unit.code, []), office, on, language)
    packed = BytesIO()
    document.save(packed)
    out = BytesIO()
    repack(packed, out)
    return out.getvalue(), units


def _prepare(document: Any) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    set_fonts(document)
    document.core_properties.author = ""


def _letter(
    document: Any, one: AnyRound, unit: UnitState, lines: Sequence[Line], office: str, on: dt.date,
    language: Language,
) -> None:  # fmt: skip
    _line(document, TITLE.in_(language), 20, WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    _line(document, TO.format(unit=unit.name).in_(language), 14)
    said = BODY.format(
        period=period_of(one).title, due=one.due_on, day=on, total=unit.total,
        missing=unit.missing, days=unit.days_late,
    )  # fmt: skip
    body = _line(document, said.in_(language), 14)
    body.paragraph_format.first_line_indent = Pt(28)
    _table(document, lines, language)
    _line(document, "", 8)
    for text in (office, DATED.format(year=on.year, month=on.month, day=on.day, date=on)):
        shown = text if isinstance(text, str) else text.in_(language)
        _line(document, shown, 14, WD_ALIGN_PARAGRAPH.RIGHT)


def _table(document: Any, lines: Sequence[Line], language: Language) -> None:
    table = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)
    rows = [
        [str(number), line.code, line.name, STATES[line.state].in_(language), line.remark or ""]
        for number, line in enumerate(lines, 1)
    ]
    _cells(table.rows[0], [head.in_(language) for head in HEADS])
    for texts in rows:
        _cells(table.add_row(), texts)


def _cells(row: Any, texts: Sequence[str]) -> None:
    for cell, text, width in zip(row.cells, texts, WIDTHS_MM, strict=True):
        cell.width = Mm(width)
        run = cell.paragraphs[0].add_run(clean(text))
        run.font.size = Pt(10.5)


def _line(document: Any, text: str, points: float, align: Any = None, *, bold: bool = False) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(8)
    run = paragraph.add_run(clean(text))
    run.font.size, run.bold = Pt(points), bold
    return paragraph
