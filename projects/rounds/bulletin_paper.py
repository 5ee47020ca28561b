"""The bulletin on paper: document, workbook and PDF, all from one report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from geo.figures.said import part, typed
from geo.words import Language, Text, listed
from projects.rounds.bulletin import GROUPS, Bulletin, Named, money, percent
from projects.states.report import MADE_AT, Column, Group, Report
from projects.states.report_document import document_of
from projects.states.report_pdf import pdf_of
from projects.states.report_workbook import workbook_of

TITLE = Text("{period}重点项目调度通报", "Bulletin on projects, {period}")
MADE_BY = Text("编制单位：{name}", "Issued by: {name}")
SUMS = Text(
    "共 {total} 个项目，已填报 {reported} 个。{counts}。",
    "{total:project|projects}, {reported} reported. {counts}.",
)
COUNT = Text("{group} {count} 个", "{group}: {count}")
SPENT = Text(
    "填报了本年支付又有年度计划的 {count} 个项目，计划 {planned}，已支付 {spent}，支付率 {share}。",
    "{count:project|projects} told what was spent and have a plan: {planned} planned, {spent} "
    "spent, {share}.",
)
TITLED = Text("{group}（{count} 个）", "{group} ({count})")
RULES = Text(
    "规则：一季上升不到 {least} 个百分点的在建项目为季度停滞；到季末超过计划完成日期未完工的"
    "为逾期；"
    "本年支付低于“年度计划 × 已过季度 ÷ 4 × {pace}”的为支付滞后。"
    "上季进度取上季调度，没有的取本季之前最近一次报告。",
    "Rules: a project being built that rises by less than {least:point|points} is at a standstill "
    "in the quarter; one not done by its day is overdue at the end of the quarter; one that spent "
    "less than plan × quarters gone ÷ 4 × {pace} spends slowly. Progress a quarter ago is that of "
    "the round before, else of the newest report before the quarter.",
)
COLUMNS: tuple[Column, ...] = (
    Column(Text("序号", "No."), 10),
    Column(Text("项目编号", "Code"), 26),
    Column(Text("项目名称", "Project"), 66),
    Column(Text("牵头单位", "Lead"), 42),
    Column(Text("上季进度", "Before"), 18),
    Column(Text("本季进度", "Now"), 18),
    Column(Text("计划完成", "Due"), 23),
    Column(Text("情况", "Why it is named"), 74),
)
"""277 mm: what A4 leaves across between margins of 10 mm."""
WRITERS: dict[str, Callable[[Report], bytes]] = {
    ".docx": document_of,
    ".xlsx": workbook_of,
    ".pdf": pdf_of,
}


def report_of(found: Bulletin, office: str, made: dt.date, language: Language) -> Report:
    """The report of a bulletin, made by an office on a day."""
    lines = [MADE_AT.format(date=made), sums_text(found), *spent_text(found)]
    if office:
        lines.insert(0, MADE_BY.format(name=office))
    return Report(
        language,
        made,
        TITLE.format(period=found.title).in_(language),
        tuple(line.in_(language) for line in lines),
        tuple(_groups(found, language)),
        tuple(note.in_(language) for note in rules_text(found)),
        COLUMNS,
    )


def rules_text(found: Bulletin) -> list[Text]:
    """The rules by which projects are named, and which of them nobody has checked."""
    least, pace = typed(found.rules.least_rise), typed(found.rules.money_pace)
    doubt = found.rules.unverified
    return [RULES.format(least=least, pace=pace), *([doubt] if doubt else [])]


def sums_text(found: Bulletin) -> Text:
    """How many projects there are, and how many are named for each reason."""
    counts = [
        COUNT.format(group=title, count=len(found.groups[name]))
        for name, title in GROUPS.items()
        if found.groups[name]
    ]
    return SUMS.format(total=found.total, reported=found.reported, counts=listed(counts))


def spent_text(found: Bulletin) -> Iterator[Text]:
    """What was spent, where anything can be told of it."""
    if found.planned:
        yield SPENT.format(
            count=found.counted,
            planned=money(found.planned),
            spent=money(found.spent),
            share=part(float(found.spent / found.planned)),
        )


def _groups(found: Bulletin, language: Language) -> Iterator[Group]:
    for name, title in GROUPS.items():
        named = found.groups[name]
        if named:
            head = TITLED.format(group=title, count=len(named)).in_(language)
            rows = (row_of(one, number, language) for number, one in enumerate(named, 1))
            yield Group(head, tuple(rows))


def row_of(one: Named, number: int, language: Language) -> tuple[str, ...]:
    line = one.line
    return (
        str(number),
        line.code,
        line.name,
        one.unit.in_(language),
        percent(one.before),
        percent(one.now),
        line.due_date.isoformat() if line.due_date else "—",
        one.why.in_(language),
    )
