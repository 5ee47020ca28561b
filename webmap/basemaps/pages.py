"""The administrator's page of basemaps: list, order, one form that tries and saves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from flask import Blueprint, Response, redirect, request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.basemaps.addresses import is_plain
from layers.basemaps.declared import GRIDS, SOURCES, TIANDITU, Basemap
from layers.basemaps.errors import ADDRESS_PLAIN, VALUE_MISSING
from layers.basemaps.files import files_in, folder_of
from projects.basemaps.keeping import (
    FIELDS,
    Given,
    add_basemap,
    basemaps,
    change_basemap,
    checked,
    get_basemap,
    move_basemap,
    remove_basemap,
)
from webmap.accounts.form_faults import form_again
from webmap.basemaps.trying import tried
from webmap.basemaps.view_models import BasemapLine, BasemapsView, Tried
from webmap.edge.access import actor, requires
from webmap.edge.asked import Nothing, form
from webmap.edge.forms import Form
from webmap.edge.parameters import asks
from webmap.edge.private_pages import note, private, see
from webmap.edge.rendering import page, services

blueprint = Blueprint("basemaps", __name__)
PAGE = "/basemaps"
KEEP = ("id", "title", "source", "layer", "template", "grid", "zooms", "file", "attribution",
        "opacity", "secrecy")  # fmt: skip
FAULTS = {
    "basemap-address-incomplete": "template",
    "basemap-address-invalid": "template",
    "basemap-address-plain": "template",
    "basemap-key-invalid": "key",
    "basemap-zooms-invalid": "zooms",
    "basemap-title-taken": "title",
    "basemap-file-name": "file",
    "basemap-file-missing": "file",
    "basemap-file-unknown": "file",
    "basemap-file-damaged": "file",
    "basemap-file-vector": "file",
}
GRADES = {"public": "basemap_for_public", "internal": "basemap_for_internal"}
FIRST = {"source": "tianditu", "opacity": "100", "secrecy": "public", "grid": "web", "layer": "vec"}


class BasemapForm(BaseModel):
    """What the form sends; `do` is its button, `id` the basemap that it changes."""

    do: Literal["try", "save"]
    id: Annotated[str, Field(max_length=20)] = ""
    title: Annotated[str, Field(max_length=100)] = ""
    source: Literal["tianditu", "address", "file"]
    layer: Annotated[str, Field(max_length=10)] = ""
    key: Annotated[str, Field(max_length=100)] = ""
    template: Annotated[str, Field(max_length=1000)] = ""
    grid: Literal["web", "gcj02", "degrees"] = "web"
    zooms: Annotated[str, Field(max_length=20)] = ""
    file: Annotated[str, Field(max_length=255)] = ""
    attribution: Annotated[str, Field(max_length=200)] = ""
    opacity: Annotated[int, Field(ge=10, le=100)] = 100
    secrecy: Literal["public", "internal"] = "public"

    @property
    def given(self) -> Given:
        return Given(**self.model_dump(exclude={"do", "id"}))


class Move(BaseModel):
    by: Literal["up", "down"]


@blueprint.get("/basemaps")
@requires("manage_accounts")
@asks("edit", "done")
def basemap_list() -> Response:
    editing = _known(request.args.get("edit", ""))
    return _page(Form("basemap", _filled(editing) if editing else FIRST), editing)


def _known(id_: str) -> Basemap | None:
    """Raises `unknown-basemap`."""
    if not id_:
        return None
    with services().reading() as session:
        return get_basemap(session, id_)


def _filled(basemap: Basemap) -> dict[str, str]:
    """The form of one that there is; a key is never shown again."""
    known = {name: str(value) for name, value in basemap.as_dict().items() if name != "key"}
    return known | {"zooms": f"{basemap.zooms[0]}-{basemap.zooms[1]}"}


def _page(
    shown: Form, editing: Basemap | None, tried: Tried | None = None, status: int = 200
) -> Response:
    office = services()
    with office.reading() as session:
        every = basemaps(session)
    view = BasemapsView(
        basemaps=[BasemapLine(one) for one in every],
        form=shown,
        editing=editing,
        tried=tried,
        files=files_in(office.settings),
        folder=folder_of(office.settings),
        sources=SOURCES,
        layers={one: title for one, (_, title, _) in TIANDITU.items()},
        grids=GRIDS,
        grades=GRADES,
        note=note(),
    )
    return private(page("basemaps.html", view), status)


@blueprint.post("/basemaps")
@requires("manage_accounts")
def keep_basemap() -> AnyResponse:
    """Try shows one picture and keeps nothing; save keeps it, and the map offers it."""
    editing = _known(request.form.get("id", ""))
    try:
        given = form(BasemapForm)
        found = checked(services().settings, given.given, editing)
        if request.is_secure and is_plain(found):
            raise EcoAtlasError(ADDRESS_PLAIN)
        if given.do == "try":
            # The key goes on to the next sending of the form, this once.
            values = {name: str(one) for name, one in given.model_dump(exclude={"do"}).items()}
            return _page(Form("basemap", values), editing, tried(found))
        _save(given, editing)
    except EcoAtlasError as error:
        again = form_again("basemap", error, KEEP, FAULTS | _missing(error))
        return _page(again, editing, status=error.status)
    return see(PAGE, "basemap-saved")


def _missing(error: EcoAtlasError) -> dict[str, str]:
    """At which field a value is missing."""
    field = error.problem.values.get("field")
    found = next((name for name, title in FIELDS.items() if title == field), "")
    return {VALUE_MISSING.code: found}


def _save(given: BasemapForm, editing: Basemap | None) -> None:
    office = services()
    with office.transaction() as session:
        if editing is None:
            add_basemap(session, office.settings, given.given, actor())
        else:
            change_basemap(session, office.settings, editing.id, given.given, actor())


@blueprint.post("/basemaps/<basemap>/move")
@requires("manage_accounts")
def move(basemap: str) -> AnyResponse:
    by = -1 if form(Move).by == "up" else 1
    return _done(lambda session: move_basemap(session, basemap, by, actor()), "basemap-saved")


@blueprint.post("/basemaps/<basemap>/remove")
@requires("manage_accounts")
def remove(basemap: str) -> AnyResponse:
    form(Nothing)
    return _done(lambda session: remove_basemap(session, basemap, actor()), "basemap-removed")


def _done(work: Callable[[Session], Any], said: str) -> AnyResponse:
    with services().transaction() as session:
        work(session)
    return see(PAGE, said)


@blueprint.get("/basemaps/<_basemap>/<any(move, remove):_step>")
@requires("manage_accounts")
def back_to_list(**_step: object) -> AnyResponse:
    """The page after a form, opened again: in another language, or after signing in."""
    return redirect(PAGE, 303)
