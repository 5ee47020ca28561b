"""The page of a job that makes an export or a comparison, and the file it has made."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.artifacts import COMPARE, EXPORT, MADE_KINDS, made_file
from layers.artifacts.errors import MADE_GONE
from layers.artifacts.files import KEPT_HOURS, kept_until
from layers.catalogue import resolve
from layers.jobs import STATES, Job
from layers.jobs.errors import UNKNOWN_JOB
from layers.system.media_types import ANYTHING
from projects.work.jobs import job_for
from webmap.edge.access import asker, requires
from webmap.edge.json_answer import PREFIX
from webmap.edge.language import language
from webmap.edge.openapi import gives
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.exports.artifacts import file_of
from webmap.exports.form import CRS_CHOICES
from webmap.exports.view_models import MadeView
from webmap.jobs.api import file_address, problem_json
from webmap.jobs.stopping import stop
from webmap.metrics.words import metric_words

blueprint = Blueprint("made", __name__)


@blueprint.get("/jobs/<job>")
@requires("view")
def job_page(job: str) -> AnyResponse:
    """How far it is; leads to the comparison, or offers the file, once there is one."""
    found = _own(job)
    with services().reading() as session:
        title = resolve(session, found.arguments["layer"]).title
    gone = _is_gone(found)
    if found.kind == COMPARE and found.state == "done" and not gone:
        return redirect(_comparison(found.arguments), 303)
    problem = EcoAtlasError(MADE_GONE, hours=KEPT_HOURS) if gone else None
    view = MadeView(
        job=found,
        heading=MADE_KINDS[found.kind],
        title=title,
        state=STATES[found.state],
        problem={"title": problem.message, "detail": problem.fix}
        if problem
        else problem_json(found.problem),
        notes=[Text(**note) for note in (found.result or {}).get("notes", ())],
        file=None if gone else file_address(found),
        until=kept_until(found),
        again=_again(found),
        words=metric_words(language()),
    )
    return private(page("made_job.html", view))


@blueprint.post("/jobs/<job>/cancel")
@requires("view")
def cancel(job: str) -> AnyResponse:
    """Stop it; nothing is kept."""
    found = _own(job)
    return stop(found, f"/jobs/{found.id}")


@blueprint.get(f"{PREFIX}/jobs/<job>/file")
@requires("export")
@gives(ANYTHING)
def made(job: str) -> Response:
    """The file that a job has made; only for whoever asked for it, and while he sees it."""
    return file_of(_own(job))


def _own(job_id: str) -> Job:
    """A job of this kind that the asker himself has asked for; otherwise it is unknown."""
    with services().reading() as session:
        found = job_for(session, asker(), job_id)
    if found.kind not in MADE_KINDS or found.actor.name != asker().name:
        raise EcoAtlasError(UNKNOWN_JOB, job=job_id[:40])
    return found


def _is_gone(job: Job) -> bool:
    if job.state != "done" or job.kind == COMPARE:
        return False
    try:
        made_file(services().settings, job)
    except EcoAtlasError:
        return True
    return False


def _comparison(asked: Any) -> str:
    between = urlencode({"from": asked["from"], "to": asked["to"]})
    return f"/layers/{quote(asked['layer'])}/diff?{between}"


def _again(job: Job) -> str:
    """Where it was asked for, as it was filled in."""
    asked = job.arguments
    if job.kind != EXPORT:
        return f"/layers/{quote(asked['layer'])}#versions"
    rows = asked["rows"] or {"search": "", "filters": []}
    given = {"version": asked["version"], **_system(asked["crs"]), "encoding": asked["encoding"]}
    given |= {f"f.{name}": value for name, value in rows["filters"]} | {"q": rows["search"]}
    filled = urlencode({name: value for name, value in given.items() if value})
    return f"/layers/{quote(asked['layer'])}/export?{filled}"


def _system(crs: int | str) -> dict[str, str]:
    chosen = str(crs)
    return {"crs": chosen} if chosen in CRS_CHOICES else {"epsg": chosen}
