"""Clauses and targets in the JSON interface."""

from __future__ import annotations

from flask import Blueprint, Response

from layers.system.china_time import today
from projects.states.gathering import chosen
from projects.states.telling import listed_target, told
from webmap.edge.access import asker, requires
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.rendering import services
from webmap.policy import policy
from webmap.policy.answers import ItemAnswer, TargetStates
from webmap.policy.state_pages import Wanted, all_states, asked_query
from webmap.policy.states import item_states

blueprint = Blueprint("api_policy", __name__, url_prefix=PREFIX)


@blueprint.get("/policy/items/<item>")
@requires("view")
@answers(ItemAnswer)
def policy_item(item: str) -> Response:
    """A clause; each of its targets with its state today."""
    card = policy.item_card(services(), item).as_dict()
    states = item_states(services(), card["id"], today(), asker().account is not None)
    by_id = {one.id: told(one) for one in states}
    targets = [target | by_id[target["id"]] for target in card["targets"]]
    return answer(card | {"targets": targets})


@blueprint.get("/policy/targets")
@requires("view")
@asks(Wanted)
@answers(TargetStates)
def targets() -> Response:
    """Targets with their states; `on`, `state`, `unit`, and the other conditions of the page."""
    query = asked_query()
    found = chosen(all_states(query.on), query.choice)
    return answer({"on": query.on.isoformat(), "targets": [listed_target(one) for one in found]})
