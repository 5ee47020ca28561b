"""`ecoatlas statements verify` and `ecoatlas sites verify`: is a file what was exported?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo.words import Text
from projects.sections.verifying import verify_any
from projects.sites.verifying import Checked
from projects.statements.office_key import find_key
from projects.statements.verifying.verifying import Verification
from projects.statements.verifying_words import SHAPES, UNVOUCHED, VERDICTS, WHERE
from webmap.commands.context import Office, json_option
from webmap.commands.statements_signed import by_public_key, by_scanned_text, public_key_option

MORE = Text("…另有 {count} 处。", "… {count} more.")
VERDICT = Text("{shape} {said} · {code}", "{shape} {said} · {code}")
LISTED = Text("  · {what}", "  · {what}")
COLOURS = {"agrees": "green", "saved-again": "yellow", "altered": "red"}
MOST_SHOWN = 20


@click.command(help="核对导出的文件 / check a file that was exported")
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
    ctx.exit(0 if verify_one(office, file, as_json) else 1)


def verify_one(office: Office, file: Path, as_json: bool) -> bool:
    """Check a file of a statement or of a site check, and say what was found of it."""
    own = find_key(office.settings)
    public = own.public if own else None
    checked = verify_any(office.database, office.store, file, key=public)
    if as_json:
        office.terminal.json(verification_json(office, checked))
    else:
        _say_verified(office, checked.found)
    return checked.found.ok


def verification_json(office: Office, checked: Checked) -> dict[str, Any]:
    found, course = checked.found, checked.course
    state = found.statement.state if found.statement else None
    return {
        "ok": found.ok,
        "file": found.file,
        "format": found.format,
        "code": found.code,
        "grade": found.grade,
        "verdict": found.verdict,
        "statement": found.statement.id if found.statement else None,
        "site": course.kept.address if course else None,
        "state": course.state if course else state,
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
