"""Clauses and targets of the action plans as pages and panels show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from geo.words import Text
from layers.storage.store import Store
from projects.metrics.checks.readiness import CheckStanding, standings
from projects.metrics.checks.target_readiness import TargetReadiness, readiness_of_targets
from projects.metrics.declaration import Metric
from projects.metrics.targets import judges
from projects.policy.register import (
    PolicyDocument,
    PolicyItem,
    SpatialCheck,
    answering,
    documents,
    get_item,
    items,
    spatial_checks,
)
from projects.policy.register import targets as all_targets
from projects.policy.tables import PolicyTarget
from projects.records.changes.records import layers_of_projects
from projects.records.model.limits import limits_on
from projects.records.queries.query import every_project
from projects.work.services import Services
from webmap.edge.addresses import map_of_layers
from webmap.policy.cards import ClauseCard, ProjectCard, item_card_of, project_card


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """One plan with its clauses by action."""

    id: str
    title: Text
    issuer: Text
    number: str | None
    issued: str
    jurisdiction: Text
    actions: tuple[tuple[Text, tuple[ClauseCard, ...]], ...]

    @property
    def count(self) -> int:
        return sum(len(clauses) for _, clauses in self.actions)


@dataclass(frozen=True, slots=True)
class CheckCard:
    code: str
    title: Text
    formula: Text
    cautions: tuple[Text, ...]
    standing: CheckStanding
    needs: tuple[Text, ...]
    """What the register says that it needs, in words."""
    readiness: tuple[TargetReadiness, ...] = ()
    """How each target stands that the check is about."""
    targets: Mapping[str, str] = field(default_factory=dict)
    """By metric the target of the clause that its figure can be compared with."""

    def url(self, metric: Metric) -> str:
        """The form of a metric, filled in for this clause."""
        parameter = next((one.name for one in metric.parameters if one.type == "target"), "")
        target = self.targets.get(metric.id)
        query = f"?{parameter}={target}" if parameter and target else ""
        return f"/metrics/{metric.id}{query}"


@dataclass(frozen=True, slots=True)
class ClauseLink:
    """A clause of another plan that orders the same work."""

    id: str
    title: Text

    @property
    def url(self) -> str:
        return f"/policy/{self.id}"

    def as_dict(self) -> dict[str, Any]:
        return {"id": self.id, "url": self.url, "title": self.title}


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One clause with everything that hangs on it; `answers` are clauses of the plan above, and
    `answered_by` those of plans below."""

    clause: ClauseCard
    action: Text
    checks: tuple[CheckCard, ...]
    projects: tuple[ProjectCard, ...]
    answers: tuple[ClauseLink, ...]
    answered_by: tuple[ClauseLink, ...]
    map_url: str | None = None
    """The map with the layers that features of its projects are in."""

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.clause.as_dict(),
            "action": self.action,
            "spatial_checks": [check.code for check in self.checks],
            "projects": [project.as_dict() for project in self.projects],
            "answers": [one.as_dict() for one in self.answers],
            "answered_by": [one.as_dict() for one in self.answered_by],
            "map": self.map_url,
        }


def register(services: Services) -> list[DocumentSection]:
    """Every plan with its clauses, in the order of the plans."""
    with services.reading() as session:
        return [_section(one, items(session, one.id)) for one in documents(session)]


def _section(document: PolicyDocument, clauses: Iterable[PolicyItem]) -> DocumentSection:
    by_action: dict[str, list[ClauseCard]] = {}
    for item in clauses:
        by_action.setdefault(item.action_id, []).append(item_card_of(item, item.targets))
    actions = [(action.title, tuple(by_action.get(action.id, ()))) for action in document.actions]
    return DocumentSection(
        document.id,
        document.title,
        document.issuer,
        document.number,
        document.issued.isoformat(),
        document.jurisdiction,
        tuple(actions),
    )


def item_card(services: Services, item_id: str) -> ItemCard:
    """One clause with its targets, ways to check them and projects; raises `unknown-item`."""
    with services.reading() as session:
        item = get_item(session, item_id)
        codes = set(item.spatial_checks).union(*(t.spatial_checks for t in item.targets))
        linked = answering(session, item)
        projects, limits = every_project(session, item=item.id), limits_on(session)
        layers = layers_of_projects(session, [one.code for one in projects])
        above, below = (tuple(ClauseLink(one.id, one.title) for one in part) for part in linked)
        return ItemCard(
            item_card_of(item, item.targets),
            item.action.title,
            tuple(_checks(session, services.store, codes, item.targets)),
            tuple(project_card(one, limits) for one in projects),
            above,
            below,
            map_of_layers(layers) if layers else None,
        )


def check_cards(services: Services) -> list[CheckCard]:
    """Every spatial check of the register: what computes it, or which layers it waits for."""
    with services.reading() as session:
        return _checks(session, services.store, None, all_targets(session, spatial=True))


def _checks(
    session: Session, store: Store, codes: set[str] | None, targets: Iterable[PolicyTarget]
) -> list[CheckCard]:
    found = spatial_checks(session, codes)
    stand = standings(session, [one.code for one in found])
    of_clause = tuple(targets)
    ready = readiness_of_targets(session, store, of_clause)
    return [_check(one, stand[one.code], of_clause, ready) for one in found]


def _check(
    check: SpatialCheck,
    standing: CheckStanding,
    targets: Sequence[PolicyTarget],
    ready: Mapping[str, TargetReadiness],
) -> CheckCard:
    said = [tuple(Text(t["zh"], t["en"]) for t in one) for one in (check.cautions, check.inputs)]
    about = tuple(ready[one.id] for one in targets if check.code in one.spatial_checks)
    fitting = {metric.id: _fitting(metric, targets) for metric in standing.metrics}
    return CheckCard(
        check.code, check.title, check.formula, said[0], standing, said[1], about, fitting
    )


def _fitting(metric: Metric, targets: Sequence[PolicyTarget]) -> str:
    """The first target that the metric has a figure for."""
    return next((one.id for one in targets if judges(metric, one)), "")
