"""`ecoatlas policy targets` and `states`: the state of every target on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.atomic_file import appearing
from layers.system.china_time import today
from projects.accounts.profile import office_profile
from projects.policy import register
from projects.states.errors import REPORT_FORM
from projects.states.gathering import Choice, chosen, states_on
from projects.states.report import Report, day_text, report_of
from projects.states.rule import STATES, State
from projects.states.telling import find_unit, told
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile
from webmap.policy.targets import target_json

WRITTEN = Text("已写入 {count} 项目标：{path}", "{count:target|targets} written: {path}")
COLUMNS = (
    Column(Text("编号", "id")),
    Column(Text("指标", "indicator")),
    Column(Text("要求", "wanted")),
    Column(Text("期限", "by")),
    Column(Text("状态", "state")),
    Column(Text("说明", "why")),
)
on_option = click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="截至哪一天，默认今天 / as of which day, today by default",
)
unit_option = click.option(
    "--unit", help="只列该单位或区划负责的 / only those a unit or division answers for"
)


@click.command("targets", help="目标清单和每项目标的状态 / the targets and the state of each")
@click.option("--spatial", is_flag=True, help="只列可用图层核算的 / only those that layers verify")
@unit_option
@click.option("--state", type=click.Choice([*STATES]), help="只列该状态的 / only of this state")
@on_option
@json_option
@pass_office
def targets(
    office: Office,
    spatial: bool,
    unit: str | None,
    state: State | None,
    day: dt.datetime | None,
    as_json: bool,
) -> None:
    on, choice = _day(day), Choice(unit=find_unit(unit), state=state, spatial=spatial)
    with office.database.reading() as session:
        found = chosen(states_on(session, on), choice)
        kept = {one.id: target_json(one) for one in register.targets(session)}
    if as_json:
        rows = [kept[one.id] | told(one) for one in found]
        office.terminal.json({"on": on.isoformat(), "targets": _both(rows)})
        return
    lines = [
        (
            one.indicator,
            one.demand,
            day_text(one.state.asked),
            STATES[one.state.state],
            one.state.why,
        )
        for one in found
    ]
    said = [[cell.in_(office.language) for cell in line] for line in lines]
    office.terminal.table(COLUMNS, [(one.id, *line) for one, line in zip(found, said, strict=True)])


def _day(given: dt.datetime | None) -> dt.date:
    return given.date() if given else today()


def _both(value: Any) -> Any:
    """Plain values for JSON, each text in both languages."""
    if isinstance(value, Text):
        return value.as_dict()
    if isinstance(value, dict):
        return {key: _both(one) for key, one in value.items()}
    return [_both(one) for one in value] if isinstance(value, list) else value


@click.command("states", help="目标状态表，报上级用 / the list of states, to be sent upward")
@on_option
@click.option("--document", help="只列一个文件的 / only those of one document")
@unit_option
@click.option(
    "--out",
    required=True,
    type=OutFile(),
    help="写入的 .xlsx 或 .docx 文件 / the .xlsx or .docx file to write",
)
@pass_office
def states(
    office: Office, day: dt.datetime | None, document: str | None, unit: str | None, out: Path
) -> None:
    write, on = _writer(out), _day(day)
    with office.database.reading() as session:
        plan = register.get_document(session, document).id if document else None
        found = chosen(states_on(session, on), Choice(document=plan, unit=find_unit(unit)))
        name = office_profile(session).name
    with appearing(out) as part:
        part.write_bytes(write(report_of(found, on, name, today(), office.language)))
    office.terminal.say(WRITTEN, count=len(found), path=out)


def _writer(out: Path) -> Callable[[Report], bytes]:
    """What writes a file of this name; raises `states-report-form`."""
    suffix = out.suffix.lower()
    if suffix == ".xlsx":
        from projects.states.report_workbook import workbook_of

        return workbook_of
    if suffix == ".docx":
        from projects.states.report_document import document_of

        return document_of
    raise EcoAtlasError(REPORT_FORM, file=out.name)
