"""`ecoatlas projects units`: the register of units."""

from __future__ import annotations

import click

from geo.words import Text
from projects.policy.divisions import division_text
from projects.units.kinds import UNIT_KINDS
from projects.units.register import add_unit, list_units
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office

ADDED = Text("已登记单位 {name}（{code}）。", "Unit {name} registered ({code}).")


@click.group(help="单位名录 / the register of units")
def units() -> None: ...


@units.command("list", help="列出单位 / list the units")
@click.option("--division", help="区划代码 / code of a division")
@json_option
@pass_office
def list_(office: Office, division: str | None, as_json: bool) -> None:
    with office.database.reading() as session:
        found = [
            {
                "code": one.code,
                "name": one.name,
                "short_name": one.short_name,
                "division": one.division,
                "kind": one.kind,
                "aliases": [alias.name for alias in one.aliases],
            }
            for one in list_units(session, division)
        ]
    if as_json:
        office.terminal.json({"units": found})
        return
    columns = [
        Column(Text("代码", "code")),
        Column(Text("名称", "name")),
        Column(Text("简称", "short name")),
        Column(Text("区划", "division")),
        Column(Text("类别", "kind")),
        Column(Text("其他名称", "other names")),
    ]
    office.terminal.table(
        columns,
        [
            (
                one["code"],
                one["name"],
                one["short_name"],
                division_text(str(code)).in_(office.language) if (code := one["division"]) else "",
                UNIT_KINDS[str(one["kind"])].in_(office.language),
                "、".join(one["aliases"] or ()),
            )
            for one in found
        ],
    )


@units.command(help="登记一个单位 / register a unit")
@click.argument("name")
@click.option("--short", help="简称 / short name")
@click.option("--division", help="区划代码，如 420100 / code of its division")
@click.option("--kind", default="unsorted", help=", ".join(UNIT_KINDS))
@click.option("--alias", "aliases", multiple=True, help="其他名称 / another name")
@json_option
@pass_office
def add(
    office: Office,
    name: str,
    short: str | None,
    division: str | None,
    kind: str,
    aliases: tuple[str, ...],
    as_json: bool,
) -> None:
    with office.database.transaction() as session:
        unit = add_unit(
            session,
            name,
            by=office.actor,
            short_name=short,
            division=division,
            kind=kind,
            aliases=aliases,
        )
        made = {"ok": True, "code": unit.code, "name": unit.name}
    if as_json:
        office.terminal.json(made)
        return
    office.terminal.say(ADDED, name=made["name"], code=made["code"])
