"""Hits of a run in the JSON interface: the list to work off, and decisions on it."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from projects.metrics.aging import aged
from projects.metrics.hits.hits import LONGEST_REASON, decide, history_of, hits_of
from projects.metrics.kept import MetricRun, get_run
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import takes
from webmap.edge.errors import RUN_NOT_FOUND
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.rendering import services
from webmap.hits.answers import DecidedHit, HitsAnswer
from webmap.hits.told import decided_json, hit_json

blueprint = Blueprint("api_hits", __name__, url_prefix=PREFIX)


class DecisionBody(BaseModel):
    """A decision on the hit `key`, with the reason that is kept.

    `seen` is the `number` of the latest decision the asker knows of, 0 for none: with it, a
    decision that somebody has taken meanwhile is not passed over.
    """

    key: Annotated[str, Field(max_length=400)]
    decision: Annotated[str, Field(max_length=20)]
    reason: Annotated[str, Field(max_length=LONGEST_REASON)]
    seen: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] | None = None


@blueprint.get("/metrics/runs/<int:run>/hits")
@requires("view")
@answers(HitsAnswer)
def hit_list(run: int) -> Response:
    """Every hit of a run, with the latest decision on it."""
    with services().reading() as session:
        kept = _run(session, run)
        found, told = hits_of(session, kept), aged(session, kept)
    names = asker().account is not None
    return answer({"run": run, "hits": [hit_json(one, told, names=names) for one in found]})


@blueprint.post("/metrics/runs/<int:run>/hits")
@requires("run_metrics")
@takes(DecisionBody)
@answers(DecidedHit)
def decide_on_hit(asked: DecisionBody, run: int) -> tuple[Response, int]:
    """Decide on a hit; the answer has its whole history."""
    with services().transaction() as session:
        kept = _run(session, run)
        hit = decide(
            session, kept, asked.key, asked.decision, asked.reason, actor(), seen=asked.seen
        )
        history, found = history_of(session, kept, asked.key), aged(session, kept)
    told = hit_json(hit, found) | {"history": [decided_json(one) for one in history]}
    return answer(told), 201


def _run(session: Session, number: int) -> MetricRun:
    found = get_run(session, number)
    if found is None:
        raise EcoAtlasError(RUN_NOT_FOUND, run=number)
    return found
