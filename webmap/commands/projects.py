"""`ecoatlas projects`: the records, from and to xlsx, and their links to features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from geo.words import Language, Text
from projects.records.changes import records
from projects.records.changes.history import as_json, history_of, told_values
from projects.records.changes.parts import parts_of
from projects.records.changes.problems import problems_of
from projects.records.changes.progress import reports_of
from projects.records.model.codes import status_title
from projects.records.model.fields import FIELDS_BY_NAME
from projects.records.model.limits import ProjectLimits, limits_on
from projects.records.model.money import plain_number
from projects.records.model.part_kinds import PARTS
from projects.records.model.saying import said
from projects.records.model.tables import Project
from projects.records.queries.addresses import read_asked
from projects.records.queries.conditions import late, stagnant
from projects.records.queries.query import every_of
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office
from webmap.commands.later import LaterGroup

LINKED = Text(
    "项目 {code} 新关联 {count} 个要素。",
    "{count:feature|features} newly linked to project {code}.",
)
FIELD = Text("{title}：{value}", "{title}: {value}")
LATE, STAGNANT = Text("逾期", "late"), Text("久未上升", "no rise for long")
BESIDE_FIELDS = {
    "items": Text("对应事项", "Action items"),
    "features": Text("关联要素", "Linked features"),
    "version": Text("版本", "Version"),
    "marks": Text("提示", "Marks"),
    "years": Text("年度计划", "Plans by year"),
    "funds": Text("分年资金", "Funds by year"),
    "steps": Text("审批环节", "Steps"),
    "reports": Text("进度报告", "Reports"),
    "problems": Text("问题与整改", "Problems"),
    "changes": Text("修改次数", "Changes"),
    "warnings": Text("需核对", "To be checked"),
}


@click.group(
    cls=LaterGroup,
    later={
        "export": "projects_files:export",
        "import": "projects_import:import_",
        "template": "projects_files:template",
        "assessment": "projects_round_papers:assessment",
        "bulletin": "projects_round_papers:bulletin",
        "pool": "projects_pool:pool_",
        "round": "projects_rounds:round_",
        "units": "projects_units:units",
    },
)
def projects() -> None: ...


@projects.command("list", help="列出项目 / list the projects")
@click.option("--unit", help="牵头或责任单位 / lead or responsible unit")
@click.option("--stage", help="阶段，可用逗号列几个，如 在建,停工 / stages, with commas between")
@click.option("--item", help="事项编号 / a clause")
@click.option("--year", help="年份 / a year")
@click.option("--district", help="区划 / a district")
@click.option("--fund", help="资金来源 / source of funds")
@click.option("--pool", help="绿色项目库：eligible、released / of the green project pool")
@click.option("--text", help="编号或名称的一部分 / part of the code or the name")
@click.option("--sort", help="排序，如 -progress、due_date / order")
@click.option("--late", is_flag=True, help="只列逾期的 / late ones only")
@click.option("--stagnant", is_flag=True, help="只列久未上升的 / ones without a rise for long only")
@json_option
@pass_office
def list_(office: Office, /, as_json: bool, **filters: Any) -> None:
    given = {name: "1" if one is True else one for name, one in filters.items() if one}
    with office.database.reading() as session:
        limits = limits_on(session)
        asked = read_asked(given)
        found = [project_json(project, limits) for project in every_of(session, asked)]
    if as_json:
        office.terminal.json({"projects": found})
        return
    columns = [
        Column(Text("编号", "code")),
        Column(Text("名称", "name")),
        Column(Text("状态", "status")),
        Column(Text("进度 %", "progress %"), numeric=True),
        Column(Text("计划完成", "due")),
        Column(Text("牵头单位", "lead unit")),
        Column(BESIDE_FIELDS["marks"]),
    ]
    office.terminal.table(
        columns,
        [
            (
                p["code"],
                p["name"],
                status_title(p["status"]).in_(office.language),
                p["progress_percent"],
                p["due_date"],
                p["lead_unit"],
                " ".join(one.in_(office.language) for one in _marks(p)),
            )
            for p in found
        ],
    )


def _marks(found: dict[str, Any]) -> Iterator[Text]:
    if found["late"]:
        yield LATE
    if found["stagnant"]:
        yield STAGNANT


@projects.command(help="一个项目的全部信息 / all about one project")
@click.argument("code")
@json_option
@pass_office
def show(office: Office, code: str, as_json: bool) -> None:
    with office.database.reading() as session:
        project = records.get_project(session, code)
        found = project_json(project, limits_on(session)) | {
            "features": [
                {"layer": link.layer_id, "key": link.feature_key}
                for link in records.features_of_project(session, code)
            ],
            **_belonging(session, code),
            "warnings": [
                one.message.in_(office.language) for one in records.warnings_of(session, project)
            ],
        }
    if as_json:
        office.terminal.json(found)
        return
    for title, value in _lines(found, office.language):
        office.terminal.say(FIELD, title=title, value=value)


def _belonging(session: Any, code: str) -> dict[str, Any]:
    """Parts, reports, problems and changes of a project."""
    parts = parts_of(session, code)
    rows = {
        "year": parts.years.values(),
        "fund": parts.funds.values(),
        "step": parts.steps.values(),
    }
    told = {
        f"{name}s": [
            as_json(
                {one: getattr(row, one) for one in (*kind.keys, *(f.name for f in kind.fields))}
            )
            for row in rows[name]
        ]
        for name, kind in PARTS.items()
    }
    reports = ("reported_on", "percent", "text", "next_steps", "reason", "by")
    problems = ("id", "kind", "found_on", "text", "deadline", "closed_on")
    return {
        **told,
        "reports": [
            as_json({n: getattr(r, n) for n in reports}) for r in reports_of(session, code)
        ],
        "problems": [
            as_json({n: getattr(r, n) for n in problems}) for r in problems_of(session, code)
        ],
        "changes": len(history_of(session, code)),
    }


def _lines(found: dict[str, Any], language: Language) -> Iterator[tuple[Text, str]]:
    """The fields of a project for people, with the words that offices use for them."""
    shown = {
        **{name: value for name, value in found.items() if name not in ("late", "stagnant")},
        **{name: _said(name, found[name], language) for name in ("kind", "status", "district")},
        "years": [_part("year", one, language) for one in found["years"]],
        "funds": [_part("fund", one, language) for one in found["funds"]],
        "steps": [_part("step", one, language) for one in found["steps"]],
        "problems": [
            one | {"kind": _said("kind", one["kind"], language)} for one in found["problems"]
        ],
        "features": [f"{one['layer']}/{one['key']}" for one in found["features"]],
        "marks": [one.in_(language) for one in _marks(found)],
    }
    between = "、" if language == "zh" else ", "
    for name, value in shown.items():
        title = BESIDE_FIELDS[name] if name in BESIDE_FIELDS else FIELDS_BY_NAME[name].title
        if isinstance(value, list):
            value = between.join(map(_one_line, value))
        yield title, "" if value is None else str(value)


def _said(name: str, value: Any, language: Language) -> str:
    told = said(name, value)
    return told.in_(language) if told else ""


def _part(name: str, row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """A part with its keys as it is called: 2026 年 中央预算内."""
    kind = PARTS[name]
    called = kind.title(tuple(row[key] for key in kind.keys)).in_(language)
    return {"of": called, **{one.name: row[one.name] for one in kind.fields}}


def _one_line(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values() if one is not None)
    return str(value)


@projects.command(help="把项目与图层要素关联 / link a project to features of a layer")
@click.argument("code")
@click.argument("layer")
@click.argument("keys", nargs=-1, required=True)
@pass_office
def link(office: Office, code: str, layer: str, keys: tuple[str, ...]) -> None:
    with office.database.transaction() as session:
        count = records.link(session, code, layer, keys, store=office.store, by=office.actor)
    office.terminal.say(LINKED, code=code, count=count)


def project_json(project: Project, limits: ProjectLimits) -> dict[str, Any]:
    return {
        "code": project.code,
        "name": project.name,
        "items": project.item_ids,
        **{
            name: value
            for name, value in as_json(told_values(project)).items()
            if name not in ("code", "name", "action_item_id", "other_item_ids")
        },
        "investment_wan_yuan": plain_number(project.investment_wan_yuan),
        "version": project.version,
        "late": late(project, limits.day),
        "stagnant": stagnant(project, limits),
    }
