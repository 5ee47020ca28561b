"""The versions of a layer under `/api/v1`: the list, what changed, and making one live again."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from layers.catalogue import versions
from layers.system.media_types import JSON
from layers.versions.diff import DiffQuery, as_json
from projects.work.versions import make_live
from webmap.edge.access import asker, requires
from webmap.edge.asked import takes
from webmap.edge.json_answer import PREFIX, answer, moment
from webmap.edge.openapi import answers, gives
from webmap.edge.parameters import asks
from webmap.edge.rendering import services
from webmap.exports.artifacts import compare_first
from webmap.exports.differences import difference
from webmap.jobs.answers import JobAnswer
from webmap.versions.answers import DiffAnswer, RolledBack, VersionsAnswer
from webmap.versions.pages import Happened, Number, Question, asked_in

blueprint = Blueprint("api_versions", __name__, url_prefix=PREFIX)


class DiffAsked(BaseModel):
    """Which two versions, which of the changes, and which part of them."""

    from_: Number = Field(alias="from")
    to: Number
    what: Happened = ""
    field: Annotated[str, Field(max_length=200)] = ""
    q: Annotated[str, Field(max_length=200)] = ""
    offset: Annotated[int, Field(ge=0, le=10**9)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 1000


class RollbackBody(BaseModel):
    version: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    accept: Annotated[list[Question], Field(max_length=10)] = []


@blueprint.get("/layers/<layer>/versions")
@requires("view")
@answers(VersionsAnswer)
def version_list(layer: str) -> Response:
    """The versions of a layer: source, day, licence and secrecy of each."""
    with services().reading() as session:
        every = versions(session, layer)
    told = asker().account is not None
    return answer(
        {
            "layer": layer,
            "versions": [
                {
                    "version": one.number,
                    "live": one.live,
                    "features": one.features,
                    "sha256": one.sha256,
                    "crs_of_file": one.crs,
                    "source": one.description.source,
                    "date": one.description.date.isoformat() if one.description.date else None,
                    "licence": one.description.licence,
                    "secrecy": one.secrecy,
                    "note": one.description.note,
                    "created_at": moment(one.created_at),
                    "created_by": one.created_by if told else None,
                }
                for one in every
            ],
        }
    )


@blueprint.get("/layers/<layer>/diff")
@requires("view")
@asks(DiffAsked)
@gives(JSON, status="2XX")
@answers(DiffAnswer, JobAnswer)
def version_diff(layer: str) -> AnyResponse:
    """The changes that fit, 1000 at most; `next_offset` says where to go on.

    Versions that are too large for it are compared by a job first: 202 with its address.
    """
    asked = asked_in(DiffAsked)
    found = difference(services(), layer, asked.from_, asked.to, asker().name)
    if found is None:
        return compare_first(layer, asked.from_, asked.to)
    shown = as_json(found, asked_query(asked), asked.offset, asked.limit)
    if asker().account is None:
        for side in ("a", "b"):
            shown[side] = shown[side] | {"created_by": None}
    return answer(shown)


def asked_query(asked: DiffAsked) -> DiffQuery:
    return DiffQuery(asked.what, asked.field, asked.q.strip())


@blueprint.post("/layers/<layer>/rollback")
@requires("edit_layers")
@takes(RollbackBody)
@answers(RolledBack)
def rollback(asked: RollbackBody, layer: str) -> Response:
    """Make a version live; `secrecy-would-drop` and `links-would-break` until accepted."""
    accept = frozenset(asked.accept)
    done = make_live(services(), asker(), layer, asked.version, accept=accept)
    ref = done.version
    return answer(
        {
            "layer": ref.layer_id,
            "version": ref.number,
            "previous": done.previous,
            "changed": done.changed,
            "sha256": ref.sha256,
        }
    )
