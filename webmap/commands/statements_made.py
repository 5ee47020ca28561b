"""`ecoatlas statements`: making, showing, comparing and handing out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo.words import Text, in_language
from layers.system.china_time import minute
from projects.metrics.declaration import Progress
from projects.statements.earlier.figures import figures_of
from projects.statements.faces.exporting import FACES, export_statement
from projects.statements.figures import texts_in
from projects.statements.kept import StatementInfo, find_statement
from projects.statements.making import make_statement
from projects.statements.office_key import find_key
from projects.statements.since import changes, compute_today, newer_inputs
from projects.statements.surroundings import HeadLines
from projects.statements.words import ON_POINT, STEPS
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix
from webmap.commands.statements_review import actor_of, as_option, say_state
from webmap.statements.answers import change_json, statement_json

WRITTEN = Text("已导出核算单 {code}：{path}", "Statement {code} written: {path}")
NEWER = Text(
    "{title}（{name}）：核算单用第 {then} 版，现行第 {now} 版",
    "{title} ({name}): version {then} in the statement, {now} now",
)
UP_TO_DATE = Text("输入没有更新的版本。", "No input has a newer version.")
NO_CHANGE = Text(
    "按现行版本计算，数字没有变化。", "With the versions of today no figure would differ."
)


@click.command(help="据计算结果制作核算单 / make a statement on a stored run")
@click.argument("run", type=int)
@click.option("--period", default="", help="核算时段 / period that it is about")
@click.option("--area", default="", help="核算区域（默认为单位辖区）/ area, else the office's")
@click.option("--number", default="", help="文号（默认为单位文号）/ document number")
@click.option("--replaces", metavar="CODE", help="替代哪一份核算单 / the statement it replaces")
@as_option
@json_option
@pass_office
def make(
    office: Office,
    run: int,
    period: str,
    area: str,
    number: str,
    replaces: str | None,
    name: str | None,
    as_json: bool,
) -> None:
    by = actor_of(office, name)
    head = HeadLines(number, area, period)
    with office.database.transaction() as session:
        made = make_statement(session, office.store, run, by, head, replaces)
    say_state(office, made, as_json)


@click.command(help="查看一份核算单 / show a statement")
@click.argument("statement")
@json_option
@pass_office
def show(office: Office, statement: str, as_json: bool) -> None:
    with office.database.reading() as session:
        found = find_statement(session, statement)
        newer = newer_inputs(session, found)
    if as_json:
        told = statement_json(found) | {
            "content": found.content,
            "text": in_language(texts_in(found.content), office.language),
        }
        office.terminal.json(told | {"newer": [one.name for one in newer]})
        return
    say_state(office, found, as_json)
    points = {one.event_number: one.number for one in found.points}

    def point(number: int) -> str:
        return ON_POINT.format(number=points[number]).in_(office.language)

    for event in found.events:
        where = f" [{event.table} {event.row}]" if event.row else ""
        where += f" → {point(event.to)}" if event.to else ""
        step = STEPS[event.action].title.in_(office.language)
        at = minute(event.moment)
        named = f"{point(event.number)} · " if event.number in points else ""
        who = office.person(event.by).in_(office.language)
        said = f"  {named}{step} · {who} · {at}{where} {event.body or ''}"
        office.terminal.say(Text("{said}", "{said}"), said=said.rstrip())
    for one in newer:
        office.terminal.note(
            NEWER, title=one.title, name=one.name, then=one.then, now=one.now or "—"
        )


@click.command(help="按现行版本重算并列出差别 / what would differ with the versions of today")
@click.argument("statement")
@json_option
@pass_office
def compare(office: Office, statement: str, as_json: bool) -> None:
    with office.database.reading() as session:
        found = find_statement(session, statement)
        newer = newer_inputs(session, found)
    with office.terminal.progress() as progress:
        run = compute_today(
            office.database, office.store, found, office.actor, _bar(office, found, progress)
        )
    found_changes = changes(found, run.result)
    if as_json:
        told = [change_json(one) for one in found_changes]
        office.terminal.json({"run": run.id, "newer": len(newer), "changes": told})
        return
    if not found_changes:
        office.terminal.say(NO_CHANGE if newer else UP_TO_DATE)
        return
    said = figures_of(found.content, office.language)
    heads = [("表", "table"), ("编号", "key"), ("指标", "figure"), ("签署时", "then")]
    rows = [
        (
            one.table.in_(office.language) if one.table else "",
            one.key,
            one.column["title"][office.language],
            said.cell(one.column, one.then_row).text,
            said.cell(one.column, one.now_row).text,
        )
        for one in found_changes
    ]
    office.terminal.table([Column(Text(*head)) for head in (*heads, ("现在", "now"))], rows)


@click.command(help="导出核算单 / write a statement as a file")
@click.argument("statement")
@click.option("--format", "format_", type=click.Choice(FACES), required=True)
@click.option("--out", type=OutFile(), required=True)
@json_option
@pass_office
def export(office: Office, statement: str, format_: str, out: Path, as_json: bool) -> None:
    require_suffix(out, f".{format_}")
    with office.database.reading() as session:
        found = find_statement(session, statement)
    hand_out(office, found, format_, out, as_json)


def hand_out(office: Office, found: StatementInfo, format_: str, out: Path, as_json: bool) -> None:
    """Write a face and say so."""
    own = find_key(office.settings)
    done = export_statement(
        office.outgoing, office.store, found.id, format_, out, office.language, office.actor, own
    )
    if as_json:
        office.terminal.json({"ok": True, "file": str(done.path), "code": found.code})
    else:
        office.terminal.say(WRITTEN, code=found.code, path=done.path)


def _bar(office: Office, found: StatementInfo, progress: Any) -> Progress:
    return lambda done, of: progress(found.title.in_(office.language), done, of)
