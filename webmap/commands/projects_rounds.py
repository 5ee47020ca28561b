"""`ecoatlas projects round`: a quarter opened, sheets out to units and in again, closed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from geo.errors import EcoAtlasError
from geo.words import Text
from geo.years import FIRST_YEAR, LAST_YEAR
from layers.audit import record
from layers.system.atomic_file import appearing
from layers.system.china_time import today
from layers.system.marked_xlsx import free_name
from projects.accounts.profile import office_profile
from projects.rounds import assessment_paper
from projects.rounds.assessment import assess
from projects.rounds.bulletin import bulletin_of
from projects.rounds.bulletin_paper import WRITERS, report_of
from projects.rounds.closing import close_round, reopen_round
from projects.rounds.errors import ROUND_REFUSED
from projects.rounds.lines import known_unit, lines_of
from projects.rounds.reading import mark_returned, merge_file
from projects.rounds.rounds import known_quarter, open_round, round_of
from projects.rounds.saving import Hand
from projects.rounds.states import WHOLE_STATES, UnitState, unit_states
from projects.rounds.workbook import write_template
from projects.targets.periods import Period
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix

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
WRITTEN = Text("已写出 {rows} 个项目：{path}", "{rows:project|projects} written: {path}")
MERGED = Text(
    "已合并：更改 {changed} 个项目，未变 {unchanged} 个，待定冲突 {conflicts} 处。",
    "Merged: {changed:project|projects} changed, {unchanged} as they were, "
    "{conflicts:conflict|conflicts} to be settled.",
)
SETTLE = Text("请在“冲突”页逐处选定。", "Choose one side of each on the page of conflicts.")
MARKED = Text(
    "错处已在您的文件里标出：{path}", "The wrong cells are marked in your own file: {path}"
)
CLOSED = Text(
    "{period} 的调度已关闭：{taken} 个项目的填报记入项目档案，{missing} 个项目没有填报。",
    "The round of {period} is closed: the reports on {taken:project|projects} are in the records, "
    "{missing:project|projects} {missing:~is|are} not reported.",
)
REOPENED = Text("{period} 的调度已重新开启。", "The round of {period} is open again.")
ASSESSED = Text("{year} 年度考核已写出：{path}", "Assessment of {year} written: {path}")
BULLETIN = Text("通报点名 {named} 处：{path}", "The bulletin names {named:case|cases}: {path}")
LATE = Text("逾期 {days} 天", "{days:day|days} late")


def _quarter(_ctx: Any, _param: Any, written: str | None) -> Period | None:
    return known_quarter(written) if written else None


period_option = click.option(
    "--period",
    callback=_quarter,
    help="季度，如 2026-Q3（默认进行中的）/ a quarter (default: open)",
)


@click.group("round", help="季度调度 / rounds of quarterly dispatch")
def round_() -> None: ...


@round_.command("open", help="开启一个季度的调度 / open the round of a quarter")
@click.argument("period", callback=_quarter)
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


@round_.command(help="导出一个单位的调度表 / write the sheet of a unit")
@click.option("--unit", required=True, help="单位名称或代码 / a unit's name or code")
@click.option("--out", required=True, type=OutFile(), metavar="F.xlsx", help="写到 / written to")
@period_option
@json_option
@pass_office
def template(office: Office, unit: str, out: Path, period: Period | None, as_json: bool) -> None:
    require_suffix(out, ".xlsx")
    with office.database.reading() as session:
        one = round_of(session, period)
        code, name = known_unit(session, one, unit)
        lines = lines_of(session, one, code)
    write_template(one, name.in_(office.language), lines, out, office.language)
    if as_json:
        office.terminal.json({"ok": True, "file": str(out), "rows": len(lines)})
        return
    office.terminal.say(WRITTEN, rows=len(lines), path=out)


@round_.command(help="合并交回的调度表 / take in a sheet that came back")
@click.argument(
    "file", metavar="F.xlsx", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@period_option
@json_option
@pass_office
def merge(office: Office, file: Path, period: Period | None, as_json: bool) -> None:
    try:
        with office.database.transaction() as session:
            done = merge_file(session, file, Hand(office.actor, "xlsx"), period=period)
    except EcoAtlasError as error:
        _mark(office, file, error)
        raise
    changed, unchanged = len(done.changed), len(done.unchanged)
    if as_json:
        counts = {"changed": changed, "unchanged": unchanged, "conflicts": done.conflicts}
        office.terminal.json({"ok": True, **counts})
        return
    office.terminal.say(MERGED, changed=changed, unchanged=unchanged, conflicts=done.conflicts)
    if done.conflicts:
        office.terminal.note(SETTLE)


def _mark(office: Office, file: Path, error: EcoAtlasError) -> None:
    """Say in a copy of the person's own file what is wrong, beside it."""
    out = free_name(file)
    if error.code == ROUND_REFUSED.code and mark_returned(
        file, out, error.problems, office.language
    ):
        office.terminal.note(MARKED, path=out)


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
@click.argument("period", callback=_quarter)
@click.option("--reason", required=True, help="理由 / why")
@pass_office
def reopen(office: Office, period: Period, reason: str) -> None:
    with office.database.transaction() as session:
        reopen_round(session, period, office.actor, reason)
    office.terminal.say(REOPENED, period=period)


@click.command(help="季度调度通报：docx、xlsx 或 pdf / the bulletin of a round")
@click.argument("period", callback=_quarter)
@click.option("--out", required=True, type=OutFile(), metavar="F.docx|.xlsx|.pdf")
@pass_office
def bulletin(office: Office, period: Period, out: Path) -> None:
    require_suffix(out, *WRITERS)
    with office.outgoing.transaction() as session:
        one = round_of(session, period)
        found, name = bulletin_of(session, one), office_profile(session).name
        record(session, office.actor, "bulletin-made", one.period, details={"form": out.suffix})
    report = report_of(found, name, today(), office.language)
    with appearing(out) as written:
        written.write_bytes(WRITERS[out.suffix.lower()](report))
    named = sum(len(group) for group in found.groups.values())
    office.terminal.say(BULLETIN, named=named, path=out)


@click.command(help="年度考核得分：docx、xlsx 或 pdf / the yearly assessment")
@click.argument("year", type=click.IntRange(FIRST_YEAR, LAST_YEAR))
@click.option("--out", required=True, type=OutFile(), metavar="F.docx|.xlsx|.pdf")
@pass_office
def assessment(office: Office, year: int, out: Path) -> None:
    require_suffix(out, *WRITERS)
    with office.outgoing.transaction() as session:
        units, districts = assess(session, year), assess(session, year, "district")
        name = office_profile(session).name
        record(session, office.actor, "assessment-made", str(year), details={"form": out.suffix})
    report = assessment_paper.report_of(units, districts, name, today(), office.language)
    with appearing(out) as written:
        written.write_bytes(WRITERS[out.suffix.lower()](report))
    office.terminal.say(ASSESSED, year=year, path=out)
