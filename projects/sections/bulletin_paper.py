"""The bulletin of a month on paper: document, workbook and PDF, all from one report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from geo.figures.units import INDEX
from geo.figures.writing import written
from geo.words import BETWEEN_CLAUSES, Language, Text, listed
from projects.states.report import MADE_AT, Column, Group, Report
from projects.states.report_document import document_of
from projects.states.report_pdf import pdf_of
from projects.states.report_workbook import workbook_of
from projects.water.class_words import class_name
from projects.water.comparing import Compared
from projects.water.items import Items
from projects.water.means import mean_text
from projects.water.overview import Group as Sections
from projects.water.overview import Overview, State
from projects.water.ratios import Counted
from projects.water.trophic import GRADE_TITLES

TITLE = Text("{year} 年 {number} 月地表水断面水质通报", "Water quality of sections, {month}")
MADE_BY = Text("编制单位：{name}", "Issued by: {name}")
DRAFT = Text(
    "草稿：按现有监测值写成，没有存档和签署",
    "Draft: written from the readings as they are, neither kept nor signed",
)
COUNTED = Text(
    "{what} {total} 个有监测结果，Ⅰ–Ⅲ类 {good} 个（{share}%），劣Ⅴ类 {worse} 个（{worst}%）。",
    "{what}: {total} with readings, classes I–III {good} ({share}%), worse than V {worse} "
    "({worst}%).",
)
SECTIONS, WATERS = Text("断面", "Sections"), Text("湖库水域", "Waters of lakes")
MET = Text(
    "有水质目标又有结果的 {of} 个，达标 {count} 个（{share}%）。",
    "{of} have a target and readings, {count} met it ({share}%).",
)
MISSED_OUT = Text(
    "{count} 个没有监测结果，不计入比例：{names}。",
    "{count} without readings, in no share: {names}.",
)
SINCE = Text(
    "{what}：好转 {better} 个、变差 {worse} 个、持平 {same} 个{points}。",
    "{what}: {better} better, {worse} worse, {same} unchanged{points}.",
)
SINCE_MONTH, SINCE_YEAR = (
    Text("与上月相比", "Since last month"),
    Text("与上年同月相比", "In a year"),
)
POINTS = Text("，优良比例变化 {points} 个百分点", ", share of classes I–III {points} points")
RIVERS = Text("水体评价：{words}。", "Waters: {words}.")
RIVER = Text("{name}{word}（{count} 个断面，{how}）", "{name} {word} ({count}, {how})")
HOW = {
    True: Text("按类别比例", "by shares"),
    False: Text("按断面均值", "by the mean of sections"),
}
RANKING = Text("责任区排名：{names}。", "Districts: {names}.")
RANKED = Text("{place}. {name} {met}/{of} 达标", "{place}. {name} {met} of {of} met")
LAKE_INDEX = Text(
    "{name}综合营养状态指数 {index}，{grade}", "{name}: trophic level index {index}, {grade}"
)
UNPLACED = Text(
    "图层中没有的断面有监测数据，没有列入：{names}。",
    "Sections with readings that no layer has are not listed: {names}.",
)
RULES = Text(
    "说明：断面类别为所测项目中最差一项的类别，“项数”为参加评价的项目数；"
    "低于 5 个断面的水体按各断面均值、5 个及以上按类别比例评价；"
    "比例四舍五入到一位小数；跨两市考核的断面只计一次；湖库按水域计数。",
    "Note: the class of a section is that of its worst item that was measured, “on” says how many "
    "were; a water with fewer than 5 sections is told by their mean, else by shares; shares are "
    "rounded half up to one digit; a section judged for two cities counts once; of lakes the "
    "waters are counted.",
)
GROUPS: Mapping[str, Text] = {
    "missing": Text("没有监测结果", "Without readings"),
    "missed": Text("未达到目标", "Target missed"),
    "met": Text("达到目标", "Target met"),
    "untold": Text("没有水质目标", "Without a target"),
}
TITLED = Text("{group}（{count} 个）", "{group} ({count})")
COLUMNS: tuple[Column, ...] = (
    Column(Text("序号", "No."), 10),
    Column(Text("断面", "Section"), 34),
    Column(Text("水体", "Water"), 24),
    Column(Text("责任区", "District"), 26),
    Column(Text("下游区", "Downstream"), 26),
    Column(Text("目标", "Target"), 16),
    Column(Text("类别", "Class"), 18),
    Column(Text("项数", "On"), 12),
    Column(Text("上月", "Before"), 18),
    Column(Text("超标项目（倍数）", "Items over (multiple)"), 60),
    Column(Text("责任单位", "Unit in charge"), 33),
)
"""277 mm: what A4 leaves across between margins of 10 mm."""
WRITERS: dict[str, Callable[[Report], bytes]] = {
    ".docx": document_of,
    ".xlsx": workbook_of,
    ".pdf": pdf_of,
}


def report_of(
    found: Overview,
    items: Items,
    office: str,
    made: dt.date,
    language: Language,
    standing: Text = DRAFT,
) -> Report:
    """The report of a month, made by an office on a day. standing: its code and who signed it."""
    lines = [MADE_AT.format(date=made), standing, *summary_of(found)]
    if office:
        lines.insert(0, MADE_BY.format(name=office))
    return Report(
        language,
        made,
        title_of(found.month).in_(language),
        tuple(line.in_(language) for line in lines),
        tuple(_groups(found, items, language)),
        (RULES.in_(language),),
        COLUMNS,
    )


def title_of(month: str) -> Text:
    year, number = month.split("-")
    return TITLE.format(year=year, number=int(number), month=month)


def summary_of(found: Overview) -> Iterator[Text]:
    """What stands above the table: counts, what moved, waters, districts."""
    yield from counts_of(found)
    if found.missing:
        names = listed(one.section.name for one in found.missing)
        yield MISSED_OUT.format(count=len(found.missing), names=names)
    yield from _waters(found.rivers)
    yield from _lakes(found.states)
    ranked = [ranked_text(place, one) for place, one in enumerate(found.districts, 1) if one.met.of]
    if ranked:
        yield RANKING.format(names=listed(ranked, between=BETWEEN_CLAUSES))
    if found.unplaced:
        yield UNPLACED.format(names=listed(found.unplaced))


def counts_of(found: Overview) -> Iterator[Text]:
    """What is told without a name."""
    for what, counted in ((SECTIONS, found.sections), (WATERS, found.lakes)):
        if counted.total:
            yield counted_text(what, counted)
    if found.met.of:
        yield MET.format(of=found.met.of, count=found.met.count, share=found.met.percent)
    for what, moved in ((SINCE_MONTH, found.since_month), (SINCE_YEAR, found.since_year)):
        if moved.better or moved.worse or moved.same:
            yield since_text(what, moved)


def counted_text(what: Text, counted: Counted) -> Text:
    good, worse = counted.good, counted.worse
    return COUNTED.format(
        what=what,
        total=counted.total,
        good=good.count,
        share=good.percent,
        worse=worse.count,
        worst=worse.percent,
    )


def since_text(what: Text, moved: Compared) -> Text:
    points = "" if moved.points is None else POINTS.format(points=f"{moved.points:+}")
    return SINCE.format(
        what=what,
        better=len(moved.better),
        worse=len(moved.worse),
        same=moved.same,
        points=points,
    )


def _waters(rivers: Sequence[Sections]) -> Iterator[Text]:
    words = [
        RIVER.format(name=one.name, word=one.word, count=one.counted.total, how=HOW[one.by_share])
        for one in rivers
        if one.word is not None
    ]
    if words:
        yield RIVERS.format(words=listed(words, between=BETWEEN_CLAUSES))


def _lakes(states: Sequence[State]) -> Iterator[Text]:
    for one in states:
        if one.trophic and one.trophic.index is not None and one.trophic.grade:
            grade = GRADE_TITLES[one.trophic.grade]
            index = written(one.trophic.index, INDEX).number
            yield LAKE_INDEX.format(name=one.section.name, index=index, grade=grade)


def ranked_text(place: int, one: Sections) -> Text:
    return RANKED.format(place=place, name=one.name, met=one.met.count, of=one.met.of)


def group_of(state: State) -> str:
    """Under which heading a section stands."""
    if state.grade is None:
        return "missing"
    return {True: "met", False: "missed", None: "untold"}[state.met]


def _groups(found: Overview, items: Items, language: Language) -> Iterator[Group]:
    for name, title in GROUPS.items():
        own = [one for one in found.states if group_of(one) == name]
        if own:
            head = TITLED.format(group=title, count=len(own)).in_(language)
            rows = (_row(one, at, items, language) for at, one in enumerate(own, 1))
            yield Group(head, tuple(rows))


def _row(one: State, number: int, items: Items, language: Language) -> tuple[str, ...]:
    section = one.section
    return (
        str(number),
        section.name,
        section.river or "—",
        section.upstream or "—",
        section.downstream or "—",
        *(
            written.in_(language) if written else "—"
            for written in (class_name(section.target), class_name(one.grade))
        ),
        str(len(one.judged.items)) if one.judged else "—",
        _class(one.before, language),
        over_text(one, items).in_(language),
        one.unit or "—",
    )


def _class(grade: str | None, language: Language) -> str:
    name = class_name(grade)
    return name.in_(language) if name else "—"


def over_text(one: State, items: Items) -> Text:
    """Items over the target class, or over class III where there is no target."""
    if one.judged is None:
        return listed([])
    told = [
        Text(
            f"{items[over.item].title.zh} {_times(over.value, over.times)}",
            f"{items[over.item].title.en} {_times(over.value, over.times)}",
        )
        for over in one.judged.over
    ]
    return listed(told)


def _times(value: float, times: float | None) -> str:
    over = "" if times is None else f" (+{written(times, INDEX).number})"
    return mean_text(value) + over
