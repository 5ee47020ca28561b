"""`ecoatlas audit export`: entries of the audit log as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo.words import Text
from layers.audit import record
from layers.export.audit_log import export_entries
from webmap.commands.audit import query_of, search_options
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix

EXPORTED = Text("已导出 {count} 条：{path}", "{count:entry|entries} exported: {path}")


@click.command(help="导出为 csv 或 xlsx / export as csv or xlsx")
@click.argument("out", type=OutFile())
@search_options
@click.option("--format", "format_", type=click.Choice(["csv", "xlsx"]), help="格式 / format")
@json_option
@pass_office
def export(office: Office, /, out: Path, format_: str | None, as_json: bool, **asked: Any) -> None:
    query = query_of(asked)
    require_suffix(out, *([f".{format_}"] if format_ else (".csv", ".xlsx")))
    chosen = out.suffix.removeprefix(".").lower()
    database = office.outgoing
    with database.reading() as session:
        count = export_entries(session, query, chosen, out, office.people)
    searched = {name: value for name, value in asked.items() if value}
    details = {"format": chosen, "entries": count, "query": searched}
    with database.transaction() as session:
        record(session, office.actor, "audit-exported", details=details)
    if as_json:
        office.terminal.json({"ok": True, "file": str(out), "entries": count})
    else:
        office.terminal.say(EXPORTED, count=count, path=out)
