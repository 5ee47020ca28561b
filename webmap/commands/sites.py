"""`ecoatlas sites`: a site checked against everything, from a file, kept and taken along."""

from __future__ import annotations

import click

from geo.words import Text
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.later import LaterGroup

HEADS = {
    "site": Text("选址", "site"),
    "check": Text("次数", "check"),
    "name": Text("名称", "name"),
    "project": Text("项目", "project"),
    "sentence": Text("结论", "verdict"),
}


STEPS = ("submit", "return", "sign", "withdraw", "export", "verify")
LATER = {"check": "sites_check:check"} | {one: f"sites_review:{one}" for one in STEPS}


@click.group(cls=LaterGroup, later=LATER | {"return": "sites_review:return_"})
def sites() -> None: ...


@sites.command("list", help="列出研判过的选址 / list the sites that were checked")
@click.option("--project", help="只列一个项目的 / of one project")
@json_option
@pass_office
def list_(office: Office, project: str | None, as_json: bool) -> None:
    from projects.sites.keeping import list_sites

    with office.database.reading() as session:
        found = list_sites(session, project)
    rows = [
        (
            one.site_id,
            one.number,
            one.site.name,
            one.site.project,
            one.sentence.in_(office.language),
        )
        for one in found
    ]
    if as_json:
        office.terminal.json({"sites": [dict(zip(HEADS, row, strict=True)) for row in rows]})
    else:
        office.terminal.table([Column(title) for title in HEADS.values()], rows)
