"""What the JSON interface changes: project records, their links, and figures to compute."""

from __future__ import annotations

from typing import Annotated, Any, cast

from flask import Blueprint, Response
from pydantic import BaseModel, Field, create_model

from projects.metrics import run_metric
from projects.record_fields import PROJECT_FIELDS
from projects.records import add_project, link, unlink, update_project
from webmap.access import actor, requires
from webmap.answers import figures, projects
from webmap.api import PREFIX, answer
from webmap.asked import body
from webmap.rendering import services

blueprint = Blueprint("api_changes", __name__, url_prefix=PREFIX)

LONGEST_TEXT, MOST_ITEMS = 4000, 200
Short = Annotated[str, Field(min_length=1, max_length=200)]
Value = (
    Annotated[str, Field(max_length=LONGEST_TEXT)]
    | Annotated[int, Field(ge=-(10**15), le=10**15)]
    | Annotated[float, Field(allow_inf_nan=False)]
    | Annotated[list[Short], Field(max_length=MOST_ITEMS)]
    | None
)
# The fields are those of the declaration; what they may hold is checked by the use case.
ProjectBody: type[BaseModel] = create_model(
    "ProjectBody", **cast(Any, {one.name: (Value, None) for one in PROJECT_FIELDS})
)


class LinkBody(BaseModel):
    layer: Short
    keys: Annotated[list[Short], Field(min_length=1, max_length=10_000)]


class RunBody(BaseModel):
    metric: Short
    inputs: Annotated[dict[Short, Short], Field(max_length=20)]
    parameters: Annotated[dict[Short, Value], Field(max_length=50)] = {}


@blueprint.post("/metrics/runs")
@requires("run_metrics")
def compute() -> tuple[Response, int]:
    """Compute a figure, or give the stored one of the same input."""
    asked, office = body(RunBody), services()
    run = run_metric(
        office.database, office.store, asked.metric, asked.inputs, asked.parameters, actor()
    )
    return answer(figures.stored_run(office, run.id).as_dict()), 200 if run.reused else 201


@blueprint.post("/projects")
@requires("edit_projects")
def new_project() -> tuple[Response, int]:
    asked, office = body(ProjectBody), services()
    with office.transaction() as session:
        code = add_project(session, asked.model_dump(exclude_unset=True), by=actor()).code
    return answer(projects.project_detail(office, code).as_dict()), 201


@blueprint.patch("/projects/<path:code>")
@requires("edit_projects")
def change_project(code: str) -> Response:
    """Change the given fields, and leave the others as they are."""
    asked, office = body(ProjectBody), services()
    with office.transaction() as session:
        update_project(session, code, asked.model_dump(exclude_unset=True), by=actor())
    return answer(projects.project_detail(office, code).as_dict())


@blueprint.put("/projects/<path:code>/links")
@requires("edit_projects")
def add_links(code: str) -> Response:
    asked, office = body(LinkBody), services()
    with office.transaction() as session:
        added = link(session, code, asked.layer, asked.keys, store=office.store, by=actor())
    return answer({"added": added})


@blueprint.delete("/projects/<path:code>/links")
@requires("edit_projects")
def remove_links(code: str) -> Response:
    asked, office = body(LinkBody), services()
    with office.transaction() as session:
        removed = unlink(session, code, asked.layer, asked.keys, by=actor())
    return answer({"removed": removed})
