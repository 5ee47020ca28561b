"""Loading the demonstration district by a button, and the page that shows how far it is."""

from __future__ import annotations

from flask import Blueprint, redirect
from werkzeug.wrappers import Response as AnyResponse

from projects.work.demonstrating import DEMONSTRATION, start_demonstration
from projects.work.jobs import job_for
from webmap.accounts.forms import Nothing
from webmap.edge.access import asker, requires
from webmap.edge.asked import form
from webmap.edge.language import language
from webmap.edge.rendering import page, services
from webmap.jobs.api import problem_json, put
from webmap.layers.view_models import DemonstrationView
from webmap.metrics.words import metric_words

blueprint = Blueprint("demonstration", __name__)
DONE = "done"


@blueprint.post("/demonstration")
@requires("manage_accounts")
def load_demonstration() -> AnyResponse:
    """Answers at once; the page of the job shows how far it is."""
    form(Nothing)
    job = start_demonstration(services(), asker())
    put(job)
    return redirect(f"/demonstration/{job.id}", 303)


@blueprint.get("/demonstration/<job>")
@requires("manage_accounts")
def demonstration(job: str) -> AnyResponse | str:
    """How far it is; the map once it is there."""
    with services().reading() as session:
        found = job_for(session, asker(), job)
    if found.kind != DEMONSTRATION or found.state == DONE:
        return redirect("/", 303)
    problem = problem_json(found.problem)
    return page("demonstration.html", DemonstrationView(found, problem, metric_words(language())))
