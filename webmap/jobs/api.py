"""Background jobs in the JSON interface: how far they are, and a way to stop them."""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, Response, current_app

from geo.words import Text
from layers.artifacts import MADE_KINDS
from layers.jobs import STATES, Job, Jobs, ask_cancel
from layers.system.progress import STEPS
from projects.work.jobs import job_for
from projects.work.kinds import JOB_KINDS
from projects.work.lists import TITLES as WORKBOOKS
from webmap.edge.access import asker, requires
from webmap.edge.asked import Nothing, takes
from webmap.edge.file_answers import is_tried
from webmap.edge.json_answer import PREFIX, answer, moment
from webmap.edge.openapi import answers
from webmap.edge.rendering import services
from webmap.jobs.answers import JobAnswer

blueprint = Blueprint("api_jobs", __name__, url_prefix=PREFIX)
EXTENSION = "ecoatlas_jobs"
log = logging.getLogger("ecoatlas.jobs")
LONGEST_ID = 40


@blueprint.get("/jobs/<job>")
@requires("view")
@answers(JobAnswer)
def one_job(job: str) -> Response:
    """How far a job is, its result or why there is none."""
    with services().reading() as session:
        return answer(job_json(job_for(session, asker(), job)))


@blueprint.post("/jobs/<job>/cancel")
@requires("view")
@takes(Nothing)
@answers(JobAnswer)
def cancel(_: Nothing, job: str) -> Response:
    """Stop a job: one that waits at once, one that works within a moment."""
    with services().transaction() as session:
        job_for(session, asker(), job)
        return answer(job_json(ask_cancel(session, job)))


def put(job: Job) -> None:
    """Have a job done, once the transaction that wrote it down is committed.

    It is written down: a queue that cannot be reached only makes it wait for the worker's own look.
    Of a HEAD nothing is written down.
    """
    if is_tried():
        return
    jobs: Jobs | None = current_app.extensions.get(EXTENSION)
    try:
        if jobs is None:
            jobs = current_app.extensions[EXTENSION] = Jobs(services().settings)
    except Exception:
        log.exception("job %s could not be put into the queue", job.id)
        return
    jobs.put(job.id)


def accepted(job: Job) -> Response:
    """202, the job, and where to ask how far it is."""
    response = answer(job_json(job))
    response.status_code = 202
    response.headers["Location"] = f"{PREFIX}/jobs/{job.id}"
    return response


def job_json(job: Job) -> dict[str, Any]:
    """A job as JSON; wordings stay in both languages until an edge chooses."""
    kind = JOB_KINDS.get(job.kind)
    return {
        "id": job.id,
        "kind": job.kind,
        "title": kind.title if kind else Text(job.kind, job.kind),
        "state": job.state,
        "state_title": STATES[job.state],
        "over": job.over,
        "step": STEPS.get(job.step or "", None),
        "share": round(job.share, 4),
        "cancel_asked": job.cancel_asked,
        "created_at": moment(job.created_at),
        "finished_at": moment(job.finished_at),
        "file": file_address(job),
        "result": job.result,
        "problem": problem_json(job.problem),
    }


def file_address(job: Job) -> str | None:
    """Where the file of a job that has made one is fetched."""
    if job.state != "done" or not (job.result or {}).get("file"):
        return None
    if job.kind in WORKBOOKS:
        return f"/workbooks/{job.id}/file"
    return f"{PREFIX}/jobs/{job.id}/file" if job.kind in MADE_KINDS else None


def problem_json(problem: Any) -> dict[str, Any] | None:
    """The refusal of a job, with its wordings as texts again."""
    if problem is None:
        return None
    return {
        "code": problem["code"],
        "title": Text(**problem["message"]),
        "detail": Text(**problem["fix"]),
        "problems": [
            {**one, "message": Text(**one["message"])} for one in problem.get("problems", ())
        ],
    }
