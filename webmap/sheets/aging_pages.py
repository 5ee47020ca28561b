"""The page of the rules whose law has a successor: the list, and taking note of it."""

from __future__ import annotations

from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.system.china_time import today
from projects.sheets.aging import LONGEST_REASON, aging, notes_on, take_note
from webmap.accounts.form_faults import CORRECTABLE
from webmap.accounts.menu import RULES_TO_CHECK
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, asker, requires
from webmap.edge.forms import FieldFault, Form
from webmap.edge.next_page import own_path
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.sheets.aging_view import AgingView

blueprint = Blueprint("sheets_aging", __name__)
ADDRESS = "/sheets/laws/aging"


@blueprint.get(ADDRESS)
@requires("view")
@asks("done")
def aging_page() -> AnyResponse:
    return _page(Form("note"))


@blueprint.post(ADDRESS)
@requires("edit_sheets")
def note() -> AnyResponse:
    """Keep that whoever asks has taken note of the list; the notice does not come back for it."""
    typed = {"reason": request.form.get("reason", "")[: 4 * LONGEST_REASON]}
    seen = request.form.get("digest", "")[:64]
    try:
        with services().transaction() as writing:
            take_note(writing, seen, typed["reason"], actor(), today())
    except EcoAtlasError as error:
        if error.status not in CORRECTABLE:
            raise
        refused.note(error)
        field = "reason" if error.code == "sheet-reason-missing" else ""
        fault = FieldFault(field, error.message, error.fix)
        return _page(Form("note", typed, (fault,)), error.status)
    session.pop(RULES_TO_CHECK, None)
    return redirect(f"{ADDRESS}?done=noted#noted", 303)


@blueprint.post(f"{ADDRESS}/later")
@requires("edit_sheets")
def later() -> AnyResponse:
    """Put the notice away until the next time of signing in."""
    session.pop(RULES_TO_CHECK, None)
    return redirect(own_path(request.args.get("next")), 303)


def _page(form: Form, status: int = 200) -> AnyResponse:
    with services().reading() as reading:
        found = aging(reading, today())
        noted = notes_on(reading, found)
    who = asker()
    view = AgingView(
        found,
        noted,
        form,
        may_edit=who.may("edit_sheets"),
        named=who.account is not None,
        done=request.method == "GET" and request.args.get("done") == "noted",
    )
    return private(page("sheets_aging.html", view), status)
