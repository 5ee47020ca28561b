"""The yearly assessment on paper: units and districts in one report, by the same scheme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from geo.figures.said import part, typed
from geo.words import Language, Text, listed
from projects.rounds.assessment import Assessment, Item, Scored, Subject
from projects.rounds.bulletin_paper import MADE_BY
from projects.states.report import MADE_AT, Column, Group, Report

TITLE = Text("{year} 年度考核得分表", "Assessment of {year}")
LEAD = Text(
    "方案：{scheme}；依据 {rounds} 的调度和截至 {day} 的项目档案。",
    "Scheme: {scheme}; from the rounds of {rounds} and the records of {day}.",
)
UNITS, DISTRICTS = Text("按单位", "By unit"), Text("按区划", "By district")
POINTS, CASES = Text("{points}", "{points}"), Text("{points}（{cases} 例）", "{points} ({cases})")
SHARE = Text("{points}（{share}）", "{points} ({share})")
SCORED = Text(
    "{title}：满分 {points}，每例扣 {each}，{bureau}评分",
    "{title}: {points}, {each} off a case, scored by {bureau}",
)
IN_PART = Text(
    "{title}：满分 {points}，按比例得分，{bureau}评分",
    "{title}: {points} in proportion, scored by {bureau}",
)
UNVERIFIED = Text(
    "方案未经核实，不是任何文件的规定。", "The scheme is unverified: no document sets it."
)
NUMBER_MM, NAME_MM, PROJECTS_MM, TOTAL_MM, WHOLE_MM = 10.0, 62.0, 15.0, 20.0, 277.0


def report_of(
    units: Assessment, districts: Assessment, office: str, made: dt.date, language: Language
) -> Report:
    """Both views of one year."""
    lines = [lead_text(units), MADE_AT.format(date=made)]
    if office:
        lines.insert(0, MADE_BY.format(name=office))
    return Report(
        language,
        made,
        TITLE.format(year=units.year).in_(language),
        tuple(line.in_(language) for line in lines),
        tuple(
            Group(title.in_(language), tuple(_rows(found.subjects, language)))
            for title, found in ((UNITS, units), (DISTRICTS, districts))
        ),
        tuple(note.in_(language) for note in notes_of(units)),
        tuple(_columns(units.items)),
    )


def lead_text(found: Assessment) -> Text:
    return LEAD.format(scheme=found.scheme, rounds=listed(found.rounds), day=found.day)


def notes_of(found: Assessment) -> list[Text]:
    """How each item is scored and by whom."""
    notes = [item_text(item) for item in found.items]
    return [*notes, *([UNVERIFIED] if found.unverified else [])]


def item_text(item: Item) -> Text:
    said = {"title": item.title, "points": typed(item.points), "bureau": item.scored_by}
    if item.each is None:
        return IN_PART.format(**said)
    return SCORED.format(**said, each=typed(item.each))


def _columns(items: Sequence[Item]) -> list[Column]:
    each = (WHOLE_MM - NUMBER_MM - NAME_MM - PROJECTS_MM - TOTAL_MM) / len(items)
    return [
        Column(Text("序号", "No."), NUMBER_MM),
        Column(Text("单位或区划", "Unit or district"), NAME_MM),
        Column(Text("项目", "Projects"), PROJECTS_MM),
        *(Column(item.title, each) for item in items),
        Column(Text("得分", "Points"), TOTAL_MM),
    ]


def _rows(subjects: Sequence[Subject], language: Language) -> list[tuple[str, ...]]:
    return [
        (
            str(number),
            one.name.in_(language),
            str(one.projects),
            *(points_text(scored).in_(language) for scored in one.items),
            points(one.total),
        )
        for number, one in enumerate(subjects, 1)
    ]


def points_text(scored: Scored) -> Text:
    """Points with the cases, or the share, that they follow from."""
    given = points(scored.points)
    if scored.share is not None:
        return SHARE.format(points=given, share=part(float(scored.share)))
    if scored.cases:
        return CASES.format(points=given, cases=scored.cases)
    return POINTS.format(points=given)


def points(value: Decimal) -> str:
    return typed(value)
