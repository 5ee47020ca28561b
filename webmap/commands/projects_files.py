"""`ecoatlas projects export` and `template`: the records, and an empty list, as workbooks."""

from __future__ import annotations

from pathlib import Path

import click

from geo.words import Text
from geo.years import FIRST_YEAR, LAST_YEAR
from layers.system.china_time import today
from projects.records.files.exporting import export_projects, write_template
from webmap.commands.context import Office, pass_office
from webmap.commands.private_files import OutFile, require_suffix

WRITTEN = Text("已写出 {count} 个项目：{path}", "{count:project|projects} written: {path}")
TEMPLATE = Text("已写出模板：{path}", "Template written: {path}")


@click.command(help="导出为 xlsx / export as xlsx")
@click.argument("file", type=OutFile())
@pass_office
def export(office: Office, file: Path) -> None:
    require_suffix(file, ".xlsx")
    with office.outgoing.transaction() as session:
        count = export_projects(session, file, language=office.language, by=office.actor)
    office.terminal.say(WRITTEN, count=count, path=file)


@click.command(help="导出空表、代码表和填写说明 / an empty list with lists of codes and help")
@click.argument("file", type=OutFile())
@click.option(
    "--year",
    type=click.IntRange(FIRST_YEAR, LAST_YEAR),
    help="年份（默认今年）/ the year (default: this one)",
)
@pass_office
def template(office: Office, file: Path, year: int | None) -> None:
    require_suffix(file, ".xlsx")
    with office.database.reading() as session:
        write_template(session, file, year or today().year, office.language)
    office.terminal.say(TEMPLATE, path=file)
