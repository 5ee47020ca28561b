"""`ecoatlas projects round`: a quarter opened, sheets out to units and in again, closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from geo.words import Text
from projects.rounds.closing import close_round, reopen_round
from projects.rounds.rounds import known_quarter, open_round, round_of
from projects.rounds.states import WHOLE_STATES, UnitState, unit_states
from projects.targets.periods import Period
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.later import LaterGroup

OPENED = Text(
    "{period} 调度已开启：新增 {added} 个项目，{units} 个单位；{due} 前报齐。",
    "The round of {period} is open: {added:project|projects} of {units:unit|units} added; reports "
    "are due by {due}.",
)
SAME = Text(
    "{period} 的调度已经开启，没有新的项目。", "The round of {period} is open; no project is new."
)
WITHOUT = Text(
    "没有牵头单位、不能调度的项目：{codes}",
    "Projects that nobody leads, and that cannot be asked for: {codes}",
)
ROUND = Text("{period}：{state}，{due} 前报齐。", "{period}: {state}; reports due by {due}.")
STATES = {"open": Text("进行中", "open"), "closed": Text("已关闭", "closed")}
CLOSED = Text(
    "{period} 的调度已关闭：{taken} 个项目的填报记入项目档案，{missing} 个项目没有填报。",
    "The round of {period} is closed: the reports on {taken:project|projects} are in the records, "
    "{missing:project|projects} {missing:~is|are} not reported.",
)
REOPENED = Text("{period} 的调度已重新开启。", "The round of {period} is open again.")
LATE = Text("逾期 {days} 天", "{days:day|days} late")


def quarter(_ctx: Any, _param: Any, written: str | None) -> Period | None:
    return known_quarter(written) if written else None


period_option = click.option(
    "--period",
    callback=quarter,
    help="季度，如 2026-Q3（默认进行中的）/ a quarter (default: open)",
)


@click.group(
    "round",
    cls=LaterGroup,
    later={
        "merge": "projects_round_papers:merge",
        "template": "projects_round_papers:template",
    },
    help="季度调度 / rounds of quarterly dispatch",
)
def round_() -> None: ...


@round_.command("open", help="开启一个季度的调度 / open the round of a quarter")
@click.argument("period", callback=quarter)
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="报齐的期限 / last day to report")
@json_option
@pass_office
def open_(office: Office, period: Period, due: dt.datetime | None, as_json: bool) -> None:
    with office.database.transaction() as session:
        done = open_round(session, period, office.actor, due_on=due.date() if due else None)
        due_on = done.round.due_on
    if as_json:
        office.terminal.json(
            {
                "ok": True,
                "period": str(period),
                "due_on": due_on.isoformat(),
                "added": done.added,
                "units": done.units,
                "without_unit": list(done.without_unit),
            }
        )
        return
    said = OPENED if done.added else SAME
    office.terminal.say(said, period=period, added=done.added, units=done.units, due=due_on)
    if done.without_unit:
        office.terminal.note(WITHOUT, codes="、".join(done.without_unit[:20]))


@round_.command(help="各单位填报情况 / how far the units are")
@period_option
@json_option
@pass_office
def status(office: Office, period: Period | None, as_json: bool) -> None:
    with office.database.reading() as session:
        one = round_of(session, period)
        units = unit_states(session, one)
    if as_json:
        head = {"period": one.period, "state": one.state, "due_on": one.due_on.isoformat()}
        office.terminal.json({**head, "units": [unit_json(unit) for unit in units]})
        return
    office.terminal.say(ROUND, period=one.period, state=STATES[one.state], due=one.due_on)
    columns = [
        Column(Text("单位", "unit")),
        Column(Text("状态", "state")),
        Column(Text("项目", "projects"), numeric=True),
        Column(Text("已填报", "reported"), numeric=True),
        Column(Text("草稿", "drafts"), numeric=True),
        Column(Text("退回", "returned"), numeric=True),
        Column(Text("冲突", "conflicts"), numeric=True),
        Column(Text("提示", "marks")),
    ]
    office.terminal.table(columns, [_row(office, unit) for unit in units])


def _row(office: Office, unit: UnitState) -> tuple[Any, ...]:
    late = LATE.format(days=unit.days_late).in_(office.language) if unit.late else ""
    return (
        unit.name.in_(office.language),
        WHOLE_STATES[unit.state].in_(office.language),
        unit.total,
        unit.reported,
        unit.drafts,
        unit.returned,
        unit.conflicts,
        late,
    )


def unit_json(unit: UnitState) -> dict[str, Any]:
    return {
        "unit": unit.code,
        "name": unit.name.zh,
        "state": unit.state,
        "projects": unit.total,
        "reported": unit.reported,
        "drafts": unit.drafts,
        "returned": unit.returned,
        "conflicts": unit.conflicts,
        "days_late": unit.days_late,
        "late": unit.late,
    }


@round_.command(help="关闭调度，填报记入项目档案 / close the round; reports go into the records")
@period_option
@click.option("--note", default="", help="说明 / a note")
@json_option
@pass_office
def close(office: Office, period: Period | None, note: str, as_json: bool) -> None:
    with office.database.transaction() as session:
        done = close_round(session, period, office.actor, note)
    if as_json:
        counts = {"taken": done.taken, "missing": done.missing}
        office.terminal.json({"ok": True, "period": done.period, **counts})
        return
    office.terminal.say(CLOSED, period=done.period, taken=done.taken, missing=done.missing)


@round_.command(help="写明理由，重新开启 / open a closed round again, with a reason")
@click.argument("period", callback=quarter)
@click.option("--reason", required=True, help="理由 / why")
@pass_office
def reopen(office: Office, period: Period, reason: str) -> None:
    with office.database.transaction() as session:
        reopen_round(session, period, office.actor, reason)
    office.terminal.say(REOPENED, period=period)
