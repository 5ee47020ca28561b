"""`ecoatlas statements`: making, showing, handing out, checking, reviewing and signing."""

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
from projects.statements.making import (
    StatementInfo,
    find_statement,
    list_statements,
    make_statement,
)
from projects.statements.office_key import find_key
from projects.statements.since import changes, compute_today, newer_inputs
from projects.statements.surroundings import HeadLines
from projects.statements.verifying.verifying import Verification, verify_file
from projects.statements.verifying_words import SHAPES, UNVOUCHED, VERDICTS, WHERE
from projects.statements.words import ON_POINT, STATES, STEPS
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix
from webmap.commands.statements_review import REVIEW, actor_of, as_option, say_state
from webmap.commands.statements_signed import (
    by_public_key,
    by_scanned_text,
    key,
    public_key_option,
)
from webmap.statements.answers import change_json, statement_json

WRITTEN = Text("已导出核算单 {code}：{path}", "Statement {code} written: {path}")
MORE = Text("…另有 {count} 处。", "… {count} more.")
NEWER = Text(
    "{title}（{name}）：核算单用第 {then} 版，现行第 {now} 版",
    "{title} ({name}): version {then} in the statement, {now} now",
)
UP_TO_DATE = Text("输入没有更新的版本。", "No input has a newer version.")
NO_CHANGE = Text(
    "按现行版本计算，数字没有变化。", "With the versions of today no figure would differ."
)
VERDICT = Text("{shape} {said} · {code}", "{shape} {said} · {code}")
LISTED = Text("  · {what}", "  · {what}")
COLOURS = {"agrees": "green", "saved-again": "yellow", "altered": "red"}
MOST_SHOWN = 20


@click.group
def statements() -> None: ...


@statements.command("list", help="列出核算单 / list the statements")
@click.option("--state", type=click.Choice(list(STATES)), help="状态 / state")
@json_option
@pass_office
def list_(office: Office, state: str | None, as_json: bool) -> None:
    with office.database.reading() as session:
        found = list_statements(session, state)
    if as_json:
        office.terminal.json({"statements": [statement_json(one) for one in found]})
        return
    heads = [("编号", "id"), ("校验码", "code"), ("指标", "metric"), ("状态", "state")]
    heads += [("制作人", "made by"), ("时间", "made")]
    rows = [
        (
            one.id,
            one.code,
            one.title.in_(office.language),
            STATES[one.state].in_(office.language),
            office.person(one.made_by).in_(office.language),
            minute(one.made_at),
        )
        for one in found
    ]
    office.terminal.table([Column(Text(*head)) for head in heads], rows)


@statements.command(help="据计算结果制作核算单 / make a statement on a stored run")
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


@statements.command(help="查看一份核算单 / show a statement")
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


@statements.command(help="按现行版本重算并列出差别 / what would differ with the versions of today")
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


@statements.command(help="导出核算单 / write a statement as a file")
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


@statements.command(help="核对导出的文件 / check a file that was exported")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@public_key_option
@click.option("--qr", metavar="TEXT", help="打印件二维码的文字 / the text of a sheet's QR code")
@json_option
@click.pass_context
def verify(
    ctx: click.Context, file: Path | None, public_key: Path | None, qr: str | None, as_json: bool
) -> None:
    office: Office = ctx.obj
    if (file is None) == (qr is None) or (file is None and public_key is not None):
        raise click.UsageError("FILE / --qr TEXT")
    if file is None:
        ctx.exit(0 if by_scanned_text(office, qr or "", as_json) else 1)
    if public_key is not None:
        ctx.exit(0 if by_public_key(office, file, public_key, as_json) else 1)
    own = find_key(office.settings)
    found = verify_file(office.database, office.store, file, key=own.public if own else None)
    if as_json:
        office.terminal.json(verification_json(office, found))
    else:
        _say_verified(office, found)
    if not found.ok:
        ctx.exit(1)


def verification_json(office: Office, found: Verification) -> dict[str, Any]:
    return {
        "ok": found.ok,
        "file": found.file,
        "format": found.format,
        "code": found.code,
        "grade": found.grade,
        "verdict": found.verdict,
        "statement": found.statement.id if found.statement else None,
        "state": found.statement.state if found.statement else None,
        "differences": len(found.findings),
        "findings": [one.as_dict() for one in found.findings[:1000]],
        "unvouched": [one.in_(office.language) for one in found.unvouched],
        "notes": [one.in_(office.language) for one in found.notes],
    }


def _say_verified(office: Office, found: Verification) -> None:
    count, say = len(found.findings), office.terminal.say
    shape, said = SHAPES[found.verdict], VERDICTS[found.verdict].format(count=count)
    style, code = COLOURS.get(found.verdict, ""), found.code or "?"
    say(VERDICT, style=style, shape=shape, said=said, code=code)
    for one in found.findings[:MOST_SHOWN]:
        say(WHERE, **one.as_dict())
    if count > MOST_SHOWN:
        say(MORE, count=count - MOST_SHOWN)
    if found.unvouched:
        say(UNVOUCHED, style="red")
    for what in found.unvouched:
        say(LISTED, style="red", what=what)
    for note in found.notes:
        office.terminal.note(note)


statements.add_command(key)
for one in REVIEW:
    statements.add_command(one)


def _bar(office: Office, found: StatementInfo, progress: Any) -> Progress:
    return lambda done, of: progress(found.title.in_(office.language), done, of)
