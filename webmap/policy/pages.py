"""Pages of the policy register: documents with their clauses, and one clause."""

from __future__ import annotations

from flask import Blueprint

from layers.system.china_time import today
from webmap.edge.access import asker, requires
from webmap.edge.rendering import page, seen, services
from webmap.policy import policy
from webmap.policy.states import StateLine, item_states, state_chips
from webmap.policy.view_models import ItemView, PolicyView

blueprint = Blueprint("policy", __name__)


@blueprint.get("/policy")
@requires("view")
def register() -> str:
    return page("policy.html", PolicyView(seen(policy.register), seen(state_chips, today())))


@blueprint.get("/policy/<item>")
@requires("view")
def policy_item(item: str) -> str:
    card = policy.item_card(services(), item)
    states = item_states(services(), card.clause.id, today(), asker().account is not None)
    return page("policy_item.html", ItemView(card, [StateLine.of(one) for one in states]))
