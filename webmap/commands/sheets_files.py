"""`ecoatlas sheets import` and `export`: a sheet from a file, and as one."""

from __future__ import annotations

from pathlib import Path

import click

from geo.errors import EcoAtlasError
from geo.words import Text, listed
from layers.system.marked_xlsx import free_name
from projects.sheets import SHEET_KINDS, get_sheet
from projects.sheets.files import import_file, write_file
from projects.sheets.marking import mark
from projects.sheets.sheets import kind_of
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix
from webmap.commands.sheets import SAVED, named
from webmap.sheets.answers import sheet_json

SAME = Text(
    "内容与 {sheet} 相同，没有生成新版本。", "The rows are those of {sheet}; no version was made."
)
MARKED = Text(
    "错处已在您的文件里标出：{path}", "The wrong cells are marked in your own file: {path}"
)
NOT_READ = Text("未读取的列：{columns}", "Columns that were not read: {columns}")
WRITTEN = Text("已写出 {sheet}，共 {rows} 行：{path}", "{sheet} written, {rows:row|rows}: {path}")


@click.command("import", help="从 xlsx 或 CSV 导入为新版本 / import a file as the new version")
@click.argument("id_", metavar="ID")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind",
    type=click.Choice([k.id for k in SHEET_KINDS.values() if k.group == "series"]),
    help="新序列的种类 / kind of a new series",
)
@click.option("--title", help="新序列的名称 / title of a new series")
@click.option("--source", help="数据来源 / where the values come from")
@click.option("--note", help="变更说明 / what was changed and why")
@click.option(
    "--marked", type=OutFile(), metavar="OUT.xlsx", help="标出错处的副本 / marked copy of the file"
)
@json_option
@pass_office
def import_(
    office: Office,
    id_: str,
    file: Path,
    kind: str | None,
    title: str | None,
    source: str | None,
    note: str | None,
    marked: Path | None,
    as_json: bool,
) -> None:
    if marked is not None:
        require_suffix(marked, ".xlsx")
    try:
        with office.database.transaction() as session:
            done = import_file(
                session,
                id_,
                file,
                kind=kind,
                title=Text(title, title) if title else None,
                source=source,
                note=note,
                by=office.actor,
            )
    except EcoAtlasError as refused:
        _mark(office, id_, kind, file, marked or free_name(file), refused)
        raise
    if as_json:
        told = {"ok": True, "new": done.new, "ignored_columns": done.ignored}
        office.terminal.json(told | sheet_json(done.sheet, rows=False))
        return
    if done.ignored:
        office.terminal.note(NOT_READ, columns=listed(done.ignored))
    say = SAVED if done.new else SAME
    office.terminal.say(say, sheet=named(done.sheet), rows=len(done.sheet.rows))


def _mark(
    office: Office, id_: str, kind: str | None, file: Path, out: Path, refused: EcoAtlasError
) -> None:
    """The marked copy of a list that was refused for its cells."""
    if not refused.problems:
        return
    with office.database.reading() as session:
        declared = kind_of(session, id_, kind)
    if mark(file, out, declared, refused.problems, office.language):
        office.terminal.note(MARKED, path=out)


@click.command(help="导出为 xlsx 或 CSV / export as xlsx or CSV")
@click.argument("ref", metavar="ID[@V]")
@click.argument("file", type=OutFile())
@json_option
@pass_office
def export(office: Office, ref: str, file: Path, as_json: bool) -> None:
    with office.database.reading() as session:
        found = get_sheet(session, ref)
    write_file(found, file, office.language)
    if as_json:
        told = {"ok": True, "file": str(file)}
        office.terminal.json(told | sheet_json(found, rows=False))
        return
    office.terminal.say(WRITTEN, sheet=named(found), rows=len(found.rows), path=file)
