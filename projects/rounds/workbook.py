"""The sheet that a unit fills in and sends back: xlsx, with what is known and what was reported.

As it is, nothing in it is a change. It says in hidden columns of which round and which version of
each entry it was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from geo.words import Language, Text
from layers.system.atomic_file import appearing
from layers.system.china_time import today
from projects.records.model.codes import STATUSES, status_title
from projects.records.model.fields import FIELDS_BY_NAME
from projects.records.model.money import plain_number
from projects.rounds.checking import CODE
from projects.rounds.fields import ENTRY_FIELDS, INVESTED, PERCENT, SPENT, STATUS
from projects.rounds.lines import Line
from projects.rounds.returning import STATES
from projects.rounds.rounds import AnyRound
from projects.targets.workbook import ABOUT, BOOK

VERSION, PERIOD, CODE_COLUMN = "version", "period", "code"
KNOWN_HEADS: dict[str, Text] = {
    CODE_COLUMN: CODE,
    "name": FIELDS_BY_NAME["name"].title,
    "stage_now": Text("现阶段", "Stage on record"),
    "due": FIELDS_BY_NAME["due_date"].title,
    "planned": Text("本年计划投资（万元）", "Planned this year (10,000 yuan)"),
    "goal": Text("本季目标", "Goal of the quarter"),
    "before_percent": Text("上季进度（%）", "Progress a quarter ago (%)"),
    "before_invested": Text("上季累计投资（万元）", "Built for, a quarter ago (10,000 yuan)"),
    "before_spent": Text("上季累计支付（万元）", "Spent, a quarter ago (10,000 yuan)"),
}
BEHIND_HEADS: dict[str, Text] = {
    "remark": Text("退回意见", "Remark of the coordinator"),
    "state": Text("填报状态", "State of the report"),
    PERIOD: Text("调度期", "Round"),
    VERSION: Text("版本", "Version"),
}
HEADS: dict[str, Text] = {
    **KNOWN_HEADS,
    **{one.name: one.title for one in ENTRY_FIELDS},
    **BEHIND_HEADS,
}
HIDDEN = (PERIOD, VERSION)
WIDTHS = {"name": 30, "goal": 24, "text": 36, "problems": 28, "next_steps": 28, "remark": 24}
SHEET = Text("调度表", "Round")
TITLE = Text("{period} 项目季度调度表 {unit}", "Projects of {unit}, {period}")
HELP: tuple[Text, ...] = (
    Text("只填浅黄色的格；一行是一个项目。", "Fill in the yellow cells only; a row is a project."),
    Text(
        "进度写到季末的形象进度，46.8% 写 46.8；没有进展也要写。",
        "Progress is that at the end of the quarter, 46.8 % is written 46.8; write it also where "
        "nothing has moved.",
    ),
    Text(
        "金额以万元为单位：累计完成投资从开工算起，本年累计支付从 1 月 1 日算起。",
        "Money is in 10,000 yuan: what was built for counts from the beginning, what was spent "
        "from 1 January.",
    ),
    Text(
        "阶段有变化才选；选“完工”的，进度写 100，并写实际完工日期。",
        "Choose a stage only where it has changed; “Completed” needs 100 and the actual end.",
    ),
    Text(
        "进度或金额比上次少的，写明“数字下降的原因”。",
        "Where a figure is lower than before, say why.",
    ),
    Text(
        "可以删行、加列、调整列的次序；请不要改项目编号和隐藏的列。有一处不对则全部不存，"
        "错处会在您的文件里标出。",
        "Rows may be taken out and columns added or moved; leave the codes and the hidden columns "
        "as they are. One wrong cell and nothing is stored; it is marked in your own file.",
    ),
)


def write_template(
    one: AnyRound, unit: str, lines: Sequence[Line], path: Path, language: Language = "zh"
) -> None:
    """Write the lines of a unit to an xlsx file."""
    with appearing(path) as written, xlsxwriter.Workbook(str(written), BOOK) as book:
        # The day and not the moment: the same lines make the same file.
        book.set_properties({"created": dt.datetime.combine(today(), dt.time())})
        sheet = book.add_worksheet(SHEET.in_(language))
        title = TITLE.format(period=one.period, unit=unit).in_(language)
        _lay_out(book, sheet, title, language)
        _choices(sheet, len(lines), language)
        _write(book, sheet, one, lines, language)
        _explain(book, language)


def _lay_out(book: Any, sheet: Any, title: str, language: Language) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for column, name in enumerate(HEADS):
        hidden = {"hidden": True} if name in HIDDEN else {}
        sheet.set_column(column, column, WIDTHS.get(name, 13), None, hidden)
    sheet.freeze_panes(2, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for column, text in enumerate(HEADS.values()):
        sheet.write_string(1, column, text.in_(language), head)


def _choices(sheet: Any, lines: int, language: Language) -> None:
    column = [*HEADS].index(STATUS)
    words = [code.title.in_(language) for code in STATUSES]
    last = max(lines, 1) + 1
    sheet.data_validation(2, column, last, column, {"validate": "list", "source": words})


def _write(book: Any, sheet: Any, one: AnyRound, lines: Sequence[Line], language: Language) -> None:
    plain = {"text_wrap": True, "valign": "top"}
    known = book.add_format(plain)
    fill = book.add_format({**plain, "bg_color": "#FFF8DC", "border": 1})
    day = book.add_format({**plain, "bg_color": "#FFF8DC", "border": 1, "num_format": "yyyy-mm-dd"})
    for format_ in (fill, day):
        format_.set_border_color("#D8CFA8")
    filled = {field.name for field in ENTRY_FIELDS}
    for number, line in enumerate(lines, 2):
        for column, (name, value) in enumerate(cells_of(one, line, language).items()):
            style = fill if name in filled else known
            if isinstance(value, dt.date):
                sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()),
                                     day)  # fmt: skip
            elif value in (None, ""):
                sheet.write_blank(number, column, None, style)
            elif isinstance(value, str):
                sheet.write_string(number, column, ILLEGAL_CHARACTERS_RE.sub("", value), style)
            else:
                sheet.write_number(number, column, value, style)


def cells_of(one: AnyRound, line: Line, language: Language) -> dict[str, Any]:
    """What a line shows, by the names of `HEADS`; money as numbers, so that it reads back."""
    values = {name: shown(name, line.values[name], language) for name in line.values}
    return {
        CODE_COLUMN: line.code,
        "name": line.name,
        "stage_now": status_title(line.status).in_(language),
        "due": line.due_date.isoformat() if line.due_date else None,
        "planned": plain_number(line.planned),
        "goal": line.goal,
        "before_percent": line.before.get(PERCENT),
        "before_invested": plain_number(line.before.get(INVESTED)),
        "before_spent": plain_number(line.before.get(SPENT)),
        **values,
        "remark": line.remark,
        "state": STATES[line.state].in_(language),
        PERIOD: one.period,
        VERSION: line.version,
    }


def shown(name: str, value: Any, language: Language) -> Any:
    """A value of an entry as a cell holds it."""
    if name in (INVESTED, SPENT):
        return plain_number(value)
    return status_title(value).in_(language) if name == STATUS and value else value


def _explain(book: Any, language: Language) -> None:
    sheet = book.add_worksheet(ABOUT.in_(language))
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
    for row, text in enumerate(HELP):
        sheet.write_string(row, 0, text.in_(language))
