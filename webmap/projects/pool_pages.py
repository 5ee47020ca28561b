"""The green project pool on the web: who may stand in it, what is released, and taking it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.china_time import today
from layers.system.media_types import XLSX, ZIP
from layers.system.scratch import kept_folder
from projects.pool.exporting import export_pool
from projects.pool.releasing import (
    ALWAYS,
    POOL_FIELDS,
    USUAL,
    PoolPage,
    Standing,
    pool_page,
    release,
    standing_of,
    values_of,
    withdraw,
)
from projects.records.changes.attachments import Attached, files_of
from projects.records.model.saying import said
from projects.records.queries.pool_conditions import pool_rules
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import Nothing, form, whole_number
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.forms import Form
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.projects.faults import correctable, faults_of
from webmap.projects.pool_words import POOL_DONE, POOL_TITLES

blueprint = Blueprint("green_pool", __name__)

ON_A_PAGE = 50
TYPES = {"xlsx": XLSX, "zip": ZIP}
Name = Annotated[str, Field(max_length=64)]


class Chosen(BaseModel):
    """What is ticked: fields by their names, files by their hash."""

    field: list[Name] | Name = []
    file: list[Name] | Name = []


@dataclass(frozen=True, slots=True)
class PoolView:
    """`pool.html`"""

    page: PoolPage
    may_release: bool
    may_export: bool
    named: bool
    verified: bool
    section: str = "projects"

    @property
    def rule(self) -> Text:
        return POOL_TITLES["rule"]

    @property
    def unverified(self) -> Text | None:
        return None if self.verified else POOL_TITLES["unverified"]

    @staticmethod
    def address(one: Standing) -> str:
        return address_of(one.project.code)

    @staticmethod
    def url(page: int) -> str:
        return f"/pool?page={page}"


@dataclass(frozen=True, slots=True)
class Line:
    """A field that may be released: as it stands now, as it was released, whether it is ticked."""

    name: str
    title: Text
    now: Text | None
    then: Text | None
    ticked: bool
    fixed: bool


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """`pool_project.html`"""

    found: Standing
    lines: Sequence[Line]
    files: Sequence[Attached]
    ticked: frozenset[str]
    form: Form
    done: Text | None = None
    section: str = "projects"

    @property
    def address(self) -> str:
        return address_of(self.found.project.code)


def address_of(code: str) -> str:
    return f"/pool/{quote(code)}"


@blueprint.get("/pool")
@requires("view")
@asks("page")
def pool_list() -> Response:
    who, number = asker(), whole_number(request.args.get("page", ""), 1)
    with services().reading() as session:
        view = PoolView(
            pool_page(session, number, ON_A_PAGE),
            who.may("release_projects"), who.may("export"),
            who.account is not None, pool_rules(session, today()).verified,
        )  # fmt: skip
        return private(page("pool.html", view))


@blueprint.get(f"/pool.<any({', '.join(TYPES)}):format_>")
@requires("export")
def download(format_: str) -> Response:
    """What is released and still eligible; that it was taken along is recorded."""
    with kept_folder(services().settings.scratch) as folder:
        path = folder / f"pool.{format_}"
        with services().transaction() as session:
            export_pool(session, services().store, path, language=language(), by=actor())
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = path.open("rb")
    name = f"green-pool-{today()}.{format_}"
    return file_answer(content, TYPES[format_], attachment(name))


@blueprint.get("/pool/<path:code>")
@requires("release_projects")
@asks("done")
def choose(code: str) -> Response:
    return _choose(code, Form("none"), done=POOL_DONE.get(request.args.get("done", "")))


def _choose(code: str, shown: Form, status: int = 200, done: Text | None = None) -> Response:
    with services().reading() as session:
        found, files = standing_of(session, code), files_of(session, code)
        kept = {one["sha256"] for one in found.release.files} if found.release else set()
        view = ReleaseView(found, _lines(found), files, frozenset(kept), shown, done)
        return private(page("pool_project.html", view), status)


def _lines(found: Standing) -> list[Line]:
    now = values_of(found.project, found.money, found.category)
    then: Mapping[str, Any] = found.release.content if found.release else {}
    ticked = set(then) or set(USUAL)
    return [
        Line(name, title, said(name, now[name]), said(name, then.get(name)), name in ticked,
             name in ALWAYS)
        for name, title in POOL_FIELDS.items()
    ]  # fmt: skip


@blueprint.post("/pool/<path:code>")
@requires("release_projects")
def release_project(code: str) -> AnyResponse:
    asked = form(Chosen)
    try:
        with services().transaction() as session:
            release(session, code, _many(asked.field), _many(asked.file), actor())
    except EcoAtlasError as error:
        correctable(error)
        faults = tuple(faults_of(error, {}))
        return _choose(code, Form("release", {}, faults), error.status)
    return redirect(f"{address_of(code)}?done=released#content", 303)


def _many(given: list[str] | str) -> list[str]:
    return [given] if isinstance(given, str) else given


@blueprint.post("/pool/<path:code>/withdraw")
@requires("release_projects")
def take_out(code: str) -> AnyResponse:
    form(Nothing)
    with services().transaction() as session:
        withdraw(session, code, actor())
    return redirect(f"{address_of(code)}?done=withdrawn#content", 303)
