"""Statements under `/api/v1`: the list, one with its content, making, commenting, handing in.

Returning and signing are done by a person on a page, never by a program with a token.
"""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from projects.statements import review
from projects.statements.making import get_statement, is_whole, make_statement
from projects.statements.since import newer_inputs
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import Nothing, body, read
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.rendering import services
from webmap.metrics.run_jobs import accepted
from webmap.statements.answers import change_json, statement_json, today, unnamed
from webmap.statements.answers import statement_list as listed
from webmap.statements.pages import Listed, ask_today, asked

blueprint = Blueprint("api_statements", __name__, url_prefix=PREFIX)


class MakeBody(BaseModel):
    run: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class CommentBody(BaseModel):
    text: Annotated[str, Field(max_length=4000)]
    table: Annotated[str, Field(max_length=64)] = ""
    row: Annotated[str, Field(max_length=300)] = ""


class SubmitBody(BaseModel):
    note: Annotated[str, Field(max_length=4000)] = ""


def _named() -> bool:
    return asker().account is not None


@blueprint.get("/statements")
@requires("view")
def statement_list() -> Response:
    found = listed(services(), read(Listed, asked()).state or None)
    return answer({"statements": [statement_json(one, named=_named()) for one in found]})


@blueprint.get("/statements/<int:statement>")
@requires("view")
def statement(statement: int) -> Response:
    """The statement with its content: `whole` says that what is kept fits its hash."""
    with services().reading() as session:
        found = get_statement(session, statement)
        newer = newer_inputs(session, found)
    told = statement_json(found, named=_named())
    content = found.content if _named() else unnamed(found.content)
    told |= {"content": content, "whole": is_whole(found)}
    return answer(told | {"newer": [{"id": n.name, "then": n.then, "now": n.now} for n in newer]})


@blueprint.get("/statements/<int:statement>/now")
@requires("view")
def statement_now(statement: int) -> Response:
    """What would differ, where somebody has computed it with the versions of today."""
    found = today(services(), statement)
    run = found.run.id if found.run else None
    return answer({"run": run, "changes": [change_json(one) for one in found.changes]})


@blueprint.post("/statements/<int:statement>/now")
@requires("run_metrics")
def compute_now(statement: int) -> Response:
    """Have the versions of today computed: 202 and the job, or what would differ if it is known."""
    body(Nothing)
    job = ask_today(statement)
    return statement_now(statement) if job is None else accepted(job)


@blueprint.post("/statements")
@requires("run_metrics")
def make() -> Response:
    given = body(MakeBody)
    with services().transaction() as session:
        made = make_statement(session, services().store, given.run, actor())
    response = answer(statement_json(made))
    response.status_code = 201
    return response


@blueprint.post("/statements/<int:statement>/comments")
@requires("run_metrics")
def comment(statement: int) -> Response:
    given = body(CommentBody)
    with services().transaction() as session:
        done = review.comment(session, statement, given.text, actor(), given.table, given.row)
    return answer(statement_json(done))


@blueprint.post("/statements/<int:statement>/submit")
@requires("run_metrics")
def submit(statement: int) -> Response:
    given = body(SubmitBody)
    with services().transaction() as session:
        done = review.submit(session, statement, actor(), given.note)
    return answer(statement_json(done))
