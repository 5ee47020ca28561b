"""`ecoatlas kinds`: the kinds of layer and their fields, as declared."""

from __future__ import annotations

import click

from geo.words import Text
from layers.kinds import KINDS
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.metrics.declared import kind_json


@click.group
def kinds() -> None: ...


@kinds.command("list", help="列出图层种类及字段 / list the kinds and their fields")
@json_option
@pass_office
def list_(office: Office, as_json: bool) -> None:
    if as_json:
        office.terminal.json({"kinds": [kind_json(kind) for kind in KINDS.values()]})
        return
    columns = [
        Column(Text("编号", "id")),
        Column(Text("名称", "title")),
        Column(Text("几何", "geometry")),
        Column(Text("字段（*必填）", "fields (* required)")),
    ]
    rows = [
        (
            kind.id,
            kind.title.in_(office.language),
            "/".join(kind.geometry),
            ", ".join(f.name + ("*" if f.required else "") for f in kind.fields),
        )
        for kind in KINDS.values()
    ]
    office.terminal.table(columns, rows)
