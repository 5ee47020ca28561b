"""`ecoatlas statements export`: a statement handed out as a file."""

from __future__ import annotations

from pathlib import Path

import click

from geo.words import Text
from projects.statements.faces.exporting import FACES, export_statement
from projects.statements.kept import StatementInfo, find_statement
from projects.statements.office_key import find_key
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix

WRITTEN = Text("已导出核算单 {code}：{path}", "Statement {code} written: {path}")


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
