"""`ecoatlas chiefs`: river and lake chiefs, and who is in charge at a place."""

from __future__ import annotations

from collections.abc import Iterable

import click

from geo.words import Text, in_language
from layers.system.china_time import today
from projects.chiefs.finding import chiefs_on
from projects.water.in_charge import Chief
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.later import LaterGroup

HEADS = {
    "water": Text("河湖", "water"),
    "reach": Text("河段", "reach"),
    "level": Text("级别", "level"),
    "division": Text("行政区", "division"),
    "post": Text("职务", "post"),
    "unit": Text("责任单位", "unit"),
}


@click.group(cls=LaterGroup, later={"at": "chiefs_at:at"})
def chiefs() -> None: ...


@chiefs.command("list", help="列出河湖长 / list the chiefs")
@click.option("--water", help="只列一条河或一个湖 / of one river or lake")
@json_option
@pass_office
def list_(office: Office, water: str | None, as_json: bool) -> None:
    with office.database.reading() as session:
        every = chiefs_on(session, today())
    found = every.of_water(name=water) if water else every.every
    if as_json:
        told = [one.as_dict() for one in found]
        office.terminal.json({"chiefs": in_language(told, office.language)})
    else:
        print_chiefs(office, found)


def print_chiefs(office: Office, found: Iterable[Chief]) -> None:
    rows = [
        (
            one.water,
            one.reach,
            one.level_title.in_(office.language),
            one.division_title and one.division_title.in_(office.language),
            one.post,
            one.unit,
        )
        for one in found
    ]
    office.terminal.table([Column(title) for title in HEADS.values()], rows)
