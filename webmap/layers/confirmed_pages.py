"""Confirming that a layer was still right on a day, and taking that back: for its keepers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from flask import Blueprint, redirect
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.catalogue import resolve
from projects.holdings.confirming import confirm, take_back_confirmation
from webmap.accounts.form_faults import form_again
from webmap.edge.access import actor, requires
from webmap.edge.asked import form
from webmap.edge.private_pages import private, see
from webmap.edge.rendering import services
from webmap.layers.pages import layer_page

blueprint = Blueprint("layer_confirmed", __name__)
FAULTS = {"holding-basis-missing": "basis", "confirmation-day-wrong": "day"}
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Basis = Annotated[str, Field(max_length=2000)]


class Confirmed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Number
    day: dt.date
    basis: Basis = ""


class TakenBack(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Number
    reason: Basis = ""


@blueprint.post("/layers/<layer>/confirmed")
@requires("edit_layers")
def confirm_layer(layer: str) -> AnyResponse:
    """The version that was shown is the one that is vouched for, whatever is live by now."""
    try:
        given = form(Confirmed)
        with services().transaction() as session:
            version = resolve(session, f"{layer}@{given.version}")
            confirm(session, version, given.day, given.basis, actor())
    except EcoAtlasError as error:
        if error.code in ("unknown-layer", "unknown-version"):
            raise
        again = form_again("confirmed", error, ("day", "basis"), FAULTS)
        return private(layer_page(layer, confirmed=again), error.status)
    return see(f"/layers/{layer}#confirmed", "content-confirmed")


@blueprint.post("/layers/<layer>/confirmed/remove")
@requires("edit_layers")
def remove(layer: str) -> AnyResponse:
    given = form(TakenBack)
    with services().transaction() as session:
        version = resolve(session, f"{layer}@{given.version}")
        take_back_confirmation(session, version, given.reason, actor())
    return see(f"/layers/{layer}#confirmed", "confirmation-taken-back")


@blueprint.get("/layers/<layer>/confirmed")
@blueprint.get("/layers/<layer>/confirmed/remove")
@requires("edit_layers")
def back_to_layer(layer: str) -> AnyResponse:
    return redirect(f"/layers/{layer}#confirmed", 303)
