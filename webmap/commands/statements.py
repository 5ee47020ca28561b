"""`ecoatlas statements`: listed here; everything else is loaded when it is asked for."""

from __future__ import annotations

import click

from geo.words import Text
from layers.system.china_time import minute
from projects.statements.words import STATES
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.later import LaterGroup

REVIEW = ("comment", "answer", "close", "reopen", "submit", "asserted", "sign", "withdraw",
          "delegate", "delegations")  # fmt: skip
LATER = {
    **{one: f"statements_review:{one}" for one in REVIEW},
    "return": "statements_review:return_",
    "end-delegation": "statements_review:end_delegation",
    "make": "statements_made:make",
    "compare": "statements_compare:compare",
    "export": "statements_export:export",
    "key": "statements_key:key",
    "show": "statements_show:show",
    "verify": "verifying:verify",
}


@click.group(cls=LaterGroup, later=LATER)
def statements() -> None: ...


@statements.command("list", help="列出核算单 / list the statements")
@click.option("--state", type=click.Choice(list(STATES)), help="状态 / state")
@json_option
@pass_office
def list_(office: Office, state: str | None, as_json: bool) -> None:
    from projects.statements.kept import list_statements

    with office.database.reading() as session:
        found = list_statements(session, state)
    if as_json:
        from webmap.statements.told import statement_json

        office.terminal.json({"statements": [statement_json(one) for one in found]})
        return
    heads = [("编号", "id"), ("校验码", "code"), ("指标", "metric"), ("状态", "state")]
    heads += [("制作人", "made by"), ("时间", "made")]
    rows = [
        (
            one.id,
            one.code,
            one.title.in_(office.language),
            STATES[one.state].in_(office.language),
            office.person(one.made_by).in_(office.language),
            minute(one.made_at),
        )
        for one in found
    ]
    office.terminal.table([Column(Text(*head)) for head in heads], rows)
