"""Which zones are planned to be met by when and at what cost: as typed, and from the projects."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.catalogue import get_layer
from projects.metrics.results import listed
from projects.records.model.codes import STOPPED
from projects.records.model.money import plain_number
from projects.records.model.tables import Project, ProjectLink
from projects.sheets import SheetInfo

BETWEEN = re.compile(r"[\s,，;；、]+")

PLAN_ZONES_UNKNOWN = declare(
    "plan-zones-unknown",
    "error",
    Text(
        "这些排水分区不在图层“{layer}”中：{keys}。",
        "These zones are not in the layer “{layer}”: {keys}.",
    ),
    Text("请核对分区编号。", "Check the codes of the zones."),
)
PLAN_NOT_UNDERSTOOD = declare(
    "plan-not-understood",
    "error",
    Text("“{entry}”看不懂。", "“{entry}” was not understood."),
    Text(
        "请写成 分区编号=年份 或 分区编号=2026-06-30，用逗号或空格隔开；没有日期只写编号。",
        "Write CODE=2026 or CODE=2026-06-30, with commas or spaces between; without a date the "
        "code alone.",
    ),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A zone that is to be met. `year` None: nobody said when. cost in 10,000 yuan."""

    zone: str
    year: int | None = None
    due_on: str | None = None
    cost: float | None = None


def plan_of(sheet: SheetInfo | None) -> dict[str, Planned]:
    """The plan of a `sponge_plan` sheet by zone; empty without one."""
    rows = [] if sheet is None else sheet.rows
    return {
        row["zone"]: Planned(row["zone"], _year(row["due_on"]), row["due_on"], row["cost_wan_yuan"])
        for row in rows
    }


def ticked(text: str | None, plan: Mapping[str, Planned]) -> dict[str, Planned]:
    """The zones that are counted as met: those typed, with the date typed or else planned; every
    zone of the plan where none is typed. Raises `plan-not-understood`."""
    if not text:
        return dict(plan)
    found = {}
    for entry in filter(None, BETWEEN.split(text)):
        zone, _, when = entry.partition("=")
        known = plan.get(zone, Planned(zone))
        found[zone] = known if not when else _dated(known, when, entry)
    return found


def _dated(known: Planned, when: str, entry: str) -> Planned:
    if re.fullmatch(r"(19|20)\d\d", when):
        return Planned(known.zone, int(when), when, known.cost)
    try:
        day = dt.date.fromisoformat(when)
    except ValueError:
        raise EcoAtlasError(PLAN_NOT_UNDERSTOOD, entry=entry[:60]) from None
    return Planned(known.zone, day.year, day.isoformat(), known.cost)


def _year(day: str | None) -> int | None:
    return int(day[:4]) if day else None


def check_zones(asked: Sequence[str], known: Sequence[str], layer: str) -> None:
    """Raises `plan-zones-unknown` for zones that the layer does not have."""
    there = set(known)
    missing = [zone for zone in asked if zone not in there]
    if missing:
        raise EcoAtlasError(PLAN_ZONES_UNKNOWN, layer=layer, keys=listed(missing))


SHARED_COST = (
    "项目投资按其关联的分区数平均分摊 · the cost of a project is parted evenly among its zones"
)


def plan_from_projects(session: Session, layer_id: str) -> list[dict[str, Any]]:
    """Rows of a `sponge_plan` sheet: each zone of the layer that projects are linked to.

    A zone is due when the last of its projects is, and has no date while one of them has none; the
    investment of a project is divided evenly among its zones (and the note says so). Stopped
    projects are left out. Raises `unknown-layer`.
    """
    get_layer(session, layer_id)
    query = (
        select(Project, ProjectLink.feature_key)
        .join(ProjectLink, ProjectLink.project_code == Project.code)
        .where(ProjectLink.layer_id == layer_id, Project.status != STOPPED)
        .order_by(ProjectLink.feature_key, Project.code)
    )
    links = [(project, key) for project, key in session.execute(query)]
    zones_of: dict[str, int] = {}
    for project, _ in links:
        zones_of[project.code] = zones_of.get(project.code, 0) + 1
    by_zone: dict[str, list[Project]] = {}
    for project, key in links:
        by_zone.setdefault(key, []).append(project)
    return [_plan_row(zone, every, zones_of) for zone, every in by_zone.items()]


def _plan_row(
    zone: str, projects: Sequence[Project], zones_of: Mapping[str, int]
) -> dict[str, Any]:
    dates = [project.due_date for project in projects]
    due = None if None in dates else max(date for date in dates if date is not None)
    costs = [plain_number(project.investment_wan_yuan) for project in projects]
    shared = any(zones_of[project.code] > 1 for project in projects)
    cost = sum(
        cost / zones_of[project.code]
        for project, cost in zip(projects, costs, strict=True)
        if cost is not None
    )
    return {
        "zone": zone,
        "due_on": None if due is None else due.isoformat(),
        "cost_wan_yuan": None if None in costs else round(cost, 4),
        "projects": "、".join(project.code for project in projects),
        "note": SHARED_COST if shared else None,
    }
