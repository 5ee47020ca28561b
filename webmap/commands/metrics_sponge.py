"""`ecoatlas metrics sponge-trend` and `sponge-plan`: what of the sponge city is no single run."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import Any

import click

from geo.figures.units import RATIO, WAN_YUAN
from geo.figures.writing import write, written
from geo.words import Text
from projects.metrics.sponge.plan import plan_from_projects
from projects.metrics.sponge.projects import projects_sheet
from projects.metrics.sponge.trend import Trend, complete_trend, sponge_trend
from projects.sheets import get_sheet, list_sheets, save_sheet
from projects.sheets.series import SPONGE_PROJECTS
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office

PLAN_TITLE = Text(
    "排水分区达标计划（由项目台账生成）", "Plan of drainage zones (from the projects)"
)
PROJECTS_TITLE = Text("建设项目落实海绵要求记录", "Sponge-city records of building projects")
PROJECTS_KEPT = Text(
    "已存为 {sheet}，{count} 个项目；请在“数据表”里补填建设性质和合规记录。",
    "Kept as {sheet}, {count:project|projects}; enter change and record of each on the page of "
    "sheets.",
)


@click.command(
    "sponge-trend",
    help="各版本的海绵城市达标比例与目标线 / share of each version and the target line",
)
@click.option("--zones", required=True, metavar="ID", help="排水分区图层 / layer of zones")
@click.option("--built-up", required=True, metavar="ID[@V]", help="建成区图层 / built-up area")
@click.option("--compute", is_flag=True, help="没有算过的版本现在计算 / compute what is missing")
@json_option
@pass_office
def trend(office: Office, zones: str, built_up: str, compute: bool, as_json: bool) -> None:
    if compute:
        with office.terminal.progress() as progress:
            found = complete_trend(
                office.database,
                office.store,
                zones,
                built_up,
                by=office.actor,
                progress=lambda done, of: progress(zones, done, of),
            )
    else:
        with office.database.reading() as session:
            found = sponge_trend(session, zones, built_up)
    if as_json:
        office.terminal.json(trend_json(found))
    else:
        print_trend(office, found)


def trend_json(found: Trend) -> dict[str, Any]:
    points = [asdict(one) | {"day": one.day.isoformat()} for one in found.points]
    line = [asdict(one) for one in found.line]
    return {"points": points, "line": line, "missing": found.missing, "mixed": found.mixed}


def print_trend(office: Office, found: Trend) -> None:
    columns = [
        Column(Text("版本", "version"), numeric=True),
        Column(Text("日期", "date")),
        Column(Text("达标比例", "share met"), numeric=True),
        Column(Text("建成区", "built-up area")),
    ]
    asked = tuple(Fraction(repr(one.share)) for one in found.line)
    said = [write(one.share, RATIO, office.language, asked) for one in found.points]
    rows = [
        (str(one.version), one.day.isoformat(), share, one.built_up or "")
        for one, share in zip(found.points, said, strict=True)
    ]
    office.terminal.table(columns, rows)
    lines = [
        Column(Text("目标年", "target year"), numeric=True),
        Column(Text("目标线", "target line"), numeric=True),
        Column(Text("适用范围", "applies to")),
    ]
    wanted = [(str(t.year), write(t.share, RATIO, office.language), t.area) for t in found.line]
    office.terminal.table(lines, wanted)


@click.command(
    "sponge-plan",
    help="由项目台账生成排水分区达标计划 / make a plan of zones from the projects linked to them",
)
@click.option("--zones", required=True, metavar="ID", help="排水分区图层 / layer of zones")
@click.option("--sheet", required=True, metavar="SHEET", help="存为数值表 / sheet to keep it as")
@json_option
@pass_office
def plan(office: Office, zones: str, sheet: str, as_json: bool) -> None:
    with office.database.transaction() as session:
        rows = plan_from_projects(session, zones)
        kept = save_sheet(
            session, sheet, rows, kind="sponge_plan", title=PLAN_TITLE, by=office.actor
        )
    answer = {"sheet": kept.id, "version": kept.number, "sha256": kept.sha256, "rows": rows}
    if as_json:
        office.terminal.json(answer)
        return
    columns = [
        Column(Text("分区", "zone")),
        Column(Text("计划完成", "due on")),
        Column(Text("投资（万元）", "cost (10,000 yuan)"), numeric=True),
        Column(Text("项目", "projects")),
    ]
    office.terminal.table(columns, [plan_row(row) for row in rows])


@click.command(
    "sponge-projects",
    help="由项目台账生成建设项目海绵记录表 / sheet of sponge-city records from the projects",
)
@click.option("--sheet", required=True, metavar="SHEET", help="存为数值表 / sheet to keep it as")
@click.option("--item", metavar="ITEM", help="只取这一条款的项目 / of this clause only")
@json_option
@pass_office
def sponge_projects(office: Office, sheet: str, item: str | None, as_json: bool) -> None:
    with office.database.transaction() as session:
        there = {one.id for one in list_sheets(session) if one.kind.id == SPONGE_PROJECTS.id}
        kept = get_sheet(session, sheet).rows if sheet in there else ()
        rows = projects_sheet(session, kept, item)
        saved = save_sheet(
            session, sheet, rows, kind=SPONGE_PROJECTS.id, title=PROJECTS_TITLE, by=office.actor
        )
    if as_json:
        office.terminal.json({"sheet": saved.id, "version": saved.number, "rows": rows})
    else:
        office.terminal.say(PROJECTS_KEPT, sheet=f"{saved.id}@{saved.number}", count=len(rows))


def plan_row(row: dict[str, Any]) -> tuple[str, ...]:
    cost = row["cost_wan_yuan"]
    shown = "" if cost is None else written(cost, WAN_YUAN).number
    return row["zone"], row["due_on"] or "", shown, row["projects"]
