"""`ecoatlas statements key`, checking a file by a public key alone, and a sheet by its QR code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo.words import Text
from projects.statements.envelope import Envelope
from projects.statements.office_key import read_public_key
from projects.statements.printed_code import LINE_AGREES, LINE_DIFFERS, compare_scanned
from projects.statements.verifying.signed import SHAPES, VERDICTS, SignatureCheck, check_signature
from projects.statements.words import STATES
from webmap.commands.context import Office

SAID = Text("{shape} {said}", "{shape} {said}")
SIGNED_BY = Text("  密钥指纹：{key}", "  fingerprint of the key: {key}")
STATEMENT = Text("  {title} · {code} · {state}", "  {title} · {code} · {state}")
COLOURS = {"signed": "green", "unsigned": "yellow"}
public_key_option = click.option(
    "--public-key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="OFFICE.pub",
    help="只凭出具单位的公钥核对签名，不用数据库 / check the signature alone, without a database",
)


def by_public_key(office: Office, file: Path, public_key: Path, as_json: bool) -> bool:
    """Check the signature of a file and say what was found; whether it is valid."""
    found = check_signature(file, read_public_key(public_key))
    if as_json:
        office.terminal.json(_as_json(found))
    else:
        _say(office, found)
    return found.ok


def _say(office: Office, found: SignatureCheck) -> None:
    said, style = VERDICTS[found.verdict], COLOURS.get(found.verdict, "red")
    office.terminal.say(SAID, style=style, shape=SHAPES[found.verdict], said=said)
    if found.key is not None:
        office.terminal.say(SIGNED_BY, key=found.key)
    if found.statement is not None:
        told = _statement(found.statement)
        office.terminal.say(STATEMENT, **told | {"state": STATES[told["state"]]})


def _as_json(found: SignatureCheck) -> dict[str, Any]:
    return {
        "ok": found.ok,
        "file": found.file,
        "format": found.format,
        "verdict": found.verdict,
        "key": found.key,
        **(_statement(found.statement) if found.statement else {}),
    }


def _statement(found: Envelope) -> dict[str, Any]:
    """What the file is of: a valid signature says who exported it, not that it was signed off."""
    layout = found.layout
    return {"title": layout.title, "code": layout.code, "state": layout.state}


def by_scanned_text(office: Office, text: str, as_json: bool) -> bool:
    """Compare the text of a QR code with the kept statement and say so; whether they agree."""
    with office.database.reading() as session:
        found = compare_scanned(session, text)
    if as_json:
        lines = [
            {"stated": one.stated, "expected": one.expected, "same": one.same}
            for one in found.lines
        ]
        told = {"statement": found.statement.id, "state": found.statement.state}
        office.terminal.json({"ok": found.ok, "code": found.statement.code, **told, "lines": lines})
        return found.ok
    shape, style = ("✓", "green") if found.ok else ("✗", "red")
    office.terminal.say(SAID, style=style, shape=shape, said=found.verdict)
    if found.statement.withdrawn is not None:
        office.terminal.say(SAID, style="red", shape="✗", said=found.statement.withdrawn)
    for one in found.lines:
        said = LINE_AGREES if one.same else LINE_DIFFERS
        office.terminal.say(said, stated=one.stated or "—", expected=one.expected or "—")
    return found.ok
