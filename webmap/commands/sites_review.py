"""`ecoatlas sites submit`, `return`, `sign`, `withdraw` and `verify`: a check as it is signed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from geo.words import Text
from layers.audit import Actor
from projects.sites import signing
from projects.sites.course import Course
from projects.sites.keeping import get_check
from projects.sites.paper import export_check, require_format
from projects.statements.office_key import find_key
from projects.statements.words import STATES
from webmap.commands.context import ORIGIN, Office, json_option, pass_office
from webmap.commands.password_asked import account_of
from webmap.commands.private_files import OutFile
from webmap.commands.sites_check import WRITTEN
from webmap.commands.statements_review import LINE, as_option, reviewer_option
from webmap.commands.verifying import verify_one

STATE = Text(
    "选址 {site} 第 {number} 次研判（{code}）：{state}",
    "Site {site}, check {number} ({code}): {state}",
)
SITE = click.argument("site", type=click.IntRange(1))
CHECK = click.option(
    "--check",
    "number",
    type=click.IntRange(1),
    help="第几次研判；默认最近一次 / which check, else the latest",
)
NOTE = click.option("--note", default="", help="说明 / note")
REASON = click.option("--reason", required=True, help="理由 / reason")
Step = Callable[[Session, int, Actor], Course]


@click.command(help="提交复核（研判人） / hand a check to the reviewers")
@SITE
@CHECK
@NOTE
@as_option
@json_option
@pass_office
def submit(
    office: Office, site: int, number: int | None, note: str, name: str | None, as_json: bool
) -> None:
    by = office.actor if name is None else Actor(account_of(office, name).name, ORIGIN)
    _done(office, site, number, by, as_json, lambda s, n, by: signing.submit(s, site, n, by, note))


@click.command("return", help="退回并说明理由（审核人） / return it with a reason (reviewers)")
@SITE
@CHECK
@REASON
@reviewer_option
@json_option
@pass_office
def return_(
    office: Office, site: int, number: int | None, reason: str, name: str, as_json: bool
) -> None:
    who = account_of(office, name)
    _done(
        office, site, number, Actor(who.name, ORIGIN), as_json,
        lambda s, n, by: signing.return_(s, site, n, who, reason, by),
    )  # fmt: skip


@click.command(help="签署（研判人以外的审核人） / sign it (a reviewer other than its maker)")
@SITE
@CHECK
@NOTE
@reviewer_option
@json_option
@pass_office
def sign(
    office: Office, site: int, number: int | None, note: str, name: str, as_json: bool
) -> None:
    with office.database.reading() as session:
        number = number or get_check(session, site).number
        shown = signing.asserted(session, site, number)
    if not as_json:
        for line in shown.lines:
            office.terminal.say(LINE, line=line.in_(office.language))
    who = account_of(office, name)
    _done(
        office, site, number, Actor(who.name, ORIGIN), as_json,
        lambda s, n, by: signing.sign(s, site, n, who, by, note, said=shown.fingerprint),
    )  # fmt: skip


@click.command(help="撤回签署并说明理由（审核人） / withdraw a signature with a reason")
@SITE
@CHECK
@REASON
@reviewer_option
@json_option
@pass_office
def withdraw(
    office: Office, site: int, number: int | None, reason: str, name: str, as_json: bool
) -> None:
    who = account_of(office, name)
    _done(
        office, site, number, Actor(who.name, ORIGIN), as_json,
        lambda s, n, by: signing.withdraw(s, site, n, who, reason, by),
    )  # fmt: skip


@click.command(help="导出研判单 / write the sheet of a check as a file")
@SITE
@CHECK
@click.option("--out", type=OutFile(), required=True, metavar="F.docx", help="docx、pdf、json")
@json_option
@pass_office
def export(office: Office, site: int, number: int | None, out: Path, as_json: bool) -> None:
    format_ = out.suffix.removeprefix(".").lower()
    require_format(format_)
    with office.database.reading() as session:
        kept = get_check(session, site, number)
    key = find_key(office.settings)
    export_check(office.services, kept, format_, out, office.language, office.actor, key)
    if as_json:
        office.terminal.json({"ok": True, "file": str(out), "code": kept.code})
    else:
        office.terminal.say(WRITTEN, path=out)


@click.command(help="核对导出的研判文件 / check a file of a site check that was exported")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.pass_context
def verify(ctx: click.Context, file: Path, as_json: bool) -> None:
    office: Office = ctx.obj
    ctx.exit(0 if verify_one(office, file, as_json) else 1)


def _done(
    office: Office, site: int, number: int | None, by: Actor, as_json: bool, step: Step
) -> None:
    """Take a step with a check, the latest unless one is named, and say its state."""
    with office.database.transaction() as session:
        done = step(session, number or get_check(session, site).number, by)
    if as_json:
        office.terminal.json({"ok": True} | course_json(done))
        return
    kept = done.kept
    state = STATES[done.state]
    office.terminal.say(STATE, site=kept.site_id, number=kept.number, code=kept.code, state=state)


def course_json(course: Course) -> dict[str, Any]:
    """A check after a step, with its course."""
    kept = course.kept
    return {
        "site": kept.site_id,
        "check": kept.number,
        "code": kept.code,
        "sha256": kept.sha256,
        "state": course.state,
        "course": [one.as_dict() for one in course.events],
    }
