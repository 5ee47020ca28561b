"""What belongs to a project in the JSON interface: years, funds, steps and problems."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from geo.errors import EcoAtlasError
from projects.records.changes.history import as_json, whole_values
from projects.records.changes.parts import set_parts
from projects.records.changes.problem_fields import CLOSING_FIELDS, PROBLEM_FIELDS, read_fields
from projects.records.changes.problems import NewProblem, add_problem, close_problem, problems_of
from projects.records.changes.records import get_project, named
from projects.records.model.errors import RECORD_UNKNOWN_FIELD
from projects.records.model.part_kinds import PARTS, Key, PartKind, field_title
from webmap.edge.access import actor, requires
from webmap.edge.asked import takes
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.rendering import services
from webmap.projects.answers import (
    ClosedProblemAnswer,
    NewProblemAnswer,
    PartsAnswer,
    ProblemsAnswer,
)
from webmap.projects.api_changes import Reason, Value, seen_version

blueprint = Blueprint("api_parts", __name__, url_prefix=PREFIX)

Name = Annotated[str, Field(max_length=100)]


class PartsBody(BaseModel):
    """Fields by their place, as in `year.2026.work` or `fund.2026.central.planned_wan_yuan`."""

    fields: Annotated[dict[Name, Value], Field(min_length=1, max_length=200)]
    reason: Reason = None


class FieldsBody(BaseModel):
    """Fields of a problem or of its closing, as people write them."""

    fields: Annotated[dict[Name, Value], Field(max_length=20)]


@blueprint.get("/projects/<path:code>/parts")
@requires("view")
@answers(PartsAnswer)
def parts(code: str) -> Response:
    """Every filled field of years, funds and steps by its place; ETag is the project's version."""
    return _parts(code)


def _parts(code: str) -> Response:
    with services().reading() as session:
        project = get_project(session, code)
        values = whole_values(session, project)
        version = project.version
    told = {n: v for n, v in values.items() if n.split(".")[0] in PARTS and v is not None}
    response = answer({"code": code, "version": version, "fields": told})
    response.set_etag(str(version))
    return response


@blueprint.patch("/projects/<path:code>/parts")
@requires("edit_projects")
@takes(PartsBody)
@answers(PartsAnswer)
def change_parts(asked: PartsBody, code: str) -> Response:
    """Write the given fields as one change; with `If-Match` only upon the version it names."""
    seen = seen_version(code)
    wanted: dict[tuple[PartKind, Key], dict[str, object]] = {}
    for place, value in asked.fields.items():
        kind, key, name = _placed(code, place)
        wanted.setdefault((kind, key), {})[name] = value
    with services().transaction() as session:
        set_parts(session, code, wanted, by=actor(), reason=asked.reason, based_on=seen)
    return _parts(code)


def _placed(code: str, place: str) -> tuple[PartKind, Key, str]:
    """The part and the field of a place; raises `record-unknown-field`."""
    try:
        title = field_title(place)
    except (KeyError, IndexError, StopIteration):
        title = None
    kind, *key, name = place.split(".") if "." in place else ("", "", "")
    if title is None or kind not in PARTS or len(key) != len(PARTS[kind].keys):
        choices = "year.2026.work, fund.2026.central.planned_wan_yuan, step.filing.done_on"
        raise EcoAtlasError(
            RECORD_UNKNOWN_FIELD, place=named(code), field=place[:60], choices=choices
        )
    return PARTS[kind], tuple(int(one) if one.isdigit() else one for one in key), name


@blueprint.get("/projects/<path:code>/problems")
@requires("view")
@answers(ProblemsAnswer)
def problems(code: str) -> Response:
    """Problems and rectification orders, those that are open first."""
    names = ("id", "kind", "text", "found_on", "issued_by", "document_number", "deadline",
             "unit_code", "closed_on", "closing")  # fmt: skip
    with services().reading() as session:
        found = [
            as_json({name: getattr(one, name) for name in names})
            for one in problems_of(session, code)
        ]
    return answer({"problems": found})


@blueprint.post("/projects/<path:code>/problems")
@requires("edit_projects")
@takes(FieldsBody)
@answers(NewProblemAnswer)
def new_problem(asked: FieldsBody, code: str) -> tuple[Response, int]:
    """A problem or rectification order of a project."""
    with services().transaction() as session:
        read = read_fields(session, code, PROBLEM_FIELDS, asked.fields)
        number = add_problem(session, code, NewProblem(**read), by=actor()).id
    return answer({"problem": number}), 201


@blueprint.post("/projects/<path:code>/problems/<int:number>/close")
@requires("edit_projects")
@takes(FieldsBody)
@answers(ClosedProblemAnswer)
def close(asked: FieldsBody, code: str, number: int) -> Response:
    """Close a problem whose evidence has been attached before."""
    with services().transaction() as session:
        read = read_fields(session, code, CLOSING_FIELDS, asked.fields)
        closing = read["closing"] or ""
        close_problem(session, code, number, closing, on=read["closed_on"], by=actor())
    return answer({"problem": number, "closed_on": read["closed_on"].isoformat()})
