"""Features chosen together, of whatever layers: what is built on them, what they are given to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text, listed
from layers.audit import Actor
from layers.catalogue import VersionRef, get_layer, resolve
from layers.storage.store import Store
from projects.records.changes.clause_links import answer_clauses
from projects.records.changes.records import by_layer
from projects.records.files.matching import Features, Named
from projects.records.model.tables import Project, ProjectLink

Chosen = Sequence[tuple[str, str]]
"""Features, each as its layer and key."""
CODES_SHOWN = 5
NAME_SHARED = declare(
    "project-name-shared",
    "error",
    Text("不止一个项目叫“{name}”：{codes}。", "More than one project is called “{name}”: {codes}."),
    Text("请写其中一个的编号。", "Write the code of one of them."),
)
CHOSEN_WITHOUT_PROJECT = declare(
    "chosen-without-project",
    "error",
    Text("这些要素还没有项目，无从对应条款。", "No project is built on these features."),
    Text("请先把要素关联到项目。", "Link them to a project first: features answer clauses by it."),
)


@dataclass(frozen=True, slots=True)
class ChosenLayer:
    """Features of one layer, in the order in which they were chosen."""

    version: VersionRef
    features: tuple[Named, ...]


def chosen_layers(session: Session, store: Store, chosen: Chosen) -> list[ChosenLayer]:
    """Each layer is read once, key and name alone. Raises `unknown-layer`, `unknown-version`."""
    return [
        ChosenLayer(version, _named(store, version, keys))
        for layer, keys in by_layer(chosen).items()
        for version in [resolve(session, get_layer(session, layer).id)]
    ]


def _named(store: Store, version: VersionRef, keys: Sequence[str]) -> tuple[Named, ...]:
    found = Features.of(store, version).among(keys).part(0, len(keys))
    names = {one.key: one.name for one in found}
    return tuple(Named(key, names.get(key, key)) for key in keys)


def projects_on(session: Session, chosen: Chosen) -> dict[tuple[str, str], list[Project]]:
    """The projects that are built on each of the features, by code; a bounded number of queries."""
    there = tuple_(ProjectLink.layer_id, ProjectLink.feature_key)
    query = (
        select(ProjectLink.layer_id, ProjectLink.feature_key, Project)
        .join(Project, Project.code == ProjectLink.project_code)
        .where(there.in_(list(chosen)))
        .order_by(Project.code)
    )
    found: dict[tuple[str, str], list[Project]] = {}
    for layer, key, project in session.execute(query):
        found.setdefault((layer, key), []).append(project)
    return found


def answer_for(session: Session, chosen: Chosen, items: Sequence[str], *, by: Actor) -> int:
    """Every project that is built on one of the features answers these clauses from now on.

    Answers how many are new. Raises `chosen-without-project`, and as `answer_clauses`.
    """
    built = projects_on(session, chosen).values()
    codes = sorted({project.code for some in built for project in some})
    if not codes:
        raise EcoAtlasError(CHOSEN_WITHOUT_PROJECT)
    return answer_clauses(session, [(code, item) for code in codes for item in items], by=by)


def project_meant(session: Session, text: str) -> str:
    """The code of the project that is written so: its code, else its whole name.

    What is neither is answered as it is. Raises `project-name-shared`.
    """
    wanted = text.strip()
    if session.get(Project, wanted) is not None:
        return wanted
    query = select(Project.code).where(Project.name == wanted).order_by(Project.code)
    codes = list(session.scalars(query))
    if len(codes) > 1:
        raise EcoAtlasError(NAME_SHARED, name=wanted, codes=listed(codes, CODES_SHOWN))
    return codes[0] if codes else wanted


def offered_projects(session: Session, most: int) -> list[tuple[str, str]]:
    """Code and name of projects to choose from, those without a place first."""
    placed = Project.code.in_(select(ProjectLink.project_code))
    query = select(Project.code, Project.name).order_by(placed, Project.code).limit(most)
    return [(row.code, row.name) for row in session.execute(query)]
