"""The page of a long workbook at work: how far it is, and on to what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.figures.said import file_size
from geo.words import Text
from layers.artifacts import made_file
from layers.artifacts.errors import MADE_GONE
from layers.artifacts.files import KEPT_HOURS
from layers.jobs import STATES, Job
from layers.system.media_types import XLSX
from projects.records.files.found import from_json
from projects.work.lists import LOOK, MARK, MARKED, MERGE, TAKE, TITLES, WRITE, options_of
from webmap.edge.access import requires
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.language import language
from webmap.edge.openapi import gives
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.jobs.stopping import stop
from webmap.jobs.workbooks import own_job, refusal_of
from webmap.metrics.words import metric_words
from webmap.projects.lists import found_page

blueprint = Blueprint("workbooks", __name__)


@dataclass(frozen=True, slots=True)
class WorkbookView:
    """`workbook_job.html`: how far it is, its file, or what stood in the way.

    again: where it was asked for. file, size: of what was made. problem: with its rows.
    """

    job: Job
    again: str
    file: str | None = None
    size: str = ""
    problem: Mapping[str, Any] | None = None
    section: str = "projects"

    @property
    def heading(self) -> Text:
        return TITLES[self.job.kind]

    @property
    def what(self) -> str:
        return str(self.job.subject)

    @property
    def state(self) -> Text:
        return STATES[self.job.state]

    @property
    def words(self) -> Mapping[str, str]:
        return metric_words(language())

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = (self.problem or {}).get("problems", ())
        return found


@blueprint.get("/workbooks/<job>")
@requires("view")
def workbook(job: str) -> AnyResponse:
    """How far it is; leads on to what came of it."""
    found = own_job(job)
    problem = refusal_of(found)
    if found.state == "done" and problem is None:
        if found.kind == LOOK:
            told = found.result or {}
            return found_page(
                from_json(told["found"]), found.arguments, options_of(found.arguments)
            )
        if found.kind in (TAKE, MERGE):
            return redirect(_done(found), 303)
    there = bool((found.result or {}).get("file"))
    if there and found.kind in (MARK, WRITE) and not _is_there(found):
        gone = EcoAtlasError(MADE_GONE, hours=KEPT_HOURS)
        problem, there = {"title": gone.message, "detail": gone.fix, "problems": ()}, False
    view = WorkbookView(
        found,
        _again(found),
        f"/workbooks/{found.id}/file" if there else None,
        file_size((found.result or {}).get("size", 0)),
        problem,
    )
    return private(page("workbook_job.html", view))


def _is_there(job: Job) -> bool:
    try:
        made_file(services().settings, job)
    except EcoAtlasError:
        return False
    return True


def _done(job: Job) -> str:
    """Where it is shown what was done."""
    told = job.result or {}
    if job.kind == TAKE:
        counts = {"added": told["added"], "changed": told["changed"], "same": told["unchanged"]}
        return f"/projects/import/done?{urlencode(counts)}"
    round_ = f"/rounds/{quote(job.arguments['period'])}"
    if told["conflicts"]:
        return f"{round_}/conflicts?done=conflicts#content"
    return f"{round_}/units/{quote(job.arguments['unit'])}?done=merged#content"


def _again(job: Job) -> str:
    """Where it was asked for."""
    asked = job.arguments
    if job.kind == WRITE:
        return f"/projects?{urlencode(asked['query'])}"
    if job.kind == MERGE:
        return f"/rounds/{quote(asked['period'])}/units/{quote(asked['unit'])}"
    return "/projects/import"


@blueprint.post("/workbooks/<job>/cancel")
@requires("view")
def cancel(job: str) -> AnyResponse:
    """Stop it; nothing is kept."""
    found = own_job(job)
    return stop(found, f"/workbooks/{found.id}")


@blueprint.get("/workbooks/<job>/file")
@requires("view")
@gives(XLSX)
def workbook_file(job: str) -> Response:
    """What was made; only for whoever asked for it."""
    found = own_job(job)
    path = made_file(services().settings, found)
    name = "projects.xlsx" if path.name != MARKED else f"{found.subject}-checked.xlsx"
    return file_answer(path.open("rb"), XLSX, attachment(name))
