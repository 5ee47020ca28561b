"""`ecoatlas projects pool`: the green project pool, released and handed out."""

from __future__ import annotations

from pathlib import Path

import click

from geo.words import Text, in_language
from projects.pool.releasing import USUAL, pool, release, withdraw
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix

RELEASED = Text("项目 {code} 已公布 {count} 项。", "{count:field|fields} of {code} released.")
WITHDRAWN = Text("项目 {code} 已撤下。", "Project {code} taken out.")
WRITTEN = Text("已写出 {count} 个项目：{path}", "{count:project|projects} written: {path}")
COLUMNS = [
    Column(Text("编号", "code")),
    Column(Text("名称", "name")),
    Column(Text("绿色类别", "category")),
    Column(Text("缺口（万元）", "missing (10,000 yuan)")),
    Column(Text("公布", "released")),
]


@click.group("pool", help="绿色项目库 / the green project pool")
def pool_() -> None: ...


@pool_.command("list", help="列出符合条件和已公布的 / list what is eligible or released")
@json_option
@pass_office
def list_(office: Office, as_json: bool) -> None:
    with office.database.reading() as session:
        found = [in_language(one.as_dict(), office.language) for one in pool(session)]
    if as_json:
        office.terminal.json({"projects": found})
        return
    names = ("code", "name", "category", "gap_wan_yuan", "released_at")
    office.terminal.table(COLUMNS, [tuple(one[name] or "—" for name in names) for one in found])


@pool_.command("release", help="公布选定的内容和佐证 / release chosen fields and evidence")
@click.argument("code")
@click.option("--field", "fields", multiple=True, help="字段 / a field; " + ", ".join(USUAL))
@click.option("--file", "files", multiple=True, help="佐证文件的 sha256 / hash of a file")
@pass_office
def release_(office: Office, code: str, fields: tuple[str, ...], files: tuple[str, ...]) -> None:
    with office.database.transaction() as session:
        made = release(session, code, fields or USUAL, files, office.actor)
        count = len(made.content)
    office.terminal.say(RELEASED, code=code, count=count)


@pool_.command("withdraw", help="撤下一个项目 / take a project out")
@click.argument("code")
@pass_office
def withdraw_(office: Office, code: str) -> None:
    with office.database.transaction() as session:
        withdraw(session, code, office.actor)
    office.terminal.say(WITHDRAWN, code=code)


@pool_.command("export", help="导出 xlsx，或带佐证的 zip / export as xlsx, or zip with evidence")
@click.argument("file", type=OutFile())
@pass_office
def export(office: Office, file: Path) -> None:
    from projects.pool.exporting import export_pool

    require_suffix(file, ".xlsx", ".zip")
    with office.outgoing.transaction() as session:
        count = export_pool(session, office.store, file, language=office.language, by=office.actor)
    office.terminal.say(WRITTEN, count=count, path=file)
