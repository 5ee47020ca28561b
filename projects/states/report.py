"""The list of states to be sent upward: what stands on it, whoever draws it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from geo.figures.writing import NO_VALUE
from geo.words import Language, Text, listed
from projects.policy.units import unit_text
from projects.states.deciding import TargetState
from projects.states.gathering import Stated, totals
from projects.states.known import Asked, Entry, Figure
from projects.states.rule import STATES
from projects.states.sentences import said_by

TITLE = Text("规划目标完成情况表", "States of the targets of plans")
AS_OF = Text("截至 {year} 年 {month} 月 {day} 日", "As of {date}")
MADE_BY = Text("填报单位：{name}", "Office: {name}")
MADE_AT = Text("制表日期：{date}", "Made on {date}")
SUMS = Text("共 {total} 项目标：{counts}。", "{total:target|targets}: {counts}.")
COUNT = Text("{state} {count} 项", "{count} {state}")
RULE_NOTE = Text(
    "说明：状态由数值和规则得出，规则见“目标状态”页和软件文档。签署的核算结果先于已审定的填报；"
    "未签署、未审定的数值只列示，不判定。",
    "Note: states follow from values by the printed rule (page “States of targets”). A signed"
    " figure comes before an approved report; what is not signed or approved is shown only.",
)
PAGE = Text("第 {page} 页 共 {pages} 页", "Page {page} of {pages}")
NOT_SIGNED = Text("（未签署）", " (not signed)")
NOT_APPROVED = Text("（未审定）", " (not approved)")
NO_DAY = Text("{day}（规划期末）", "{day} (end of plan)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet with its width in millimetres."""

    head: Text
    width_mm: float


COLUMNS: tuple[Column, ...] = (
    Column(Text("序号", "No."), 10),
    Column(Text("编号", "Id"), 24),
    Column(Text("目标", "Target"), 46),
    Column(Text("牵头单位", "Lead"), 28),
    Column(Text("要求", "Asked"), 24),
    Column(Text("期限", "By"), 20),
    Column(Text("核算结果", "Figure"), 24),
    Column(Text("填报数值", "Reported"), 26),
    Column(Text("状态", "State"), 18),
    Column(Text("依据和说明", "Why"), 57),
)
"""277 mm: what A4 leaves across between margins of 10 mm."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one title: the targets of one plan, or what a bulletin names for one reason."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is written, in one language; 277 mm is what its columns share."""

    language: Language
    made: dt.date
    title: str
    lines: tuple[str, ...]
    groups: tuple[Group, ...]
    notes: tuple[str, ...]
    columns: tuple[Column, ...] = COLUMNS

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(column.head.in_(self.language) for column in self.columns)

    @property
    def widths_mm(self) -> tuple[float, ...]:
        return tuple(column.width_mm for column in self.columns)

    def page(self, page: str, pages: str) -> str:
        return PAGE.in_(self.language).format(page=page, pages=pages)


def report_of(
    every: Sequence[Stated], on: dt.date, office: str, made: dt.date, language: Language
) -> Report:
    """The report of these targets as of a day, made by an office on another one."""
    date = AS_OF.format(year=on.year, month=on.month, day=on.day, date=on)
    lines = [date, MADE_AT.format(date=made), sums_text(every)]
    if office:
        lines.insert(1, MADE_BY.format(name=office))
    groups: dict[str, list[tuple[str, ...]]] = {}
    for number, one in enumerate(every, 1):
        row = tuple(cell.in_(language) for cell in _row(one, number))
        groups.setdefault(one.document.title.in_(language), []).append(row)
    return Report(
        language,
        made,
        TITLE.in_(language),
        tuple(line.in_(language) for line in lines),
        tuple(Group(title, tuple(rows)) for title, rows in groups.items()),
        (RULE_NOTE.in_(language),),
    )


def sums_text(every: Sequence[Stated]) -> Text:
    """How many targets there are, and how many of each state."""
    counts = [
        COUNT.format(state=STATES[state], count=count)
        for state, count in totals(every).items()
        if count
    ]
    return SUMS.format(total=len(every), counts=listed(counts))


def _row(one: Stated, number: int) -> tuple[Text, ...]:
    state = one.state
    return (
        _same(str(number)),
        _same(one.id),
        one.indicator,
        listed([unit_text(unit) for unit in one.leads]),
        one.demand,
        day_text(state.asked),
        figure_text(state.asked, state.figure),
        reported_text(state),
        STATES[state.state],
        state.why,
    )


def _same(text: str) -> Text:
    return Text(text, text)


def day_text(asked: Asked) -> Text:
    """The day by which a target is judged, marked where the text states none."""
    if asked.day is None:
        return _same(NO_VALUE)
    return _same(f"{asked.day}") if asked.due else NO_DAY.format(day=asked.day)


def figure_text(asked: Asked, figure: Figure | None) -> Text:
    """The office's figure as it is written; one that nobody signed says so."""
    if figure is None or figure.value is None:
        return _same(NO_VALUE)
    said = asked.told(figure)
    return said if figure.signed else Text(said.zh + NOT_SIGNED.zh, said.en + NOT_SIGNED.en)


def reported_text(state: TargetState) -> Text:
    """The newest approved value with its period, and one that waits to be approved."""
    said = [entry_text(state.asked, one) for one in (state.approved, state.reported) if one]
    return listed(said)


def entry_text(asked: Asked, entry: Entry) -> Text:
    """A value with its period; one that nobody approved says so."""
    said = said_by(asked, entry)
    dated = Text(f"{said.zh}（{entry.period.zh}）", f"{said.en} ({entry.period.en})")
    if entry.status == "approved":
        return dated
    return Text(dated.zh + NOT_APPROVED.zh, dated.en + NOT_APPROVED.en)
