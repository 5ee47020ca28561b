"""Features that were chosen on the map are given to a project, or to clauses by their projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.asking.area import MOST_CHOSEN, feature_named
from projects.policy.register import items
from projects.records.changes.records import link_all
from projects.records.changes.values import split_list
from projects.records.files.chosen import (
    ChosenLayer,
    answer_for,
    chosen_layers,
    offered_projects,
    project_meant,
    projects_on,
)
from projects.records.model.tables import Project
from webmap.edge.access import actor, requires
from webmap.edge.addresses import map_address, map_of_chosen, project_address
from webmap.edge.asked import form, read
from webmap.edge.forms import Form
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.projects.faults import correctable, faults_of
from webmap.projects.link_words import LINK_TITLES

blueprint = Blueprint("project_chosen", __name__)

MOST_OFFERED = 500
PROJECT, CLAUSE = "link", "answer"
"""The two forms of the page."""
Name = Annotated[str, Field(max_length=300)]


class ChosenBody(BaseModel):
    """Features as LAYER/KEY."""

    chosen: Annotated[list[Name], Field(min_length=1, max_length=MOST_CHOSEN)] | Name

    @property
    def features(self) -> list[tuple[str, str]]:
        """Raises `feature-not-named`."""
        named = [self.chosen] if isinstance(self.chosen, str) else self.chosen
        return list(dict.fromkeys(feature_named(one) for one in named))


class ProjectBody(ChosenBody):
    code: Annotated[str, Field(max_length=200)] = ""


class ClauseBody(ChosenBody):
    items: Annotated[str, Field(max_length=2000)] = ""


@dataclass(frozen=True, slots=True)
class ChosenView:
    """`project_link.html`"""

    layers: list[ChosenLayer]
    built: dict[tuple[str, str], list[Project]]
    offered: list[tuple[str, str]]
    items: list[tuple[str, Text]]
    forms: dict[str, Form]
    done: Text | None
    section: str = "projects"
    most: int = MOST_OFFERED

    @property
    def chosen(self) -> list[tuple[str, str]]:
        return [(each.version.layer_id, one.key) for each in self.layers for one in each.features]

    @property
    def names(self) -> list[str]:
        return ["/".join(one) for one in self.chosen]

    @property
    def counted(self) -> Text:
        return LINK_TITLES["chosen"].format(count=len(self.chosen))

    @property
    def back(self) -> str:
        """The map as it was left: one feature is looked at, several are asked about."""
        return map_of_chosen(self.names) if len(self.chosen) > 1 else map_address(*self.chosen[0])

    @property
    def projects(self) -> list[Project]:
        """Those that are built on any of the features, each once."""
        found = {one.code: one for some in self.built.values() for one in some}
        return [found[code] for code in sorted(found)]

    def on(self, layer: ChosenLayer, key: str) -> list[Project]:
        return self.built.get((layer.version.layer_id, key), [])

    @staticmethod
    def on_map(layer: ChosenLayer, key: str) -> str:
        return map_address(layer.version.layer_id, key)

    @staticmethod
    def address(project: Project) -> str:
        return project_address(project.code)


@blueprint.get("/projects/link")
@requires("edit_projects")
@asks(ChosenBody)
def chosen() -> Response:
    return _page(read(ChosenBody, {"chosen": request.args.getlist("chosen")}).features)


def _page(
    features: Sequence[tuple[str, str]],
    shown: Form | None = None,
    status: int = 200,
    done: Text | None = None,
) -> Response:
    forms = {PROJECT: Form(PROJECT), CLAUSE: Form(CLAUSE)}
    if shown:
        forms[shown.id] = shown
    office = services()
    with office.reading() as session:
        view = ChosenView(
            chosen_layers(session, office.store, features),
            projects_on(session, features),
            offered_projects(session, MOST_OFFERED),
            [(one.id, Text(one.title_zh, one.title_en)) for one in items(session)],
            forms,
            done,
        )
        return private(page("project_link.html", view), status)


@blueprint.post("/projects/link")
@requires("edit_projects")
def link_chosen() -> Response:
    """All of them are linked to one project, or none."""
    asked, office = form(ProjectBody), services()
    features = asked.features
    try:
        with office.transaction() as session:
            code = project_meant(session, asked.code)
            count = link_all(session, code, features, store=office.store, by=actor())
    except EcoAtlasError as error:
        correctable(error)
        faults = tuple(faults_of(error, {"code": LINK_TITLES["code"]}, otherwise="code"))
        return _page(features, Form(PROJECT, {"code": asked.code}, faults), error.status)
    return _page(features, done=LINK_TITLES["linked_to"].format(count=count, code=code))


@blueprint.post("/projects/link/clauses")
@requires("edit_projects")
def answer_chosen() -> Response:
    """Every project of the features answers the clauses, or none does."""
    asked = form(ClauseBody)
    features = asked.features
    try:
        with services().transaction() as session:
            count = answer_for(session, features, split_list(asked.items), by=actor())
    except EcoAtlasError as error:
        correctable(error)
        titles = {"action_item_id": LINK_TITLES["items"], "other_item_ids": LINK_TITLES["items"]}
        faults = tuple(replace(one, field="items") for one in faults_of(error, titles))
        return _page(features, Form(CLAUSE, {"items": asked.items}, faults), error.status)
    return _page(features, done=LINK_TITLES["answered"].format(count=count))
