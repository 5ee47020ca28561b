"""`ecoatlas projects units`: the register of units."""

from __future__ import annotations

import click

from geo.words import Text
from layers.system.china_time import today
from projects.policy.divisions import division_text
from projects.records.changes.unit_merging import merge_units
from projects.units.kinds import UNIT_KINDS
from projects.units.register import add_unit, get_unit, list_units, rename_unit
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.given_days import day_of

RENAMED = Text("单位 {code} 现名 {name}。", "Unit {code} is called {name} now.")
MERGED = Text(
    "{unit} 已并入 {into}，改了 {count} 个项目。",
    "{unit} was merged into {into}; {count:project|projects} changed.",
)
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


@units.command(help="改名，旧名仍可识别 / give a unit its new name; the old one is still read")
@click.argument("unit")
@click.argument("name")
@click.option("--short", help="简称 / short name")
@click.option("--since", help="从哪天起（默认今天）/ from which day (default: today)")
@pass_office
def rename(office: Office, unit: str, name: str, short: str | None, since: str | None) -> None:
    with office.database.transaction() as session:
        code = get_unit(session, unit).code
        done = rename_unit(
            session, code, name, short_name=short, since=day_of(since) or today(), by=office.actor
        )
        told = {"name": done.name, "code": done.code}
    office.terminal.say(RENAMED, **told)


@units.command(help="把一个单位并入另一个 / merge a unit into another")
@click.argument("unit")
@click.argument("into")
@click.option("--reason", help="理由 / reason")
@pass_office
def merge(office: Office, unit: str, into: str, reason: str | None) -> None:
    with office.database.transaction() as session:
        names = {"unit": get_unit(session, unit).name, "into": get_unit(session, into).name}
        count = merge_units(session, unit, into, by=office.actor, reason=reason)
    office.terminal.say(MERGED, count=count, **names)
