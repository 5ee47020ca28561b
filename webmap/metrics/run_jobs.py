"""Figures computed in the background: asked for by pages and programs, never in the request."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from layers.jobs import Job, get_job
from projects.work.jobs import start_run
from webmap.edge.access import asker
from webmap.edge.rendering import services
from webmap.jobs.api import put

LOOK_EVERY_S = 0.1


def ask_run(
    metric: str,
    inputs: Mapping[str, str],
    parameters: Mapping[str, Any],
    *,
    leads: str | None = None,
) -> Job:
    """Have a figure computed; see `start_run`."""
    job = start_run(services(), asker(), metric, inputs, parameters, leads=leads)
    put(job)
    return job


def wait_for(job: Job, seconds: float) -> Job:
    """The job as it is once it is over, or after `seconds`."""
    until = time.monotonic() + seconds
    while not job.over and time.monotonic() < until:
        time.sleep(LOOK_EVERY_S)
        with services().reading() as session:
            job = get_job(session, job.id)
    return job
