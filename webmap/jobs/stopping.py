"""Stopping a job from its page, and back to that page."""

from __future__ import annotations

from flask import redirect
from werkzeug.wrappers import Response as AnyResponse

from layers.jobs import Job, ask_cancel
from webmap.edge.rendering import services


def stop(job: Job, page: str) -> AnyResponse:
    """Have a job stopped that its page has found for the asker; one that is over stays as it is.

    page: the address of its page, which says how it stands then.
    """
    with services().transaction() as session:
        if not job.over:
            ask_cancel(session, job.id)
    return redirect(page, 303)
