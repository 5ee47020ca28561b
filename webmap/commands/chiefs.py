"""`ecoatlas chiefs`: river and lake chiefs, and who is in charge at a place."""

from __future__ import annotations

from collections.abc import Iterable

import click

from geo.words import Text, in_language
from layers.system.china_time import today
from projects.chiefs import places
from projects.chiefs.finding import chiefs_on
from projects.chiefs.places import chiefs_at, reach_m
from projects.water.in_charge import Chief, answering_unit
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office

NONE_HERE = Text(
    "该处 {reach} 米以内没有河湖图层中的水体。", "No river or lake lies within {reach} m of it."
)
HERE = Text("{water}，相距 {metres}", "{water}, {metres} away")
UNIT = Text("责任单位：{unit}", "Unit that answers: {unit}")
HEADS = {
    "water": Text("河湖", "water"),
    "reach": Text("河段", "reach"),
    "level": Text("级别", "level"),
    "division": Text("行政区", "division"),
    "post": Text("职务", "post"),
    "unit": Text("责任单位", "unit"),
}


@click.group
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
        _table(office, found)


@chiefs.command(help="某一处由谁负责（经度 纬度）/ who is in charge at a place")
@click.argument("lon", type=click.FloatRange(73, 136))
@click.argument("lat", type=click.FloatRange(3, 54))
@json_option
@pass_office
def at(office: Office, lon: float, lat: float, as_json: bool) -> None:
    with office.database.reading() as session:
        found = chiefs_at(session, office.store, lon, lat, today())
        reach = reach_m(session)
    if as_json:
        office.terminal.json({"waters": in_language(places.as_json(found), office.language)})
        return
    if not found:
        office.terminal.note(NONE_HERE, reach=round(reach))
    for water, own in found:
        office.terminal.say(HERE, water=water.name or water.key, metres=water.away)
        _table(office, own)
        unit = answering_unit(own)
        if unit:
            office.terminal.say(UNIT, unit=unit)


def _table(office: Office, found: Iterable[Chief]) -> None:
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
