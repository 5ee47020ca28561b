"""`ecoatlas kinds`: the kinds of layer and their fields, as declared."""

from __future__ import annotations

from typing import Any

import click

from geo.words import Text
from layers.kinds import KINDS, Kind
from layers.kinds.model import Field
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office


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


def kind_json(kind: Kind) -> dict[str, Any]:
    """A kind with its fields, code lists, style and legend; wording in both languages."""
    return {
        "id": kind.id,
        "title": kind.title.as_dict(),
        "group": kind.group,
        "description": kind.description.as_dict(),
        "geometry": list(kind.geometry),
        "class_field": kind.class_field,
        "fields": [field_json(field) for field in kind.fields],
        "legend": [
            {
                "label": entry.label.as_dict(),
                "value": entry.value,
                "colour": entry.colour,
                "pattern": entry.pattern,
                "shape": entry.shape,
            }
            for entry in kind.legend()
        ],
        "drawing_place": kind.on_map.place,
        **kind.map_facts(),
    }


def field_json(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": field.title.as_dict(),
        "type": field.type,
        "required": field.required,
        "unit": field.unit,
        "short_name": field.short_name,
        "aliases": list(field.aliases),
        "codes": [{"value": code.value, "title": code.title.as_dict()} for code in field.codes],
    }
