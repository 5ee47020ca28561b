"""Who is named for a restricted layer: a block of the layer's page, for administrators."""

from __future__ import annotations

from flask import Blueprint, redirect
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from projects.accounts import grants
from webmap.accounts import forms as account_forms
from webmap.accounts.form_faults import form_again
from webmap.edge.access import actor, requires
from webmap.edge.asked import form
from webmap.edge.private_pages import private, see
from webmap.edge.rendering import services
from webmap.layers.pages import layer_page

blueprint = Blueprint("layer_named", __name__)
FAULTS = {"unknown-account": "name"}


@blueprint.post("/layers/<layer>/named")
@requires("manage_accounts")
def name_account(layer: str) -> AnyResponse:
    try:
        given = form(account_forms.Named)
        with services().transaction() as session:
            grants.grant(session, layer, given.name, actor())
    except EcoAtlasError as error:
        if error.code == "unknown-layer":
            raise
        again = form_again("named", error, ("name",), FAULTS)
        return private(layer_page(layer, again), error.status)
    return see(f"/layers/{layer}#named", "named")


@blueprint.post("/layers/<layer>/named/remove")
@requires("manage_accounts")
def remove_account(layer: str) -> AnyResponse:
    given = form(account_forms.Named)
    with services().transaction() as session:
        grants.revoke(session, layer, given.name, actor())
    return see(f"/layers/{layer}#named", "unnamed")


@blueprint.get("/layers/<layer>/named")
@blueprint.get("/layers/<layer>/named/remove")
@requires("manage_accounts")
def back_to_layer(layer: str) -> AnyResponse:
    return redirect(f"/layers/{layer}#named", 303)
