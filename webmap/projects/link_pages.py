"""Links of projects to features and clauses: by key, and as names propose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import VersionRef, live_versions, resolve
from projects.policy.register import items
from projects.records.changes.records import clauses_of_project, get_project, link, unlink
from projects.records.changes.values import split_list
from projects.records.files.clause_matching import ClauseProposal, Clauses
from projects.records.files.matching import (
    NO_FEATURES,
    Features,
    Named,
    Proposal,
    count_without_place,
    features_without_project,
    least_alike,
    projects_without_place,
    propose,
)
from projects.records.model.tables import Project, ProjectLink
from webmap.edge.access import actor, asker, requires
from webmap.edge.addresses import map_address, project_address
from webmap.edge.asked import form, whole_number
from webmap.edge.forms import Form
from webmap.edge.parameters import NO_PAGE, asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.policy.cards import ClauseCard, clause_card
from webmap.projects.faults import correctable, faults_of
from webmap.projects.link_words import LINK_TITLES

blueprint = Blueprint("project_links", __name__)

ON_A_PAGE = 200
# Features that a page of projects is compared with: what a third of a second is enough for.
PART = 20_000
MOST_CLAUSES = 5
SIGN = "\t"
Text200 = Annotated[str, Field(max_length=200)]


class LinkBody(BaseModel):
    layer: Text200 = ""
    keys: Annotated[str, Field(max_length=20_000)] = ""
    key: list[Text200] | Text200 = []
    step: Annotated[str, Field(max_length=10)] = "link"


class PairsBody(BaseModel):
    layer: Text200
    pair: list[Annotated[str, Field(max_length=400)]] | Annotated[str, Field(max_length=400)] = []


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a longer list: which one of how many, as counted from one."""

    number: int
    size: int
    total: int

    @classmethod
    def asked(cls, name: str, size: int, total: int) -> Window:
        """The one that the address names, the last where there are fewer; raises
        `page-number-wrong`."""
        last = max(1, -(-total // size))
        given = request.args.get(name) or "1"
        if whole_number(given) < 1:
            raise EcoAtlasError(NO_PAGE, page=given[:20])
        return cls(min(whole_number(given), last), size, total)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """How many come before."""
        return (self.number - 1) * self.size

    @property
    def said(self) -> Text:
        last = min(self.first + self.size, self.total)
        numbers = {"first": self.first + 1, "last": last, "total": self.total}
        return LINK_TITLES["compared"].format(**numbers)


@dataclass(frozen=True, slots=True)
class LinksView:
    """`project_links.html`: the links of a project, and what may be linked."""

    code: str
    name: str
    layers: list[VersionRef]
    layer: str
    linked: list[ProjectLink]
    proposals: list[Proposal]
    clauses: list[ClauseCard]
    likely: list[ClauseProposal]
    items: list[tuple[str, Text]]
    form: Form
    part: Window
    done: Text | None = None
    section: str = "projects"

    @property
    def back(self) -> str:
        return project_address(self.code)

    def url(self, part: int) -> str:
        return f"{self.back}/links?{urlencode({'layer': self.layer, 'part': part})}"

    @staticmethod
    def on_map(one: ProjectLink) -> str:
        return map_address(one.layer_id, one.feature_key)


@dataclass(frozen=True, slots=True)
class OrphansView:
    """`project_orphans.html`: features without a project and projects without a place."""

    layers: list[VersionRef]
    layer: str
    proposals: list[Proposal]
    features: list[Named]
    projects: list[tuple[str, str]]
    windows: dict[str, Window]
    may_link: bool
    form: Form
    done: Text | None = None
    section: str = "projects"

    def url(self, name: str, number: int) -> str:
        """Another part of one of the lists, the others as they are."""
        numbers = {one: window.number for one, window in self.windows.items()} | {name: number}
        asked = {one: value for one, value in numbers.items() if value > 1}
        layer = {"layer": self.layer} if self.layer else {}
        return f"/projects/orphans?{urlencode(layer | asked)}"

    def on_map(self, key: str) -> str:
        return map_address(self.layer, key)

    @staticmethod
    def pair(one: Proposal) -> str:
        return f"{one.code}{SIGN}{one.key}"


@blueprint.get("/projects/<path:code>/links")
@requires("edit_projects")
@asks("layer", "part")
def links(code: str) -> Response:
    return links_page(code, request.args.get("layer", "")[:200], Form("links"))


def links_page(
    code: str, layer: str, shown: Form, status: int = 200, done: Text | None = None
) -> Response:
    with services().reading() as session:
        project, refs = get_project(session, code), list(live_versions(session))
        ref = resolve(session, layer) if layer else None
        free = _free(project, ref) if ref else NO_FEATURES
        part = Window.asked("part", PART, len(free))
        near = free.part(part.first, part.size)
        proposals = propose([(code, project.name)], near, least_alike(session))
        view = LinksView(
            code, project.name, refs, layer, list(project.links), proposals,
            [clause_card(one) for one in clauses_of_project(session, code)],
            Clauses.of(session).likely(project, MOST_CLAUSES),
            [(one.id, Text(one.title_zh, one.title_en)) for one in items(session)], shown,
            part, done,
        )  # fmt: skip
        return private(page("project_links.html", view), status)


def _free(project: Project, ref: VersionRef) -> Features:
    """Features of a layer that the project is not built on yet."""
    there = [one.feature_key for one in project.links if one.layer_id == ref.layer_id]
    return Features.of(services().store, ref).without(there)


@blueprint.post("/projects/<path:code>/links")
@requires("edit_projects")
def changelinks_page(code: str) -> AnyResponse:
    """Link features by their keys, or take links away."""
    asked = form(LinkBody)
    chosen = [asked.key] if isinstance(asked.key, str) else asked.key
    keys = [*chosen, *split_list(asked.keys)]
    try:
        with services().transaction() as session:
            if asked.step == "unlink":
                count = unlink(session, code, asked.layer, keys, by=actor())
            else:
                count = link(session, code, asked.layer, keys, store=services().store, by=actor())
    except EcoAtlasError as error:
        correctable(error)
        faults = tuple(faults_of(error, {"keys": LINK_TITLES["keys"]}, otherwise="keys"))
        shown = Form("links", {"keys": asked.keys}, faults)
        return links_page(code, asked.layer, shown, error.status)
    said = LINK_TITLES["unlinked" if asked.step == "unlink" else "linked"]
    return links_page(code, asked.layer, Form("links"), done=said.format(count=count))


@blueprint.get("/projects/orphans")
@requires("view")
@asks("layer", "projects", "features", "part")
def orphans() -> Response:
    return _orphans(request.args.get("layer", "")[:200], Form("pairs"))


def _orphans(layer: str, shown: Form, status: int = 200, done: Text | None = None) -> Response:
    with services().reading() as session:
        refs = list(live_versions(session))
        ref = resolve(session, layer) if layer else None
        free = features_without_project(session, services().store, ref) if ref else NO_FEATURES
        windows = {
            "projects": Window.asked("projects", ON_A_PAGE, count_without_place(session)),
            "features": Window.asked("features", ON_A_PAGE, len(free)),
            "part": Window.asked("part", PART, len(free)),
        }
        listed, part = windows["features"], windows["part"]
        projects = projects_without_place(session, windows["projects"].first, ON_A_PAGE)
        near = free.part(part.first, part.size)
        view = OrphansView(
            refs, layer, propose(projects, near, least_alike(session)),
            free.part(listed.first, listed.size),
            projects, windows, asker().may("edit_projects"), shown, done,
        )  # fmt: skip
        return private(page("project_orphans.html", view), status)


@blueprint.post("/projects/orphans")
@requires("edit_projects")
def take_pairs() -> AnyResponse:
    """Link the pairs that were ticked, all or none."""
    asked = form(PairsBody)
    pairs = [asked.pair] if isinstance(asked.pair, str) else asked.pair
    try:
        with services().transaction() as session:
            count = 0
            for one in pairs:
                code, _, key = one.partition(SIGN)
                count += link(session, code, asked.layer, [key], store=services().store, by=actor())
    except EcoAtlasError as error:
        correctable(error)
        return _orphans(asked.layer, Form("pairs", {}, tuple(faults_of(error, {}))), error.status)
    return _orphans(asked.layer, Form("pairs"), done=LINK_TITLES["linked"].format(count=count))
