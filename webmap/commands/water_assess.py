"""`ecoatlas water assess` and `keep`: a year by a scheme, and its months as a sheet."""

from __future__ import annotations

from typing import Any

import click

from geo.figures.said import change, typed
from geo.figures.units import NUMBER
from geo.words import Language, Text
from layers.system.china_time import today
from projects.sections.effluent import keep_effluent
from projects.sections.gathering import assessment
from projects.sections.keeping import keep_months
from projects.water.schemes.assessing import Assessment, notes_of
from projects.water.schemes.judging import Month
from projects.water.schemes.settling import GRADE_TITLES, Entry, SectionYear
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office

ASSESSED = Text(
    "{title}，{year} 年：{count} 个断面。", "{title}, {year}: {count:section|sections}."
)
OWES = Text("{from_} → {to}：{amount} {unit}", "{from_} → {to}: {amount} {unit}")
NOTHING_OWED = Text("没有可结算的金额。", "There is nothing to be settled.")
KEPT = Text(
    "已存为数据表 {sheet}@{version}：{rows} 行。", "Kept as {sheet}@{version}: {rows:row|rows}."
)
SHARE_DIGITS = 6


@click.command(help="按方案评估一年，不保存 / a year by a scheme, nothing is stored")
@click.option("--scheme", required=True, metavar="S", help="方案编号 / id of the scheme")
@click.option("--year", required=True, type=click.IntRange(2000, 2100))
@json_option
@pass_office
def assess(office: Office, scheme: str, year: int, as_json: bool) -> None:
    with office.database.reading() as session:
        found = assessment(session, office.store, scheme, year, today())
    if as_json:
        office.terminal.json(answer_of(found, office.language))
        return
    count, title = len(found.sections), found.scheme.title
    office.terminal.say(ASSESSED, title=title, year=year, count=count)
    for note in notes_of(found):
        office.terminal.note(note)
    if found.sections:
        office.terminal.table(COLUMNS, [_row(one, office.language) for one in found.sections])
    for entry in found.ledger:
        amount = typed(float(entry.amount))
        office.terminal.say(OWES, from_=entry.from_, to=entry.to, amount=amount, unit=entry.unit)
    if not found.ledger:
        office.terminal.say(NOTHING_OWED)


COLUMNS = (
    Column(Text("断面", "section")),
    Column(Text("责任区", "district")),
    Column(Text("达标月份", "months met"), numeric=True),
    Column(Text("没有结论的月份", "months without a verdict"), numeric=True),
    Column(Text("年度", "year")),
    Column(Text("金额（万元）", "sum (10,000 yuan)"), numeric=True),
)


def _row(one: SectionYear, language: Language) -> tuple[Any, ...]:
    grade = GRADE_TITLES[one.grade].in_(language) if one.grade else "—"
    return (
        one.section,
        one.answers.in_(language),
        f"{one.met}/{len(one.judged)}",
        len(one.missing),
        grade,
        "—" if one.money is None else change(float(one.money), NUMBER).in_(language),
    )


def answer_of(found: Assessment, language: Language) -> dict[str, Any]:
    """The assessment as people script against it."""
    return {
        "scheme": found.scheme.id,
        "year": found.year,
        "title": found.scheme.title.in_(language),
        "over": found.over,
        "notes": [note.in_(language) for note in notes_of(found)],
        "sections": [_section(one, language) for one in found.sections],
        "ledger": [_entry(entry, language) for entry in found.ledger],
    }


def _section(one: SectionYear, language: Language) -> dict[str, Any]:
    return {
        "section": one.section,
        "code": one.code,
        "answers": one.answers.in_(language),
        "months": [_month(month, language) for month in one.months],
        "share": None if one.share is None else round(float(one.share), SHARE_DIGITS),
        "grade": one.grade,
        "consequence": one.consequence,
        "year": _month(one.mean, language) if one.mean else None,
    }


def _month(one: Month, language: Language) -> dict[str, Any]:
    money = None if one.money is None else float(one.money)
    return {"month": one.month, "met": one.met, "why": one.why.in_(language), "money": money}


def _entry(entry: Entry, language: Language) -> dict[str, Any]:
    return {
        "from": entry.from_.in_(language),
        "to": entry.to.in_(language),
        "amount": float(entry.amount),
        "unit": entry.unit,
    }


@click.command(help="把一年的监测值存为数据表，供核算 / readings of a year as a sheet for figures")
@click.option("--year", required=True, type=click.IntRange(2000, 2100))
@click.option("--plants", is_flag=True, help="污水处理厂出水的日均值 / daily means of effluent")
@json_option
@pass_office
def keep(office: Office, year: int, plants: bool, as_json: bool) -> None:
    take = keep_effluent if plants else keep_months
    with office.database.transaction() as session:
        kept = take(session, office.store, year, office.actor)
        sheet, number, rows = kept.id, kept.number, len(kept.rows)
    if as_json:
        office.terminal.json({"ok": True, "sheet": sheet, "version": number, "rows": rows})
        return
    office.terminal.say(KEPT, sheet=sheet, version=number, rows=rows)
