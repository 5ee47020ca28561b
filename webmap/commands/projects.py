"""`ecoatlas projects`: the records, from and to xlsx, and their links to features."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from geo.words import Language, Text, listed
from projects.records import files as record_files
from projects.records import records
from projects.records.codes import status_title
from projects.records.fields import FIELDS_BY_NAME
from projects.records.money import plain_number
from projects.records.query import every_project
from projects.records.tables import Project
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.private_files import OutFile, require_suffix

IMPORTED = Text(
    "新增 {added} 个项目，更新 {changed} 个，未变 {same} 个。",
    "{added} projects added, {changed} updated, {same} unchanged.",
)
NOT_READ = Text("未读取的列：{columns}", "Columns that were not read: {columns}")
LINKED = Text(
    "项目 {code} 新关联 {count} 个要素。", "{count} features newly linked to project {code}."
)
WRITTEN = Text("已写出 {count} 个项目：{path}", "{count} projects written: {path}")
FIELD = Text("{title}：{value}", "{title}: {value}")
BESIDE_FIELDS = {
    "items": Text("对应事项", "Action items"),
    "features": Text("关联要素", "Linked features"),
}


@click.group
def projects() -> None: ...


@projects.command("import", help="从 xlsx 导入；任何一行有误则全部不存 / import; all rows or none")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@pass_office
def import_(office: Office, file: Path, as_json: bool) -> None:
    with office.database.transaction() as session:
        done = record_files.import_projects(session, file, by=office.actor)
    if as_json:
        office.terminal.json(
            {
                "ok": True,
                "added": done.added,
                "changed": done.changed,
                "unchanged": done.unchanged,
                "ignored_columns": done.ignored_columns,
            }
        )
        return
    office.terminal.say(
        IMPORTED, added=len(done.added), changed=len(done.changed), same=len(done.unchanged)
    )
    if done.ignored_columns:
        office.terminal.note(NOT_READ, columns=listed(done.ignored_columns))


@projects.command("list", help="列出项目 / list the projects")
@json_option
@pass_office
def list_(office: Office, as_json: bool) -> None:
    with office.database.reading() as session:
        found = [project_json(project) for project in every_project(session)]
    if as_json:
        office.terminal.json({"projects": found})
        return
    columns = [
        Column(Text("编号", "code")),
        Column(Text("名称", "name")),
        Column(Text("状态", "status")),
        Column(Text("进度 %", "progress %"), numeric=True),
        Column(Text("牵头单位", "lead unit")),
    ]
    office.terminal.table(
        columns,
        [
            (
                p["code"],
                p["name"],
                status_title(p["status"]).in_(office.language),
                p["progress_percent"],
                p["lead_unit"],
            )
            for p in found
        ],
    )


@projects.command(help="一个项目的全部信息 / all about one project")
@click.argument("code")
@json_option
@pass_office
def show(office: Office, code: str, as_json: bool) -> None:
    with office.database.reading() as session:
        found = project_json(records.get_project(session, code))
        found["features"] = [
            {"layer": link.layer_id, "key": link.feature_key}
            for link in records.features_of_project(session, code)
        ]
    if as_json:
        office.terminal.json(found)
        return
    for title, value in _lines(found, office.language):
        office.terminal.say(FIELD, title=title, value=value)


def _lines(found: dict[str, Any], language: Language) -> Iterator[tuple[Text, str]]:
    """The fields of a project for people, with the words that offices use for them."""
    said = found | {
        "status": status_title(found["status"]).in_(language),
        "features": [f"{one['layer']}/{one['key']}" for one in found["features"]],
    }
    between = "、" if language == "zh" else ", "
    for name, value in said.items():
        title = BESIDE_FIELDS[name] if name in BESIDE_FIELDS else FIELDS_BY_NAME[name].title
        shown = between.join(value) if isinstance(value, list) else value
        yield title, "" if shown is None else str(shown)


@projects.command(help="把项目与图层要素关联 / link a project to features of a layer")
@click.argument("code")
@click.argument("layer")
@click.argument("keys", nargs=-1, required=True)
@pass_office
def link(office: Office, code: str, layer: str, keys: tuple[str, ...]) -> None:
    with office.database.transaction() as session:
        count = records.link(session, code, layer, keys, store=office.store, by=office.actor)
    office.terminal.say(LINKED, code=code, count=count)


@projects.command(help="导出为 xlsx / export as xlsx")
@click.argument("file", type=OutFile())
@pass_office
def export(office: Office, file: Path) -> None:
    require_suffix(file, ".xlsx")
    with office.outgoing.transaction() as session:
        count = record_files.export_projects(
            session, file, language=office.language, by=office.actor
        )
    office.terminal.say(WRITTEN, count=count, path=file)


def project_json(project: Project) -> dict[str, Any]:
    return {
        "code": project.code,
        "name": project.name,
        "items": project.item_ids,
        "lead_unit": project.lead_unit,
        "responsible_units": project.responsible_units,
        "status": project.status,
        "start_date": project.start_date.isoformat() if project.start_date else None,
        "due_date": project.due_date.isoformat() if project.due_date else None,
        "investment_wan_yuan": plain_number(project.investment_wan_yuan),
        "funding_source": project.funding_source,
        "progress_percent": project.progress_percent,
        "note": project.note,
    }
