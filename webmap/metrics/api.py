"""Stored runs of metrics in the JSON interface."""

from __future__ import annotations

from flask import Blueprint, Response

from webmap.edge.access import requires
from webmap.edge.json_answer import PREFIX, answer, parameter
from webmap.edge.rendering import services
from webmap.metrics import cards
from webmap.metrics.map_cards import map_cards

blueprint = Blueprint("api_metrics", __name__, url_prefix=PREFIX)


@blueprint.get("/metrics/runs")
@requires("view")
def latest_runs() -> Response:
    """The latest stored run of a metric, in a list that is empty when none was stored yet."""
    found = cards.latest_runs(services(), parameter("metric"), 1)
    return answer({"runs": [run.as_dict() for run in found]})


@blueprint.get("/metrics/cards")
@requires("view")
def cards_of_the_map() -> Response:
    """What the panel of figures on the map shows, every figure as it is written."""
    return answer({"cards": map_cards(services())})


@blueprint.get("/metrics/runs/<int:run>")
@requires("view")
def stored_run(run: int) -> Response:
    return answer(cards.stored_run(services(), run).as_dict())
