"""Project records as pages and panels show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from geo.words import Text
from layers.catalogue import live_versions
from projects.records.changes.history import as_json, history_of, told_values
from projects.records.changes.records import (
    clauses_of_project,
    features_of_project,
    get_project,
)
from projects.records.model.limits import ProjectLimits, limits_on
from projects.records.model.part_tables import ProjectView
from projects.records.model.tables import Project
from projects.records.queries.addresses import as_query
from projects.records.queries.asked import Asked
from projects.records.queries.brief import Brief, every_brief
from projects.records.queries.query import count_projects, find_projects
from projects.records.queries.views import views_of
from projects.work.services import Services
from webmap.edge.addresses import map_address
from webmap.edge.json_answer import moment
from webmap.policy.cards import ClauseCard, ProjectCard, clause_card, project_card


@dataclass(frozen=True, slots=True)
class LinkedFeature:
    """A feature as the live version of its layer has it; `holds` is false where it has none."""

    layer_id: str
    layer_title: Text
    key: str
    name: str
    version: int
    holds: bool

    @property
    def map_url(self) -> str:
        return map_address(self.layer_id, self.key)

    def as_dict(self) -> dict[str, Any]:
        return {
            "layer": self.layer_id,
            "layer_title": self.layer_title,
            "key": self.key,
            "name": self.name,
            "version": self.version,
            "holds": self.holds,
        }


@dataclass(frozen=True, slots=True)
class ProjectDetail:
    card: ProjectCard
    version: int
    fields: dict[str, Any]
    responsible_units: tuple[str, ...]
    funding_source: str | None
    note: str | None
    clauses: tuple[ClauseCard, ...]
    features: tuple[LinkedFeature, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.fields,
            **self.card.as_dict(),
            "version": self.version,
            "responsible_units": list(self.responsible_units),
            "funding_source": self.funding_source,
            "note": self.note,
            "clauses": [clause.as_dict() for clause in self.clauses],
            "features": [feature.as_dict() for feature in self.features],
        }


@dataclass(frozen=True, slots=True)
class Listed:
    """Projects of a list, how many fit in all, and the filters that were asked."""

    projects: list[ProjectCard]
    total: int
    asked: Asked
    paged: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.asked.size))

    def as_dict(self) -> dict[str, Any]:
        paging = {"page": self.asked.page, "size": self.asked.size} if self.paged else {}
        return {
            "projects": [one.as_dict() for one in self.projects],
            "total": self.total,
            "filters": as_query(self.asked),
            **paging,
        }


def listed(services: Services, asked: Asked, *, paged: bool) -> Listed:
    """A page of the projects that fit, or all of them. Raises `unit-unknown`."""
    with services.reading() as session:
        if paged:
            found = find_projects(session, asked)
            return Listed(cards_of(session, found.projects), found.total, asked, paged)
        every = cards_of(session, every_brief(session, asked))
    return Listed(every, len(every), asked, paged)


def cards_of(session: Session, projects: Iterable[Brief]) -> list[ProjectCard]:
    """Projects as lists show them."""
    limits = limits_on(session)
    return [project_card(one, limits) for one in projects]


def project_history(services: Services, code: str) -> list[dict[str, Any]]:
    """Every change of a project, the newest first; raises `unknown-project`."""
    with services.reading() as session:
        get_project(session, code)
        return [asdict(one) | {"at": moment(one.at)} for one in history_of(session, code)]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list, and how many of all that fit otherwise are late and have not risen."""

    found: Listed
    late: int
    stagnant: int
    limits: ProjectLimits


def list_page(services: Services, asked: Asked) -> ListPage:
    """The page that is asked for, or the last one where there are fewer. Raises `unit-unknown`."""
    with services.reading() as session:
        found = find_projects(session, asked)
        if asked.page > found.pages:
            found = find_projects(session, replace(asked, page=found.pages))
        cards = cards_of(session, found.projects)
        late = count_projects(session, replace(asked, late=True))
        stagnant = count_projects(session, replace(asked, stagnant=True))
        limits = limits_on(session, asked.today)
    return ListPage(Listed(cards, found.total, found.asked, True), late, stagnant, limits)


def kept_lists(services: Services, owner: str) -> list[ProjectView]:
    """The lists that somebody keeps, by title."""
    with services.reading() as session:
        found = list(views_of(session, owner))
        session.expunge_all()
    return found


def project_detail(services: Services, code: str) -> ProjectDetail:
    """One project with its clauses and features; raises `unknown-project`."""
    with services.reading() as session:
        return detail_in(session, services, get_project(session, code))


def detail_in(session: Session, services: Services, project: Project) -> ProjectDetail:
    """The same of a project that is read already."""
    code = project.code
    links = [(link.layer_id, link.feature_key) for link in features_of_project(session, code)]
    refs = {ref.layer_id: ref for ref in live_versions(session)}
    return ProjectDetail(
        card=project_card(project, limits_on(session)),
        version=project.version,
        fields=as_json(told_values(project)),
        responsible_units=tuple(project.responsible_units),
        funding_source=project.funding_source,
        note=project.note,
        clauses=tuple(map(clause_card, clauses_of_project(session, code))),
        features=tuple(_features(services, refs, links)),
    )


def _features(
    services: Services, refs: dict[str, Any], links: Iterable[tuple[str, str]]
) -> list[LinkedFeature]:
    found: list[LinkedFeature] = []
    for layer_id, key in links:
        ref = refs.get(layer_id)
        if ref is None:
            continue
        names = _names(services, ref.sha256, ref.key_field, key)
        name, holds = names.get(key, key), key in names
        found.append(LinkedFeature(layer_id, ref.title, key, name, ref.number, holds))
    return found


def _names(services: Services, sha256: str, key_field: str, key: str) -> dict[str, str]:
    frame = services.store.features(sha256, key_field, [key])
    keys = frame[key_field]
    named = frame["name"].where(frame["name"].notna(), keys) if "name" in frame else keys
    return dict(zip(keys, named.map(str), strict=True))
