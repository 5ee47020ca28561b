"""`ecoatlas sheets`: rules and series, their versions, from and to files."""

from __future__ import annotations

from typing import Any

import click

from geo.words import Text
from layers.system.china_time import minute
from projects.sheets import SheetInfo, get_sheet, list_sheets, sheet_history
from projects.sheets.sheets import present_number
from projects.sheets.taking_over import take_over
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.later import LaterGroup

SAVED = Text("已保存 {sheet}，共 {rows} 行。", "Saved as {sheet}, {rows:row|rows}.")
SHIPPED = Text("随软件提供", "as shipped")
HISTORY = {
    "version": Text("版本", "version"),
    "saved_at": Text("保存时间", "saved"),
    "by": Text("保存人", "by"),
    "source": Text("来源", "source"),
    "note": Text("说明", "note"),
    "sha256": Text("指纹", "hash"),
}


@click.group(
    cls=LaterGroup,
    later={"export": "sheets_files:export", "import": "sheets_files:import_"},
)
def sheets() -> None: ...


@sheets.command("list", help="列出全部数据表 / list every sheet")
@json_option
@pass_office
def list_(office: Office, as_json: bool) -> None:
    with office.database.reading() as session:
        found = list_sheets(session)
    if as_json:
        from webmap.sheets.answers import sheet_json

        office.terminal.json({"sheets": [sheet_json(one, rows=False) for one in found]})
        return
    columns = [
        Column(Text("编号", "id")),
        Column(Text("名称", "title")),
        Column(Text("种类", "kind")),
        Column(Text("版本", "version"), numeric=True),
        Column(Text("行数", "rows"), numeric=True),
        Column(Text("未核实", "unverified"), numeric=True),
    ]
    lines = [
        (
            one.id,
            one.title.in_(office.language),
            one.kind.id,
            one.number,
            len(one.rows),
            len(one.unverified),
        )
        for one in found
    ]
    office.terminal.table(columns, lines)


@sheets.command(help="一个数据表的内容 / the rows of a sheet")
@click.argument("ref", metavar="ID[@V]")
@json_option
@pass_office
def show(office: Office, ref: str, as_json: bool) -> None:
    with office.database.reading() as session:
        found = get_sheet(session, ref)
    if as_json:
        from webmap.sheets.answers import sheet_json

        office.terminal.json(sheet_json(found))
        return
    columns = [
        Column(Text(one.head("zh"), one.head("en")), numeric=one.type == "number")
        for one in found.kind.columns
    ]
    office.terminal.table(columns, [list(row.values()) for row in found.rows])


@sheets.command(help="一个数据表的版本 / the versions of a sheet")
@click.argument("id_", metavar="ID")
@json_option
@pass_office
def history(office: Office, id_: str, as_json: bool) -> None:
    with office.database.reading() as session:
        found = sheet_history(session, id_)
    lines: list[dict[str, Any]] = [
        {
            "version": one.number,
            "sha256": one.sha256,
            "saved_at": one.created_at.isoformat() if one.created_at else None,
            "by": one.created_by,
            "source": one.source,
            "note": one.note if one.number else SHIPPED.in_(office.language),
        }
        for one in found
    ]
    if as_json:
        office.terminal.json({"sheet": id_, "versions": lines})
        return
    columns = [Column(title) for title in HISTORY.values()]
    saved = [one.created_at for one in found]
    days = [minute(at) if at else None for at in saved]
    rows = [line | {"saved_at": day} for line, day in zip(lines, days, strict=True)]
    office.terminal.table(columns, [[row[name] for name in HISTORY] for row in rows])


@sheets.command(
    "take-over", help="采用随软件提供的新行，本单位改过的行不变 / take over rows shipped anew"
)
@click.argument("id_", metavar="ID")
@json_option
@pass_office
def take_over_(office: Office, id_: str, as_json: bool) -> None:
    with office.database.transaction() as session:
        before = present_number(session, id_)
        taken = take_over(session, id_, office.actor, before)
    if as_json:
        from webmap.sheets.answers import sheet_json

        office.terminal.json({"ok": True} | sheet_json(taken, rows=False))
        return
    office.terminal.say(SAVED, sheet=named(taken), rows=len(taken.rows))


def named(sheet: SheetInfo) -> str:
    return f"{sheet.id}@{sheet.number}"
