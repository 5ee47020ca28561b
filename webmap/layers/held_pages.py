"""Declaring what a layer holds, and taking it back: forms of the layer's page, for its keepers."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, redirect
from pydantic import BaseModel, ConfigDict, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.catalogue import resolve
from projects.holdings.vouching import EVERY_TERM, declare_holding, take_back
from projects.metrics.declarable import declarable_subjects
from webmap.accounts.form_faults import form_again
from webmap.edge.access import actor, requires
from webmap.edge.asked import form
from webmap.edge.private_pages import private, see
from webmap.edge.rendering import services
from webmap.layers.pages import layer_page

blueprint = Blueprint("layer_held", __name__)
FAULTS = {
    "holding-basis-missing": "basis",
    "holding-subject-unknown": "subject",
    "holding-rows-missing": "only_values",
    "holding-rows-claimed": "subject",
}
Term = Annotated[str, Field(max_length=200)]


class Declared(BaseModel):
    """One field a term, as `EVERY_TERM` has them."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    subject: Annotated[str, Field(max_length=60)]
    basis: Annotated[str, Field(max_length=2000)]
    only_field: Term = ""
    only_values: Term = ""
    status_field: Term = ""
    counted: Term = ""
    has_field: Term = ""
    has_values: Term = ""
    weigh_by: Term = ""
    date_field: Term = ""

    @property
    def terms(self) -> dict[str, str]:
        return {name: str(getattr(self, name)) for name in EVERY_TERM}


class TakenBack(BaseModel):
    model_config = ConfigDict(extra="forbid")

    declaration: Annotated[int, Field(ge=1, le=2**31 - 1)]
    reason: Annotated[str, Field(max_length=2000)] = ""


@blueprint.post("/layers/<layer>/content")
@requires("edit_layers")
def declare(layer: str) -> AnyResponse:
    """The version that was shown is the one that is vouched for, whatever is live by now."""
    office = services()
    try:
        given = form(Declared)
        with office.transaction() as session:
            version = resolve(session, f"{layer}@{given.version}")
            declare_holding(
                session, office.store, version, given.subject, given.terms, given.basis, actor(),
                among=declarable_subjects(),
            )  # fmt: skip
    except EcoAtlasError as error:
        if error.code in ("unknown-layer", "unknown-version"):
            raise
        again = form_again("content", error, ("subject", "basis", *EVERY_TERM), FAULTS)
        return private(layer_page(layer, held=again), error.status)
    return see(f"/layers/{layer}#holds", "content-declared")


@blueprint.post("/layers/<layer>/content/remove")
@requires("edit_layers")
def remove(layer: str) -> AnyResponse:
    given = form(TakenBack)
    with services().transaction() as session:
        take_back(session, given.declaration, given.reason, actor())
    return see(f"/layers/{layer}#holds", "content-taken-back")


@blueprint.get("/layers/<layer>/content")
@blueprint.get("/layers/<layer>/content/remove")
@requires("edit_layers")
def back_to_layer(layer: str) -> AnyResponse:
    return redirect(f"/layers/{layer}#holds", 303)
