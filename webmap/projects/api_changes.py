"""What the JSON interface changes: project records, their links, and figures to compute."""

from __future__ import annotations

from typing import Annotated, Any, cast

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field, create_model

from geo.errors import ERROR_CODES, EcoAtlasError
from layers.jobs import Job
from projects.metrics.kept import find_run
from projects.metrics.ordering import place_order
from projects.records.changes.records import add_project, link, unlink, update_project
from projects.records.changes.writing import Report
from projects.records.model.errors import VERSION_UNREADABLE
from projects.records.model.fields import PROJECT_FIELDS
from webmap.edge.access import actor, requires
from webmap.edge.asked import takes
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.rendering import services
from webmap.jobs.answers import JobAnswer
from webmap.jobs.api import accepted, problem_json
from webmap.metrics import cards as figures
from webmap.metrics.answers import RunAnswer
from webmap.metrics.run_jobs import ask_run, wait_for
from webmap.projects import projects
from webmap.projects.answers import AddedAnswer, ProjectAnswer, RemovedAnswer
from webmap.projects.api import with_version

blueprint = Blueprint("api_changes", __name__, url_prefix=PREFIX)

LONGEST_TEXT, MOST_ITEMS = 4000, 200
REASON = "reason"
WAIT_S, LONGEST_WAIT_S = 5.0, 10.0
Short = Annotated[str, Field(min_length=1, max_length=200)]
Reason = Annotated[str, Field(max_length=500)] | None
Value = (
    Annotated[str, Field(max_length=LONGEST_TEXT)]
    | Annotated[int, Field(ge=-(10**15), le=10**15)]
    | Annotated[float, Field(allow_inf_nan=False)]
    | Annotated[list[Short], Field(max_length=MOST_ITEMS)]
    | None
)
# The fields are those of the declaration; what they may hold is checked by the use case.
ProjectBody: type[BaseModel] = create_model(
    "ProjectBody",
    **cast(Any, {one.name: (Value, None) for one in PROJECT_FIELDS} | {REASON: (Reason, None)}),
)


class LinkBody(BaseModel):
    layer: Short
    keys: Annotated[list[Short], Field(min_length=1, max_length=10_000)]


class RunBody(BaseModel):
    metric: Short
    inputs: Annotated[dict[Short, Short], Field(max_length=20)]
    parameters: Annotated[dict[Short, Value], Field(max_length=50)] = {}
    wait: Annotated[float, Field(ge=0, le=LONGEST_WAIT_S)] = WAIT_S


@blueprint.post("/metrics/runs")
@requires("run_metrics")
@takes(RunBody)
@answers(RunAnswer, JobAnswer)
def compute(asked: RunBody) -> Response:
    """The stored run of the same input (200), or a job that computes it.

    What is done within `wait` seconds is answered as the run (201), so that a small figure needs
    one request; what takes longer as the job (202), whose `result.run` names the run once it is
    there. A refusal of what was asked comes at once.
    """
    office = services()
    with office.reading() as session:
        order = place_order(session, office.store, asked.metric, asked.inputs, asked.parameters)
        kept = find_run(session, order.input_hash)
    if kept is not None:
        return answer(figures.stored_run(office, kept.id).as_dict())
    job = wait_for(ask_run(asked.metric, asked.inputs, asked.parameters), asked.wait)
    return _answered(job) if job.over else accepted(job)


def _answered(job: Job) -> Response:
    """The run of a job that is over, or the reason why there is none."""
    if job.result is not None:
        response = answer(figures.stored_run(services(), job.result["run"]).as_dict())
        response.status_code = 201
        return response
    problem = problem_json(job.problem)
    if problem is None:
        return accepted(job)
    known = ERROR_CODES.get(problem["code"])
    status = known.status if known else 500
    response = answer({**problem, "status": status, "job": job.id})
    response.status_code, response.mimetype = status, "application/problem+json"
    return response


@blueprint.post("/projects")
@requires("edit_projects")
@takes(ProjectBody)
@answers(ProjectAnswer)
def new_project(asked: BaseModel) -> tuple[Response, int]:
    """A new project record."""
    office = services()
    values, report = _parted(asked)
    with office.transaction() as session:
        code = add_project(session, values, by=actor(), report=report).code
    return with_version(projects.project_detail(office, code)), 201


@blueprint.patch("/projects/<path:code>")
@requires("edit_projects")
@takes(ProjectBody)
@answers(ProjectAnswer)
def change_project(asked: BaseModel, code: str) -> Response:
    """Change the given fields, and leave the others as they are.

    With `If-Match` only where the project is still of that version: else 412, with what each field
    was, is, and was to be.
    """
    office = services()
    values, report = _parted(asked)
    seen = seen_version(code)
    with office.transaction() as session:
        update_project(session, code, values, by=actor(), based_on=seen, report=report)
    return with_version(projects.project_detail(office, code))


def _parted(asked: BaseModel) -> tuple[dict[str, Any], Report]:
    """The fields of a record, and why it is changed."""
    values = asked.model_dump(exclude_unset=True)
    return values, Report(reason=values.pop(REASON, None), via="api")


def seen_version(code: str) -> int | None:
    """The version that `If-Match` names; raises `project-version-unreadable`."""
    if not request.if_match or request.if_match.star_tag:
        return None
    tags = request.if_match.as_set(include_weak=True)
    tag = next(iter(tags)) if len(tags) == 1 else ""
    if not (tag.isascii() and tag.isdigit() and len(tag) < 10):
        raise EcoAtlasError(VERSION_UNREADABLE, code=code)
    return int(tag)


@blueprint.put("/projects/<path:code>/links")
@requires("edit_projects")
@takes(LinkBody)
@answers(AddedAnswer)
def add_links(asked: LinkBody, code: str) -> Response:
    """Link features of a layer to a project."""
    office = services()
    with office.transaction() as session:
        added = link(session, code, asked.layer, asked.keys, store=office.store, by=actor())
    return answer({"added": added})


@blueprint.delete("/projects/<path:code>/links")
@requires("edit_projects")
@takes(LinkBody)
@answers(RemovedAnswer)
def remove_links(asked: LinkBody, code: str) -> Response:
    """Unlink features of a layer from a project."""
    office = services()
    with office.transaction() as session:
        removed = unlink(session, code, asked.layer, asked.keys, by=actor())
    return answer({"removed": removed})
