"""The template of the ledger: a workbook to fill in, with what is asked and what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from geo.words import Language, Text
from layers.system.atomic_file import appearing
from projects.targets.lines import Line, today, unit_label
from projects.targets.reading_values import DONE_TEXT, Value
from projects.targets.rules import COLUMNS
from projects.targets.units import reporting_units
from projects.targets.values import STATUSES

VERSION = "version"
"""Name of the hidden column that says which version of a cell the file was made of."""
HEADS: dict[str, Text] = {
    "target": COLUMNS["target"],
    "indicator": Text("指标", "Indicator"),
    "demand": Text("要求", "Demand"),
    "measured_in": Text("计量单位", "Measured in"),
    "unit": COLUMNS["unit"],
    "period": COLUMNS["period"],
    "value": COLUMNS["value"],
    "source": COLUMNS["source"],
    "evidence": COLUMNS["evidence"],
    "note": COLUMNS["note"],
    "reason": COLUMNS["reason"],
    "status": Text("状态", "Status"),
    VERSION: Text("版本", "Version"),
}
WIDTHS = {"indicator": 36, "demand": 26, "unit": 24, "source": 26, "evidence": 20, "note": 26}
FILLED = ("unit", "value", "source", "evidence", "note", "reason")
SHEET = Text("填报", "Report")
UNITS = Text("单位", "Units")
ABOUT = Text("填写说明", "How to fill it in")
CLOSED, LATE = Text("已关闭", "closed"), Text("逾期未报", "late")
BOTH = Text("{status}，{more}", "{status}, {more}")
HELP: tuple[Text, ...] = (
    Text(
        "只填浅黄色的格；一行是一个目标、一个单位、一个期间的值。",
        "Fill in the yellow cells only; a row is one target, one unit, one period.",
    ),
    Text(
        "“值”写数字，用“计量单位”一列的单位；百分比 46.8% 写 46.8；里程碑写“完成”或“未完成”。",
        "A value is a number in the unit given beside it; 46.8 % is written 46.8; a milestone is "
        "“done” or “not done”.",
    ),
    Text(
        "“佐证文件”写文件名，文件与本表一起交；没有值的行不读。",
        "Name the evidence file, and hand it in with this file; rows without a value are not read.",
    ),
    Text(
        "已审定的值要改，请写“修改理由”；已关闭的期间不能改。",
        "A change of an approved value needs a reason; what is closed cannot be changed.",
    ),
    Text(
        "有一处不对则全部不存，错处会在您的文件里标出。",
        "One wrong cell and nothing is stored; it is marked in your own file.",
    ),
)
BOOK = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_template(lines: Sequence[Line], path: Path, language: Language = "zh") -> None:
    """Write the lines to an xlsx file; values that are there stand in their cells.

    The file reads back: as it is, nothing in it is a change.
    """
    with appearing(path) as written, xlsxwriter.Workbook(str(written), BOOK) as book:
        # The day and not the moment: the same lines make the same file.
        book.set_properties({"created": dt.datetime.combine(today(), dt.time())})
        sheet = book.add_worksheet(SHEET.in_(language))
        _lay_out(book, sheet, language)
        _choices(sheet, lines, language)
        _write(book, sheet, lines, language)
        _list_units(book, language)
        _explain(book, language)


def _lay_out(book: Any, sheet: Any, language: Language) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for column, name in enumerate(HEADS):
        hidden = {"hidden": True} if name == VERSION else {}
        sheet.set_column(column, column, WIDTHS.get(name, 13), None, hidden)
    sheet.freeze_panes(1, 2)
    for column, title in enumerate(HEADS.values()):
        sheet.write_string(0, column, title.in_(language), head)


def _choices(sheet: Any, lines: Sequence[Line], language: Language) -> None:
    """Lists to choose from: units of the second sheet, and done or not where that is asked."""
    last = len(lines) + 200
    column = [*HEADS].index("unit")
    units = f"='{UNITS.in_(language)}'!$A$1:$A${len(reporting_units())}"
    sheet.data_validation(1, column, last, column, {"validate": "list", "source": units})
    words = [one.in_(language) for one in DONE_TEXT.values()]
    column = [*HEADS].index("value")
    for first, final in _runs([line.target.form == "done" for line in lines]):
        asked = {"validate": "list", "source": words}
        sheet.data_validation(first + 1, column, final + 1, column, asked)


def _runs(marked: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last place of each run of marked places."""
    found: list[tuple[int, int]] = []
    for place, one in enumerate(marked):
        if not one:
            continue
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def _write(book: Any, sheet: Any, lines: Sequence[Line], language: Language) -> None:
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    fill = book.add_format({"valign": "top", "bg_color": "#FFF8DC", "border": 1})
    fill.set_border_color("#D8CFA8")
    closed = book.add_format({"valign": "top", "font_color": "#777777"})
    for number, line in enumerate(lines, 1):
        for column, (name, value) in enumerate(cells_of(line, language).items()):
            style = (closed if line.closed else fill) if name in FILLED else plain
            _cell(sheet, number, column, value, style)


def _cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value in (None, ""):
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, ILLEGAL_CHARACTERS_RE.sub("", value), style)
    else:
        sheet.write_number(row, column, value, style)


def cells_of(line: Line, language: Language) -> dict[str, Any]:
    """What a line shows, by the names of `HEADS`."""
    held = line.value
    measured_in, status = line.target.unit, status_of(line)
    return {
        "target": line.target.id,
        "indicator": line.indicator.in_(language),
        "demand": line.demand.in_(language),
        "measured_in": measured_in.in_(language) if measured_in else None,
        "unit": unit_label(line.unit, language),
        "period": str(line.period),
        "value": shown_value(held.content if held else Value(), language),
        "source": held.source if held else None,
        "evidence": held.evidence if held else None,
        "note": held.note if held else None,
        "reason": None,
        "status": status.in_(language) if status else None,
        VERSION: held.version if held else 0,
    }


def status_of(line: Line) -> Text | None:
    """What there is to say of a line beside its value."""
    of_value = STATUSES[line.value.status] if line.value else None
    more = CLOSED if line.closed else LATE if line.late else None
    if of_value and more:
        return BOTH.format(status=of_value, more=more)
    return of_value or more


def shown_value(value: Value, language: Language) -> Any:
    """A value as a cell holds it, so that it reads back: a number as a number."""
    if value.number is not None:
        return value.number
    return DONE_TEXT[value.done].in_(language) if value.done is not None else value.text


def _list_units(book: Any, language: Language) -> None:
    sheet = book.add_worksheet(UNITS.in_(language))
    sheet.set_column(0, 0, 50)
    for row, unit in enumerate(reporting_units()):
        sheet.write_string(row, 0, unit_label(unit, language))


def _explain(book: Any, language: Language) -> None:
    sheet = book.add_worksheet(ABOUT.in_(language))
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
    for row, text in enumerate(HELP):
        sheet.write_string(row, 0, text.in_(language))
