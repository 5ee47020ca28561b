"""The dashboard of projects as a workbook: a sheet for each table, with its chart in grey."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from sqlalchemy.orm import Session

from geo.words import Language, Text
from layers.audit import Actor, record
from layers.system.atomic_file import appearing
from layers.system.dateless import save_book
from layers.system.xlsx import add_sheet
from projects.records.files.exporting import cell_value
from projects.records.model.fields import FIELDS_BY_NAME
from projects.records.model.money import plain_number
from projects.records.model.tables import Project
from projects.records.queries.asked import Asked
from projects.records.queries.dashboard import TITLES, Dashboard, Line, MoneyLine, dashboard

COUNTED = (
    Text("项目", "Projects"),
    Text("逾期", "Late"),
    Text("久未上升而未逾期", "No rise for long, not late"),
    Text("其余", "Others"),
    Text("久未上升", "No rise for long"),
    Text("有未销号问题", "With open problems"),
    Text("总投资（万元）", "Investment (10,000 yuan)"),
)
MONEY = (
    Text("年度计划（万元）", "Plans of the year (10,000 yuan)"),
    Text("计划资金（万元）", "Planned (10,000 yuan)"),
    Text("到位（万元）", "Arrived (10,000 yuan)"),
    Text("支付（万元）", "Spent (10,000 yuan)"),
)
FIRST = {
    "late": Text("逾期最久", "Late the longest"),
    "stagnant": Text("久未上升", "No rise for long"),
}
LISTED = ("code", "name", "status", "progress_percent", "lead_unit", "start_date", "due_date")
FILLS = ("000000", "7F7F7F", "FFFFFF")
"""Black, hatched on grey, white: told apart on any printer."""


def export_dashboard(
    session: Session,
    path: Path,
    asked: Asked,
    *,
    language: Language = "zh",
    by: Actor | None = None,
) -> None:
    """Write the dashboard of the projects that fit; the export stands in the audit log.

    The session must be that of a transaction. Raises what `dashboard` raises.
    """
    found = dashboard(session, asked)
    with appearing(path) as written:
        save_book(_book(found, language), written)
        count = found.whole.counted.total
        record(session, by, "projects-exported", path.name, details={"count": count})


def _book(found: Dashboard, language: Language) -> Workbook:
    book = Workbook(write_only=True)
    whole = Text("全部", "All"), (found.whole,)
    tables = [whole, *((table.title, table.lines) for table in found.tables)]
    for title, lines in tables:
        head = [title, *COUNTED]
        _sheet(book, title, head, [_counted(line, language) for line in lines], (3, 5), language)
        if lines is whole[1]:
            _say(book, found, language)
    for name, lines_ in (("money_year", found.years), ("money_source", found.sources)):
        title = TITLES[name]
        rows = [_money(line, language) for line in lines_]
        _sheet(book, title, [title, *MONEY], rows, (3, 5), language, stacked=False)
    for name, projects in (("late", found.late), ("stagnant", found.stagnant)):
        heads = [FIELDS_BY_NAME[one].title.in_(language) for one in LISTED]
        rows = [_listed(one, language) for one in projects]
        add_sheet(book, FIRST[name].in_(language), heads, rows)
    return book


def _say(book: Workbook, found: Dashboard, language: Language) -> None:
    """The day, and by what rule a project has not risen for long, below the first sheet."""
    sheet = book.worksheets[-1]
    sheet.append([])
    sheet.append([found.limits.day.isoformat()])
    sheet.append([found.limits.said.in_(language)])


def _counted(line: Line, language: Language) -> list[Any]:
    one = line.counted
    rest = one.total - one.late - one.only_stagnant
    counts = [one.total, one.late, one.only_stagnant, rest, one.stagnant, one.open_problems]
    return [line.title.in_(language), *counts, plain_number(one.investment_wan_yuan)]


def _money(line: MoneyLine, language: Language) -> list[Any]:
    one = line.money
    amounts = one.invested, one.planned, one.arrived, one.spent
    return [line.title.in_(language), *map(plain_number, amounts)]


def _listed(project: Project, language: Language) -> list[Any]:
    return [cell_value(FIELDS_BY_NAME[n], getattr(project, n), language) for n in LISTED]


def _sheet(
    book: Workbook,
    title: Text,
    head: Sequence[Text],
    rows: Sequence[Sequence[Any]],
    columns: tuple[int, int],
    language: Language,
    *,
    stacked: bool = True,
) -> None:
    """A table, and a bar chart of its columns (from 1, both within) beside it."""
    count = add_sheet(book, title.in_(language), [one.in_(language) for one in head], rows)
    if not count:
        return
    chart = BarChart()
    chart.type, chart.title = "bar", title.in_(language)
    chart.height, chart.width = 4 + 0.8 * count, 20
    sheet: Any = book.worksheets[-1]
    data = Reference(sheet, min_col=columns[0], max_col=columns[1], min_row=1, max_row=count + 1)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=count + 1))
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"  # the first row above
    if stacked:
        chart.grouping, chart.overlap = "stacked", 100
    for one, fill in zip(chart.series, FILLS if stacked else reversed(FILLS), strict=True):
        one.graphicalProperties = _filled(fill)
    sheet.add_chart(chart, f"{chr(ord('A') + len(head) + 1)}2")


def _filled(colour: str) -> GraphicalProperties:
    if colour == FILLS[1]:
        pattern = PatternFillProperties(prst="wdUpDiag")
        pattern.foreground = ColorChoice(prstClr="black")
        pattern.background = ColorChoice(prstClr="white")
        filled = GraphicalProperties(pattFill=pattern)
    else:
        filled = GraphicalProperties(solidFill=colour)
    filled.line.solidFill = "000000"
    return filled
