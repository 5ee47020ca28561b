"""`ecoatlas policy checks`: what computes each check of the register, or is awaited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from geo.words import Language, Text
from projects.metrics.checks.register_checks import (
    STATES,
    CheckStatus,
    State,
    check_status,
    status_beside,
    wait_json,
    wait_text,
)
from projects.metrics.checks.target_readiness import TargetReadiness, readiness_of_targets
from projects.policy import register
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office


@click.command(help="核算方式由什么计算，或等待哪些数据 / what computes each check, or is awaited")
@json_option
@pass_office
def checks(office: Office, as_json: bool) -> None:
    with office.database.reading() as session:
        found, others = check_status(session), status_beside(session)
        every = register.targets(session, spatial=True)
        ready = readiness_of_targets(session, office.store, every)
        about = {
            one.code: [ready[t.id] for t in every if one.code in t.spatial_checks] for one in found
        }
    if as_json:
        beside = {one.code: check_json(one) for one in others}
        rows = [check_json(one, about[one.code]) for one in found]
        office.terminal.json({"checks": rows, "beside_the_register": beside})
        return
    columns = [
        Column(Text("核算方式", "check")),
        Column(Text("内容", "title")),
        Column(Text("状态", "state")),
        Column(Text("指标", "metric")),
        Column(Text("等待", "waits for")),
        Column(Text("可以核算的目标", "targets that can be judged")),
    ]
    lines = [
        _check_line(one, about.get(one.code, ()), office.language) for one in (*found, *others)
    ]
    office.terminal.table(columns, lines)


def _state(one: CheckStatus, about: Sequence[TargetReadiness]) -> State:
    """Ready is no check of which every target that a metric judges waits for something."""
    waiting = [target for target in about if target.state == "waiting"]
    ready = any(target.ready for target in about)
    return "waiting" if one.state == "ready" and waiting and not ready else one.state


def _check_line(
    one: CheckStatus, about: Sequence[TargetReadiness], language: Language
) -> tuple[str, ...]:
    waits = "; ".join(wait_text(wait).in_(language) for wait in one.waits_for)
    return (
        one.code,
        one.title.in_(language),
        STATES[_state(one, about)].in_(language),
        one.metric or "",
        waits,
        " ".join(target.target for target in about if target.ready),
    )


def check_json(one: CheckStatus, about: Sequence[TargetReadiness] = ()) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title.as_dict(),
        "state": _state(one, about),
        "metric": one.metric,
        "metrics": list(one.metrics),
        "waits_for": [*map(wait_json, one.waits_for)],
        "targets": [
            {
                "id": target.target,
                "state": target.state,
                "metrics": [metric.id for metric in target.metrics],
                "awaits": [said.as_dict() for said in target.awaits],
            }
            for target in about
        ],
    }
