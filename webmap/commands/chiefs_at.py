"""`ecoatlas chiefs at`: who is in charge at a place."""

from __future__ import annotations

import click

from geo.words import Text, in_language
from layers.system.china_time import today
from projects.chiefs import places
from projects.chiefs.places import chiefs_at, reach_m
from projects.water.in_charge import answering_unit
from webmap.commands.chiefs import print_chiefs
from webmap.commands.context import Office, json_option, pass_office

NONE_HERE = Text(
    "该处 {reach} 米以内没有河湖图层中的水体。", "No river or lake lies within {reach} m of it."
)
HERE = Text("{water}，相距 {metres}", "{water}, {metres} away")
UNIT = Text("责任单位：{unit}", "Unit that answers: {unit}")


@click.command(help="某一处由谁负责（经度 纬度）/ who is in charge at a place")
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
        print_chiefs(office, own)
        unit = answering_unit(own)
        if unit:
            office.terminal.say(UNIT, unit=unit)
