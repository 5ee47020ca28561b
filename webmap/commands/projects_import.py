"""`ecoatlas projects import`: an office's own list in, looked at first if wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from geo.errors import Problem
from geo.words import Language, Text, listed
from geo.years import FIRST_YEAR, LAST_YEAR
from layers.system.marked_xlsx import free_name
from projects.records.changes.history import as_json
from projects.records.files.importing import (
    Options,
    Plan,
    import_projects,
    mapping_of,
    plan_import,
    refusal,
)
from projects.records.files.marking import mark
from projects.records.files.taking import Difference
from projects.records.model.saying import said
from projects.units.register import short_names
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix

IMPORTED = Text(
    "新增 {added} 个项目，更新 {changed} 个，未变 {same} 个。",
    "{added:project|projects} added, {changed} updated, {same} unchanged.",
)
WOULD = Text(
    "试读（没有保存）：新增 {added} 个项目，更新 {changed} 个，未变 {same} 个。",
    "Tried, and nothing kept: {added:project|projects} new, {changed} to be updated, {same} "
    "unchanged.",
)
NOT_READ = Text("未读取的列：{columns}", "Columns that were not read: {columns}")
DIFFERS = Text("  {code} {title}：{before} → {after}", "  {code} {title}: {before} → {after}")
NEW = Text("  {code} {name}：新项目", "  {code} {name}: new")
ODD = Text("请核对：{message}{fix}", "To be checked: {message} {fix}")
REMEMBERED = Text("列的对应按以前确认过的读取。", "Columns are read as they were confirmed before.")
MARKED = Text(
    "错处已在您的文件里标出：{path}", "The wrong cells are marked in your own file: {path}"
)
NONE = Text("—", "—")
MOST_SHOWN = 60


@click.command(help="从 xlsx 导入；任何一行有误则全部不存 / import; all rows or none")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="OURS=THEIRS",
    help="确认列的对应，如 name=工程名称；-=表头 表示不读 / what a column means; -=HEAD: not read",
)
@click.option(
    "--accept", multiple=True, metavar="CODE", help="接受这一类问题的建议 / take the proposals"
)
@click.option("--add-unit", multiple=True, metavar="NAME", help="登记新单位 / register a unit")
@click.option(
    "--year",
    type=click.IntRange(FIRST_YEAR, LAST_YEAR),
    help="没写年份的列是哪一年的 / year of columns that name none",
)
@click.option(
    "--reason",
    help="进度下降的原因，只记在进度下降的项目上 / why progress fell, kept with those where it did",
)
@click.option("--dry-run", is_flag=True, help="只看差异，不保存 / show the differences only")
@click.option(
    "--marked", type=OutFile(), metavar="OUT.xlsx", help="标出错处的副本 / marked copy of the file"
)
@json_option
@pass_office
def import_(
    office: Office,
    file: Path,
    pairs: tuple[str, ...],
    accept: tuple[str, ...],
    add_unit: tuple[str, ...],
    year: int | None,
    reason: str | None,
    dry_run: bool,
    marked: Path | None,
    as_json: bool,
) -> None:
    if marked is not None:
        require_suffix(marked, ".xlsx")
    options = Options(_mapping(pairs), frozenset(accept), add_unit, year, reason)
    plan = _planned(office, file, options)
    _mark(office, plan, file, marked, dry_run)
    if plan.errors:
        raise refusal(plan)
    if dry_run:
        _tell(office, plan, as_json)
        return
    with office.database.transaction() as session:
        done = import_projects(session, file, options, by=office.actor)
    if as_json:
        outcome = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}
        office.terminal.json(
            {
                "ok": True,
                **outcome,
                "ignored_columns": done.ignored_columns,
                "warnings": _told(done.warnings, office.language),
            }
        )
        return
    added, changed, same = map(len, (done.added, done.changed, done.unchanged))
    office.terminal.say(IMPORTED, added=added, changed=changed, same=same)
    _notes(office, done.warnings, done.ignored_columns)


def _planned(office: Office, file: Path, options: Options) -> Plan:
    """What an import would do. Units that it would register are known to the plan and kept by none:
    an import that is tried, or refused, leaves nothing."""
    with office.database.transaction() as session:
        plan = plan_import(session, file, options, by=office.actor)
        session.rollback()
    return plan


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    """Meaning by head; raises `records-map-twice`."""
    found: list[tuple[str, str]] = []
    for pair in pairs:
        ours, sign, theirs = pair.partition("=")
        if not sign or not ours.strip() or not theirs.strip():
            raise click.BadParameter(f"OURS=THEIRS: {pair}", param_hint="--map")
        found.append((theirs.strip(), ours.strip()))
    return mapping_of(found)


def _mark(office: Office, plan: Plan, file: Path, marked: Path | None, dry_run: bool) -> None:
    """The marked copy where one is asked for, or beside the list where that is refused."""
    if marked is None and (dry_run or not plan.errors):
        return
    out = marked or free_name(file)
    if mark(plan, file, out, office.language):
        office.terminal.note(MARKED, path=out)


def _tell(office: Office, plan: Plan, as_json: bool) -> None:
    """What an import would do."""
    new = [row.checked["code"] for row in plan.rows if row.project is None]
    differing = {one.code for one in plan.differences}
    changed = [row.checked["code"] for row in plan.rows if row.project and _code(row) in differing]
    same = len(plan.rows) - len(new) - len(changed)
    if as_json:
        office.terminal.json(
            {
                "ok": True,
                "dry_run": True,
                "added": new,
                "changed": changed,
                "unchanged": same,
                "differences": [_difference(one, office.language) for one in plan.differences],
                "warnings": _told(plan.warnings, office.language),
                "columns": {plan.heads.titles[at]: m.name for at, m in plan.heads.columns.items()},
                "ignored_columns": plan.heads.unread,
            }
        )
        return
    office.terminal.say(WOULD, added=len(new), changed=len(changed), same=same)
    for row in plan.rows:
        if row.project is None:
            name = row.checked.get("name")
            office.terminal.say(NEW, code=row.checked["code"], name=name)
    shown = [one for one in plan.differences if not one.new][:MOST_SHOWN]
    units = _unit_names(office, shown)
    for one in shown:
        office.terminal.say(DIFFERS, code=one.code, title=one.title, **_sides(one, units))
    if plan.remembered:
        office.terminal.note(REMEMBERED)
    _notes(office, plan.warnings, plan.heads.unread)


def _unit_names(office: Office, differences: Sequence[Difference]) -> dict[str, str]:
    """Of units by the codes that stand in the differences."""
    values = [value for one in differences for value in (one.before, one.after)]
    codes = {code for value in values for code in (value if isinstance(value, list) else [value])}
    with office.database.reading() as session:
        return short_names(session, {code for code in codes if isinstance(code, str)})


def _sides(one: Difference, units: Mapping[str, str]) -> dict[str, Any]:
    """Before and after in words."""
    sides = as_json({"before": one.before, "after": one.after})
    return {side: said(one.name, value, units) or NONE for side, value in sides.items()}


def _code(row: Any) -> str:
    return str(row.checked["code"])


def as_json_sides(one: Difference) -> dict[str, Any]:
    sides = as_json({"before": one.before, "after": one.after})
    return {side: "—" if value in (None, [], "") else value for side, value in sides.items()}


def _difference(one: Difference, language: Language) -> dict[str, Any]:
    title = one.title.in_(language)
    return {"code": one.code, "row": one.row, "field": title, **as_json_sides(one), "new": one.new}


def _told(problems: Sequence[Problem], language: Language) -> list[Mapping[str, Any]]:
    return [
        {
            "code": one.code,
            "row": one.feature,
            "message": one.message.in_(language),
            "fix": one.fix.in_(language),
        }
        for one in problems
    ]


def _notes(office: Office, warnings: Sequence[Problem], unread: Sequence[str]) -> None:
    for one in warnings[:MOST_SHOWN]:
        office.terminal.note(ODD, message=one.message, fix=one.fix)
    if unread:
        office.terminal.note(NOT_READ, columns=listed(unread))
