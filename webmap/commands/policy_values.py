"""`ecoatlas policy template` and `policy report`: values of targets out to a workbook and in."""

from __future__ import annotations

from pathlib import Path

import click

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.marked_xlsx import free_name
from projects.targets.closing import known_period
from projects.targets.errors import VALUES_REFUSED
from projects.targets.ledger import Written
from projects.targets.lines import known_unit, lines_of, today
from projects.targets.reporting import mark_report, read_report, report_file
from projects.targets.workbook import write_template
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix

WRITTEN = Text("已写出 {rows} 行：{path}", "{rows:row|rows} written: {path}")
KEPT = Text(
    "已保存：新增 {added}，更改 {changed}，未变 {unchanged}。",
    "Saved: {added} new, {changed} changed, {unchanged} as they were.",
)
MARKED = Text(
    "错处已在您的文件里标出：{path}", "The wrong cells are marked in your own file: {path}"
)


@click.command(help="导出目标值填报模板 / write a workbook to report values of targets in")
@click.argument("out", metavar="OUT.xlsx", type=OutFile())
@click.option("--unit", help="填报单位的名称或区划代码 / who reports: a name or a division's code")
@click.option("--period", help="期间，如 2025、2025Q3（默认今年）/ a period (default: this year)")
@json_option
@pass_office
def template(
    office: Office, out: Path, unit: str | None, period: str | None, as_json: bool
) -> None:
    require_suffix(out, ".xlsx")
    within = known_period(period or str(today().year))
    who = known_unit(unit) if unit else None
    with office.database.reading() as session:
        lines = lines_of(session, within, unit=who)
    write_template(lines, out, office.language)
    if as_json:
        office.terminal.json({"ok": True, "file": str(out), "rows": len(lines)})
        return
    office.terminal.say(WRITTEN, rows=len(lines), path=out)


@click.command(help="读入填好的模板 / read a workbook that was filled in")
@click.argument(
    "file", metavar="FILE.xlsx", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--draft", is_flag=True, help="只存为草稿 / keep the values as drafts only")
@click.option(
    "--evidence",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="佐证文件所在的文件夹（默认与表同处）/ folder of the evidence (default: that of the file)",
)
@click.option("--reason", help="修改已审定值的理由 / why approved values are changed")
@json_option
@pass_office
def report(
    office: Office,
    file: Path,
    draft: bool,
    evidence: Path | None,
    reason: str | None,
    as_json: bool,
) -> None:
    status: Written = "draft" if draft else "reported"
    files = _evidence(file, evidence or file.parent)
    try:
        with office.database.transaction() as session:
            done = report_file(
                session,
                file,
                office.actor,
                status=status,
                store=office.store,
                files=files,
                reason=reason,
            )
    except EcoAtlasError as error:
        _mark(office, file, error)
        raise
    added, changed, unchanged = map(len, (done.added, done.changed, done.unchanged))
    if as_json:
        counts = {"added": added, "changed": changed, "unchanged": unchanged}
        office.terminal.json({"ok": True, **counts})
        return
    office.terminal.say(KEPT, added=added, changed=changed, unchanged=unchanged)


def _evidence(file: Path, folder: Path) -> dict[str, Path]:
    """The files of a folder that the rows name, by name."""
    named = {row.text("evidence") for row in read_report(file, file.name).rows} - {""}
    return {path.name: path for path in folder.iterdir() if path.name in named and path.is_file()}


def _mark(office: Office, file: Path, error: EcoAtlasError) -> None:
    """Say in a copy of the person's own file what is wrong, beside it."""
    out = free_name(file)
    if error.code == VALUES_REFUSED.code and mark_report(
        file, out, error.problems, office.language
    ):
        office.terminal.note(MARKED, path=out)
