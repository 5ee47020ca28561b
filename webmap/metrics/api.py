"""Stored runs of metrics and the figures that stand, in the JSON interface."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from projects.standing.choosing import LONGEST_REASON, lift_figure, set_figure
from projects.standing.figures import standing
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import takes
from webmap.edge.json_answer import PREFIX, answer, parameter
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.rendering import seen, services
from webmap.metrics import cards
from webmap.metrics.answers import CardsAnswer, EveryStanding, RunAnswer, RunsAnswer, StandingAnswer
from webmap.metrics.map_cards import map_cards
from webmap.metrics.standing import figure_json, standing_json

blueprint = Blueprint("api_metrics", __name__, url_prefix=PREFIX)


class LiftBody(BaseModel):
    reason: Annotated[str, Field(max_length=LONGEST_REASON)]


class SetBody(LiftBody):
    """`own`: layers of the run that are declared the office's own with this.

    `replaces` is the run that the asker knows to stand, 0 for none: with it, a figure that somebody
    has set meanwhile is not passed over.
    """

    own: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=20)] = []
    replaces: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] | None = None


def _named() -> bool:
    return asker().account is not None


@blueprint.get("/metrics/runs")
@requires("view")
@asks("metric")
@answers(RunsAnswer)
def latest_runs() -> Response:
    """The run that stands for a metric, in a list that is empty where none does."""
    found = cards.standing_run(services(), parameter("metric"))
    return answer({"runs": [found.as_dict()] if found else []})


@blueprint.get("/metrics/current")
@requires("view")
@answers(EveryStanding)
def current() -> Response:
    """Every figure that stands, on what, and the statements that stand no longer."""
    with services().reading() as session:
        found = standing(session)
    return answer(standing_json(found, names=_named()))


@blueprint.post("/metrics/runs/<int:run>/current")
@requires("set_figures")
@takes(SetBody)
@answers(StandingAnswer)
def set_current(given: SetBody, run: int) -> tuple[Response, int]:
    """Make the run the office's figure for its target, else for its metric."""
    with services().transaction() as session:
        figure = set_figure(
            session, run, given.reason, actor(), own=given.own, shown=given.replaces
        )
    return answer(figure_json(figure)), 201


@blueprint.delete("/metrics/runs/<int:run>/current")
@requires("set_figures")
@takes(LiftBody)
@answers(EveryStanding)
def lift_current(given: LiftBody, run: int) -> Response:
    """Let a run that was set stand no longer."""
    with services().transaction() as session:
        lift_figure(session, run, given.reason, actor())
        found = standing(session)
    return answer(standing_json(found))


@blueprint.get("/metrics/cards")
@requires("view")
@answers(CardsAnswer)
def cards_of_the_map() -> Response:
    """What the panel of figures on the map shows, every figure as it is written."""
    return answer({"cards": map_cards(services(), names=_named())})


@blueprint.get("/metrics/runs/<int:run>")
@requires("view")
@answers(RunAnswer)
def stored_run(run: int) -> Response:
    """A stored run with its figures."""
    return answer(seen(cards.stored_run, run).as_dict())
