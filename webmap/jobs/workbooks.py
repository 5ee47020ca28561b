"""Workbooks of projects that jobs deal with: beginning one, and finding one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.jobs import Job
from layers.jobs.errors import UNKNOWN_JOB
from projects.work.jobs import job_for, start_workbook
from projects.work.lists import TITLES
from webmap.edge.access import asker, wants_json
from webmap.edge.rendering import services
from webmap.jobs.api import accepted, problem_json, put


def begin(kind: str, subject: str, arguments: Mapping[str, Any]) -> AnyResponse:
    """Have it done: its page for a person, 202 and its address for a program."""
    job = start_workbook(services(), asker(), kind, subject, arguments)
    put(job)
    if asker().by_token or wants_json():
        return accepted(job)
    return redirect(f"/workbooks/{job.id}#content", 303)


def own_job(job_id: str) -> Job:
    """A workbook that the asker has sent himself; any other job is unknown."""
    with services().reading() as session:
        found = job_for(session, asker(), job_id)
    if found.kind not in TITLES or found.actor.name != asker().name:
        raise EcoAtlasError(UNKNOWN_JOB, job=job_id[:40])
    return found


def refusal_of(job: Job) -> Mapping[str, Any] | None:
    """Why it was not done."""
    return problem_json(job.problem or (job.result or {}).get("refused"))
