"""`ecoatlas statements compare`: what would differ with the versions of today."""

from __future__ import annotations

from typing import Any

import click

from geo.words import Text
from projects.metrics.declaration import Progress
from projects.statements.earlier.figures import figures_of
from projects.statements.kept import StatementInfo, find_statement
from projects.statements.of_today import compute_today
from projects.statements.since import changes, newer_inputs
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.statements.told import change_json

UP_TO_DATE = Text("输入没有更新的版本。", "No input has a newer version.")
NO_CHANGE = Text(
    "按现行版本计算，数字没有变化。", "With the versions of today no figure would differ."
)


@click.command(help="按现行版本重算并列出差别 / what would differ with the versions of today")
@click.argument("statement")
@json_option
@pass_office
def compare(office: Office, statement: str, as_json: bool) -> None:
    with office.database.reading() as session:
        found = find_statement(session, statement)
        newer = newer_inputs(session, found)
    with office.terminal.progress() as progress:
        run = compute_today(
            office.database, office.store, found, office.actor, _bar(office, found, progress)
        )
    found_changes = changes(found, run.result)
    if as_json:
        told = [change_json(one) for one in found_changes]
        office.terminal.json({"run": run.id, "newer": len(newer), "changes": told})
        return
    if not found_changes:
        office.terminal.say(NO_CHANGE if newer else UP_TO_DATE)
        return
    said = figures_of(found.content, office.language)
    heads = [("表", "table"), ("编号", "key"), ("指标", "figure"), ("签署时", "then")]
    rows = [
        (
            one.table.in_(office.language) if one.table else "",
            one.key,
            one.column["title"][office.language],
            said.cell(one.column, one.then_row).text,
            said.cell(one.column, one.now_row).text,
        )
        for one in found_changes
    ]
    office.terminal.table([Column(Text(*head)) for head in (*heads, ("现在", "now"))], rows)


def _bar(office: Office, found: StatementInfo, progress: Any) -> Progress:
    return lambda done, of: progress(found.title.in_(office.language), done, of)
