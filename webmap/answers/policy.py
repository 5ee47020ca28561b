"""Clauses and targets of the action plans as pages and panels show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from geo.words import Text
from projects.policy import (
    PolicyDocument,
    PolicyItem,
    SpatialCheck,
    documents,
    get_item,
    items,
    spatial_checks,
)
from projects.records import list_projects
from webmap.answers.cards import ClauseCard, ProjectCard, item_card_of, project_card
from webmap.answers.services import Services


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


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One clause with everything that hangs on it."""

    clause: ClauseCard
    action: Text
    checks: tuple[CheckCard, ...]
    projects: tuple[ProjectCard, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.clause.as_dict(),
            "action": self.action,
            "spatial_checks": [check.code for check in self.checks],
            "projects": [project.as_dict() for project in self.projects],
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
        return ItemCard(
            item_card_of(item, item.targets),
            item.action.title,
            tuple(_check(check) for check in spatial_checks(session, codes)),
            tuple(map(project_card, list_projects(session, item_id=item.id))),
        )


def _check(check: SpatialCheck) -> CheckCard:
    cautions = tuple(Text(one["zh"], one["en"]) for one in check.cautions)
    return CheckCard(check.code, check.title, check.formula, cautions)
