"""Clauses and targets in the JSON interface."""

from __future__ import annotations

from flask import Blueprint, Response

from webmap.edge.access import requires
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.rendering import services
from webmap.policy import policy

blueprint = Blueprint("api_policy", __name__, url_prefix=PREFIX)


@blueprint.get("/policy/items/<item>")
@requires("view")
def policy_item(item: str) -> Response:
    return answer(policy.item_card(services(), item).as_dict())
