"""Clauses of projects: proposed for many at once, and of one project told or taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Annotated
from urllib.parse import parse_qsl, quote, urlencode

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.records.changes.clause_links import answer_clauses, drop_clauses
from projects.records.changes.values import split_list
from projects.records.files.clause_matching import ClauseProposal, proposed_clauses
from projects.records.queries.addresses import as_query, names, read_asked
from projects.records.queries.asked import Asked
from projects.records.queries.query import find_projects
from webmap.edge.access import actor, requires
from webmap.edge.asked import form
from webmap.edge.forms import Form
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.projects.faults import correctable, faults_of
from webmap.projects.link_pages import SIGN, links_page
from webmap.projects.link_words import LINK_TITLES

blueprint = Blueprint("project_clauses", __name__)

ON_A_PAGE = 200
Id = Annotated[str, Field(max_length=64)]
Pair = Annotated[str, Field(max_length=200)]


class PairsBody(BaseModel):
    """Pairs that were shown, those that are ticked, and a clause all of whose pairs are meant."""

    query: Annotated[str, Field(max_length=2000)] = ""
    shown: list[Pair] | Pair = []
    pair: list[Pair] | Pair = []
    every: Id = ""


class ClausesBody(BaseModel):
    items: Annotated[str, Field(max_length=2000)] = ""
    item: list[Id] | Id = []
    step: Annotated[str, Field(max_length=10)] = "link"


@dataclass(frozen=True, slots=True)
class ClausesView:
    """`project_clauses.html`: projects without a clause, by the clause that is proposed."""

    asked: Asked
    groups: Sequence[tuple[ClauseProposal, Sequence[ClauseProposal]]]
    without: Sequence[tuple[str, str]]
    total: int
    pages: int
    form: Form
    done: Text | None = None
    section: str = "projects"

    @property
    def query(self) -> str:
        return urlencode(as_query(self.asked))

    @property
    def counted(self) -> Text:
        return LINK_TITLES["without_item"].format(count=self.total)

    @property
    def back(self) -> str:
        return f"/projects?{self.query}"

    def url(self, number: int) -> str:
        return f"/projects/clauses?{urlencode(as_query(replace(self.asked, page=number)))}"

    @staticmethod
    def pair(one: ClauseProposal) -> str:
        return f"{one.code}{SIGN}{one.item}"

    @staticmethod
    def links(code: str) -> str:
        return f"/projects/{quote(code)}/links"


@blueprint.get("/projects/clauses")
@requires("keep_units")
@asks(*names())
def clauses() -> Response:
    """Filters of the list narrow it; only projects without a clause are asked."""
    return _clauses(_asked({n: v for n, v in request.args.items() if n != "lang"}), Form("pairs"))


def _asked(given: dict[str, str]) -> Asked:
    return replace(read_asked(given), without_item=True, size=ON_A_PAGE)


def _clauses(asked: Asked, shown: Form, status: int = 200, done: Text | None = None) -> Response:
    with services().reading() as session:
        found = find_projects(session, asked)
        if asked.page > found.pages:
            found = find_projects(session, replace(asked, page=found.pages))
        proposed = proposed_clauses(session, found.projects)
        told = {one.code for one in proposed}
        without = [(one.code, one.name) for one in found.projects if one.code not in told]
        view = ClausesView(
            found.asked, _groups(proposed), without, found.total, found.pages, shown, done
        )
        return private(page("project_clauses.html", view), status)


def _groups(
    proposed: Sequence[ClauseProposal],
) -> list[tuple[ClauseProposal, Sequence[ClauseProposal]]]:
    """Those of one clause together, the clause of most projects first."""
    by_item = sorted(proposed, key=lambda one: one.item)
    groups = [list(some) for _, some in groupby(by_item, key=lambda one: one.item)]
    groups.sort(key=lambda some: (-len(some), some[0].item))
    return [(some[0], some) for some in groups]


@blueprint.post("/projects/clauses")
@requires("keep_units")
def take_clauses() -> AnyResponse:
    """Keep the pairs that were ticked, or all that were shown of one clause; all or none."""
    sent = form(PairsBody)
    pairs = [_parted(one) for one in _many(sent.shown if sent.every else sent.pair)]
    if sent.every:
        pairs = [one for one in pairs if one[1] == sent.every]
    asked = _asked(dict(parse_qsl(sent.query)))
    try:
        with services().transaction() as session:
            count = answer_clauses(session, pairs, by=actor())
    except EcoAtlasError as error:
        correctable(error)
        return _clauses(asked, Form("pairs", {}, tuple(faults_of(error, {}))), error.status)
    return _clauses(asked, Form("pairs"), done=LINK_TITLES["answered"].format(count=count))


def _many(given: list[str] | str) -> list[str]:
    return [given] if isinstance(given, str) else given


def _parted(pair: str) -> tuple[str, str]:
    code, _, item = pair.partition(SIGN)
    return code, item


@blueprint.post("/projects/<path:code>/clauses")
@requires("edit_projects")
def change_clauses(code: str) -> AnyResponse:
    """Say that a project answers clauses, or that it does not."""
    sent = form(ClausesBody)
    items = [*_many(sent.item), *split_list(sent.items)]
    try:
        with services().transaction() as session:
            if sent.step == "unlink":
                count = drop_clauses(session, code, items, by=actor())
            else:
                count = answer_clauses(session, [(code, one) for one in items], by=actor())
    except EcoAtlasError as error:
        correctable(error)
        titles = {"action_item_id": LINK_TITLES["items"], "other_item_ids": LINK_TITLES["items"]}
        faults = tuple(replace(one, field="items") for one in faults_of(error, titles))
        return links_page(code, "", Form("links", {"items": sent.items}, faults), error.status)
    said = LINK_TITLES["dropped" if sent.step == "unlink" else "answered"]
    return links_page(code, "", Form("links"), done=said.format(count=count))
