"""Figures computed in the background: asked for by pages and programs, never in the request."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.jobs import Job, add_job, get_job, list_jobs
from projects.work.kinds import METRIC
from webmap.edge.access import actor, asker
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.rendering import services
from webmap.jobs.api import job_json, put

MOST_UNDER_WAY = 20
MOST_LOOKED_AT = 200
LOOK_EVERY_S = 0.1

TOO_MANY_RUNS = declare(
    "runs-too-many",
    "error",
    Text(
        "您已有 {count} 个计算任务没有完成，达到上限。",
        "You have {count} computations under way, which is the most there may be.",
    ),
    Text(
        "请等其中一些完成，或取消不需要的。", "Wait for some of them, or cancel those not needed."
    ),
    status=409,
)


def ask_run(
    metric: str,
    inputs: Mapping[str, str],
    parameters: Mapping[str, Any],
    *,
    leads: str | None = None,
) -> Job:
    """Have a figure computed, with the rights that whoever asks has now.

    The same question asked again while it is under way is the same job. `leads`: the page that
    shows the result, where it is not that of the run. Raises `runs-too-many`.
    """
    arguments: dict[str, Any] = {
        "metric": metric,
        "inputs": dict(inputs),
        "parameters": dict(parameters),
        "role": asker().role,
    }
    if leads is not None:
        arguments["leads"] = leads
    subject = f"metric:{metric}"
    with services().transaction() as session:
        waiting = _under_way(session)
        same = next((one for one in waiting if one.arguments == arguments), None)
        if same is not None:
            return same
        if len(waiting) >= MOST_UNDER_WAY:
            raise EcoAtlasError(TOO_MANY_RUNS, count=len(waiting))
        job = add_job(session, METRIC, arguments, subject=subject, by=actor())
    put(job)
    return job


def _under_way(session: Session) -> list[Job]:
    """The computations of the asker that are not over."""
    jobs = list_jobs(session, by=actor().name, limit=MOST_LOOKED_AT)
    return [one for one in jobs if one.kind == METRIC and not one.over and not one.cancel_asked]


def wait_for(job: Job, seconds: float) -> Job:
    """The job as it is once it is over, or after `seconds`."""
    until = time.monotonic() + seconds
    while not job.over and time.monotonic() < until:
        time.sleep(LOOK_EVERY_S)
        with services().reading() as session:
            job = get_job(session, job.id)
    return job


def accepted(job: Job) -> Response:
    """202, the job, and where to ask how far it is."""
    response = answer(job_json(job))
    response.status_code = 202
    response.headers["Location"] = f"{PREFIX}/jobs/{job.id}"
    return response
