"""Short forms of clauses, targets and projects, as panels, lists and pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from geo.words import Text
from projects.figures.demands import demand_text
from projects.figures.target_units import TARGET_UNITS
from projects.policy.register import PolicyItem, PolicyTarget
from projects.policy.units import unit_text
from projects.records.changes.records import Clause
from projects.records.model.codes import status_title
from projects.records.model.limits import ProjectLimits
from projects.records.model.money import plain_number
from projects.records.queries.brief import Brief
from projects.records.queries.conditions import late, stagnant
from webmap.edge.addresses import project_address

YEAR = Text("（{year} 年）", " ({year})")
DEADLINES: dict[str, Text] = {
    "year": Text("{year} 年", "{year}"),
    "ongoing": Text("长期坚持", "Ongoing"),
    "none_stated": Text("未写明", "Not stated"),
}
SPATIAL: dict[str, Text] = {
    "core": Text("核心图层", "Core layer"),
    "supporting": Text("可上图", "Can be mapped"),
    "none": Text("非空间", "Not spatial"),
}


@dataclass(frozen=True, slots=True)
class TargetLine:
    id: str
    indicator: Text
    value: Text
    year: int | None
    scope: Text
    quote: str
    note: Text | None

    @property
    def text(self) -> Text:
        return _with_year(Text("{indicator}：{value}", "{indicator}: {value}"), self)

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "text": self.text,
            "indicator": self.indicator,
            "value": self.value,
            "year": self.year,
            "scope": self.scope,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class ClauseCard:
    id: str
    document_id: str
    document_title: Text
    title: Text
    summary: Text
    quote: str
    deadline: Text
    lead_unit: str | None
    units: tuple[str, ...]
    spatial: Text
    targets: tuple[TargetLine, ...]

    @property
    def url(self) -> str:
        return f"/policy/{self.id}"

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "url": self.url,
            "document": self.document_id,
            "document_title": self.document_title,
            "title": self.title,
            "summary": self.summary,
            "quote": self.quote,
            "deadline": self.deadline,
            "lead_unit": self.lead_unit,
            "units": list(self.units),
            "targets": [target.as_dict() for target in self.targets],
        }


@dataclass(frozen=True, slots=True)
class ProjectCard:
    code: str
    name: str
    status: str
    status_text: Text
    progress_percent: float | None
    lead_unit: str | None
    start_date: dt.date | None
    due_date: dt.date | None
    investment_wan_yuan: float | None
    late: bool
    stagnant: bool

    @property
    def url(self) -> str:
        return project_address(self.code)

    def as_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "url": self.url,
            "name": self.name,
            "status": self.status,
            "status_text": self.status_text,
            "progress_percent": self.progress_percent,
            "lead_unit": self.lead_unit,
            "lead_unit_title": unit_text(self.lead_unit) if self.lead_unit else None,
            "start_date": self.start_date.isoformat() if self.start_date else None,
            "due_date": self.due_date.isoformat() if self.due_date else None,
            "investment_wan_yuan": self.investment_wan_yuan,
        }


def target_line(target: PolicyTarget) -> TargetLine:
    return TargetLine(
        target.id,
        target.indicator,
        target.replaced or value_text(target),
        target.year,
        target.scope,
        target.quote,
        target.note,
    )


def value_text(target: PolicyTarget) -> Text:
    """What the target asks, as in `≥ 50%`."""
    unit = TARGET_UNITS.get(target.unit_en or "", target.unit)
    return demand_text(target.comparator, target.value, target.value_to, unit)


def _with_year(sentence: Text, target: TargetLine) -> Text:
    said = sentence.format(indicator=target.indicator, value=target.value)
    if target.year is None:
        return said
    year = YEAR.format(year=target.year)
    return Text(said.zh + year.zh, said.en + year.en)


def item_card_of(item: PolicyItem, targets: Iterable[PolicyTarget]) -> ClauseCard:
    return ClauseCard(
        id=item.id,
        document_id=item.document_id,
        document_title=item.document.title,
        title=item.title,
        summary=item.summary,
        quote=item.key_phrase,
        deadline=DEADLINES[item.deadline_kind].format(year=item.deadline_year),
        lead_unit=item.lead_unit,
        units=tuple(item.all_units),
        spatial=SPATIAL[item.spatial],
        targets=tuple(target_line(target) for target in targets),
    )


def clause_card(clause: Clause) -> ClauseCard:
    return item_card_of(clause.item, clause.targets)


def project_card(project: Brief, limits: ProjectLimits) -> ProjectCard:
    return ProjectCard(
        project.code,
        project.name,
        project.status,
        status_title(project.status),
        project.progress_percent,
        project.lead_unit,
        project.start_date,
        project.due_date,
        plain_number(project.investment_wan_yuan),
        late(project, limits.day),
        stagnant(project, limits),
    )
