"""`ecoatlas metrics`: the declared metrics, running one, and what becomes of a run."""

from __future__ import annotations

import click

from geo.words import Text
from projects.metrics.registry import METRICS
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.later import LaterGroup
from webmap.metrics.declared import metric_json


@click.group(
    cls=LaterGroup,
    later={
        "current": "metrics_current:current",
        "decide": "metrics_hits:decide_hit",
        "hits": "metrics_hits:hits",
        "lift-current": "metrics_current:lift_current",
        "sponge-plan": "metrics_sponge:plan",
        "run": "metrics_run:run",
        "set-current": "metrics_current:set_current",
        "sponge-projects": "metrics_sponge:sponge_projects",
        "sponge-trend": "metrics_sponge:trend",
    },
)
def metrics() -> None: ...


@metrics.command("list", help="列出指标及其定义 / list the metrics as declared")
@json_option
@pass_office
def list_(office: Office, as_json: bool) -> None:
    if as_json:
        office.terminal.json({"metrics": [metric_json(metric) for metric in METRICS.values()]})
        return
    columns = [
        Column(Text("编号", "id")),
        Column(Text("名称", "title")),
        Column(Text("公式", "formula")),
    ]
    office.terminal.table(
        columns,
        [
            (m.id, m.title.in_(office.language), m.formula.in_(office.language))
            for m in METRICS.values()
        ],
    )
