"""Pages of the policy register: documents with their clauses, and one clause."""

from __future__ import annotations

from flask import Blueprint

from webmap.edge.access import requires
from webmap.edge.rendering import page, seen, services
from webmap.policy import policy
from webmap.policy.view_models import ItemView, PolicyView

blueprint = Blueprint("policy", __name__)


@blueprint.get("/policy")
@requires("view")
def register() -> str:
    return page("policy.html", PolicyView(seen(policy.register)))


@blueprint.get("/policy/<item>")
@requires("view")
def policy_item(item: str) -> str:
    return page("policy_item.html", ItemView(policy.item_card(services(), item)))
