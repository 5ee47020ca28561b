"""`ecoatlas statements`: making, showing, comparing and handing out."""

from __future__ import annotations

import click

from projects.statements.making import make_statement
from projects.statements.surroundings import HeadLines
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.statements_review import actor_of, as_option, say_state


@click.command(help="据计算结果制作核算单 / make a statement on a stored run")
@click.argument("run", type=int)
@click.option("--period", default="", help="核算时段 / period that it is about")
@click.option("--area", default="", help="核算区域（默认为单位辖区）/ area, else the office's")
@click.option("--number", default="", help="文号（默认为单位文号）/ document number")
@click.option("--replaces", metavar="CODE", help="替代哪一份核算单 / the statement it replaces")
@as_option
@json_option
@pass_office
def make(
    office: Office,
    run: int,
    period: str,
    area: str,
    number: str,
    replaces: str | None,
    name: str | None,
    as_json: bool,
) -> None:
    by = actor_of(office, name)
    head = HeadLines(number, area, period)
    with office.database.transaction() as session:
        made = make_statement(session, office.store, run, by, head, replaces)
    say_state(office, made, as_json)
