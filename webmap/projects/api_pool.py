"""The green project pool in the JSON interface: who stands in it, releasing and ending that."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from projects.pool.releasing import USUAL, pool, release, standing_of, withdraw
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import takes
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.rendering import services
from webmap.projects.answers import PoolAnswer, PoolProject
from webmap.projects.api_changes import Short

blueprint = Blueprint("api_pool", __name__, url_prefix=PREFIX)


class ReleaseBody(BaseModel):
    """Fields by their names, without any the usual ones; files by their hash."""

    fields: Annotated[list[Short], Field(max_length=100)] = []
    files: Annotated[list[Short], Field(max_length=100)] = []


@blueprint.get("/pool")
@requires("view")
@answers(PoolAnswer)
def pool_list() -> Response:
    """Every project that is eligible or released; who released it is told to whom
    is signed in, what is released to whom may take it along."""
    who = asker()
    named, whole = who.account is not None, who.may("export")
    with services().reading() as session:
        found = [one.as_dict(named=named, whole=whole) for one in pool(session)]
    return answer({"projects": found})


@blueprint.put("/pool/<path:code>")
@requires("release_projects")
@takes(ReleaseBody)
@answers(PoolProject)
def release_project(asked: ReleaseBody, code: str) -> Response:
    """Release the fields as they stand now, in place of an earlier release."""
    with services().transaction() as session:
        release(session, code, asked.fields or USUAL, asked.files, actor())
        told = standing_of(session, code).as_dict()
    return answer(told)


@blueprint.delete("/pool/<path:code>")
@requires("release_projects")
@answers(PoolProject)
def take_out(code: str) -> Response:
    """Take a project out of the pool."""
    with services().transaction() as session:
        withdraw(session, code, actor())
        told = standing_of(session, code).as_dict()
    return answer(told)
