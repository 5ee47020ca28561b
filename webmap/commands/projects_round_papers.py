"""Papers of `ecoatlas projects round`: sheets out and in again, bulletin, yearly assessment."""

from __future__ import annotations

from pathlib import Path

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
from projects.rounds.errors import ROUND_REFUSED
from projects.rounds.lines import known_unit, lines_of
from projects.rounds.reading import mark_returned, merge_file
from projects.rounds.rounds import round_of
from projects.rounds.saving import Hand
from projects.rounds.workbook import write_template
from projects.targets.periods import Period
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix
from webmap.commands.projects_rounds import period_option, quarter

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
ASSESSED = Text("{year} 年度考核已写出：{path}", "Assessment of {year} written: {path}")
BULLETIN = Text("通报点名 {named} 处：{path}", "The bulletin names {named:case|cases}: {path}")


@click.command(help="导出一个单位的调度表 / write the sheet of a unit")
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


@click.command(help="合并交回的调度表 / take in a sheet that came back")
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


@click.command(help="季度调度通报：docx、xlsx 或 pdf / the bulletin of a round")
@click.argument("period", callback=quarter)
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
