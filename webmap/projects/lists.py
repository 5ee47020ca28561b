"""A yearly list on the web: sent, its heads confirmed, its differences looked at, and taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from flask import Blueprint, Response, redirect, request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from geo.years import FIRST_YEAR, LAST_YEAR
from layers.system.china_time import today
from layers.system.media_types import XLSX
from layers.system.scratch import kept_folder
from projects.records.files.exporting import write_template
from projects.records.files.found import ListFound, digest, found_of
from projects.records.files.grid import MAX_FILE_BYTES, is_long
from projects.records.files.importing import Options, Plan, import_projects, plan_import
from projects.records.files.marking import mark
from projects.records.queries.waiting import drop_list, keep_list, kept_list
from projects.work.lists import LOOK, MARK, TAKE, as_arguments, lists_folder
from webmap.edge.access import actor, asker, requires, takes_up_to
from webmap.edge.asked import form
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.forms import Form
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.jobs.workbooks import begin
from webmap.projects.faults import correctable, faults_of
from webmap.projects.list_views import (
    ListSeen,
    StartView,
    TakenView,
    automatic,
    seen_list,
    unread_list,
)
from webmap.projects.list_words import LIST_TITLES
from webmap.projects.problem_forms import NO_FILE

blueprint = Blueprint("project_lists", __name__)

GONE = 410
MOST_HEADS = 200
Head = Annotated[str, Field(max_length=300)]
Many = list[Head] | Head


class Confirmed(BaseModel):
    """What somebody says of a list; `head` and `meaning` stand side by side."""

    token: Annotated[str, Field(max_length=64)] = ""
    name: Annotated[str, Field(max_length=200)] = ""
    shown: Annotated[str, Field(max_length=64)] = ""
    head: Many = []
    meaning: Many = []
    accept: Many = []
    unit: Many = []
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    reason: Annotated[str, Field(max_length=500)] | None = None
    step: Annotated[str, Field(max_length=10)] = "look"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list that waits: where it lies, what it is called, what was said of it."""

    path: Path
    token: str
    name: str
    options: Options


@blueprint.get("/projects/import")
@requires("edit_projects")
def start() -> Response:
    return _start(Form("list"))


def _start(shown: Form, status: int = 200) -> Response:
    view = StartView(shown, today().year, MAX_FILE_BYTES >> 20)
    return private(page("project_list_start.html", view), status)


@blueprint.get("/projects/template.xlsx")
@requires("export")
def template() -> Response:
    """An empty list of this year, with lists to choose from and help."""
    year = today().year
    with kept_folder(services().settings.scratch) as folder:
        path = folder / "template.xlsx"
        with services().reading() as session:
            write_template(session, path, year, language())
        content = path.open("rb")
    return _file(content, f"projects-{year}.xlsx")


def _file(content: Any, name: str) -> Response:
    return file_answer(content, XLSX, attachment(name))


@blueprint.post("/projects/import")
@requires("edit_projects")
@takes_up_to(MAX_FILE_BYTES + 2**20)
def go_on() -> AnyResponse:
    """The next step: look at the list, once more after it was told what it means, or take it."""
    try:
        asked = form(Confirmed)
        waiting = _waiting(asked)
    except EcoAtlasError as error:
        if error.status != GONE:
            correctable(error)
        titles = {"file": LIST_TITLES["file"]}
        faults = tuple(faults_of(error, titles, otherwise="file"))
        return _start(Form("list", {}, faults), error.status)
    steps: Mapping[str, Callable[[Confirmed, Waiting], AnyResponse]] = {
        "take": _take, "marked": _marked,
    }  # fmt: skip
    if is_long(waiting.path):
        return _by_job(asked, waiting)
    return steps.get(asked.step, _look)(asked, waiting)


def _by_job(asked: Confirmed, waiting: Waiting) -> AnyResponse:
    """The same step done in the background, and the page that tells how far it is."""
    kind = {"take": TAKE, "marked": MARK}.get(asked.step, LOOK)
    arguments = as_arguments(waiting.options) | {
        "token": waiting.token,
        "name": waiting.name,
        "shown": asked.shown if kind == TAKE else None,
        "language": language(),
    }
    return begin(kind, waiting.name, arguments)


def _waiting(asked: Confirmed) -> Waiting:
    folder, owner = _folder(), actor().name
    sent = request.files.get("file")
    token, name = asked.token, asked.name
    if sent is not None and sent.filename:
        with kept_folder(services().settings.scratch) as scratch:
            sent.save(scratch / "list.xlsx")
            token = keep_list(folder, owner, scratch / "list.xlsx")
        name = Path(sent.filename).name[:80]
    if not token:
        raise EcoAtlasError(NO_FILE)
    return Waiting(kept_list(folder, owner, token), token, name, _options(asked))


def _folder() -> Path:
    return lists_folder(services().settings)


def _options(asked: Confirmed) -> Options:
    heads, meanings = _many(asked.head), _many(asked.meaning)
    told = dict(zip(heads[:MOST_HEADS], meanings[:MOST_HEADS], strict=False))
    mapping = {head: name for head, name in told.items() if name != automatic(head)}
    units = tuple(_many(asked.unit)) if asker().may("keep_units") else ()
    return Options(mapping, frozenset(_many(asked.accept)), units, asked.year, asked.reason)


def _many(given: Many) -> list[str]:
    return [given] if isinstance(given, str) else given


def _planned(session: Session, waiting: Waiting) -> Plan:
    """What the list would do; the session is rolled back afterwards."""
    return plan_import(session, waiting.path, waiting.options, name=waiting.name, by=actor())


def _look(asked: Confirmed, waiting: Waiting, note: Text | None = None) -> Response:
    try:
        with services().transaction() as session:
            found = found_of(_planned(session, waiting))
            seen = seen_list(session, found, waiting.options)
            session.rollback()
    except EcoAtlasError as error:  # noted once the database is free: the note is a write as well
        correctable(error)
        seen = _unread(error, waiting)
    return _list_page(asked, waiting, seen, note)


def _unread(error: EcoAtlasError, waiting: Waiting) -> ListSeen:
    """A list that nothing can be said of yet: what stands in its first rows, to be told."""
    return unread_list(waiting.path, waiting.options, tuple(faults_of(error, {})))


def _list_page(
    asked: Confirmed, waiting: Waiting, seen: ListSeen, note: Text | None, status: int = 200
) -> Response:
    view = TakenView(
        seen, waiting.token, waiting.name, asked.year, asked.reason or "", note,
        asker().may("keep_units"),
    )  # fmt: skip
    return private(page("project_list.html", view), status)


def found_page(found: ListFound, told: Mapping[str, Any], options: Options) -> Response:
    """A list that a job has looked at; raises `project-list-gone`."""
    path = kept_list(_folder(), actor().name, told["token"])
    waiting = Waiting(path, told["token"], told["name"], options)
    asked = Confirmed(year=options.year, reason=options.reason)
    if found.refusal:
        first, *others = found.refusal
        error = EcoAtlasError(first.kind, problems=tuple(others), **first.values)
        return _list_page(asked, waiting, _unread(error, waiting), None)
    with services().reading() as session:
        seen = seen_list(session, found, options)
    return _list_page(asked, waiting, seen, None)


def _take(asked: Confirmed, waiting: Waiting) -> AnyResponse:
    """Take the differences that were shown; others than these are shown first."""
    with services().transaction() as session:
        fits = _fits(session, asked, waiting)
        session.rollback()
    if not fits:
        return _look(asked, waiting, LIST_TITLES["differs"])
    with services().transaction() as session:
        done = import_projects(
            session, waiting.path, waiting.options, name=waiting.name, by=actor()
        )
    drop_list(_folder(), actor().name, waiting.token)
    counts = f"added={len(done.added)}&changed={len(done.changed)}&same={len(done.unchanged)}"
    return redirect(f"/projects/import/done?{counts}", 303)


def _fits(session: Session, asked: Confirmed, waiting: Waiting) -> bool:
    try:
        plan = _planned(session, waiting)
    except EcoAtlasError:
        return False
    return not plan.errors and digest(plan.differences) == asked.shown


@blueprint.get("/projects/import/done")
@requires("edit_projects")
@asks("added", "changed", "same")
def done() -> Response:
    names = ("added", "changed", "same")
    counts = {one: request.args.get(one, 0, int) for one in names}
    shown = LIST_TITLES["done"].format(**counts)
    view = StartView(Form("list"), today().year, MAX_FILE_BYTES >> 20, shown)
    return private(page("project_list_start.html", view))


def _marked(asked: Confirmed, waiting: Waiting) -> AnyResponse:
    """The person's own file, with everything that is wrong or odd at its cell."""
    with kept_folder(services().settings.scratch) as folder:
        out = folder / "marked.xlsx"
        with services().transaction() as session:
            try:
                made = mark(_planned(session, waiting), waiting.path, out, language())
            except EcoAtlasError:
                made = False
            session.rollback()
        if not made:
            return _look(asked, waiting)
        content = out.open("rb")
    return _file(content, f"{Path(waiting.name).stem}-checked.xlsx")
