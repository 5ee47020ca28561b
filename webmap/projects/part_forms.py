"""Forms of what a project has by year and source, and of its steps of approval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from geo.words import Text
from geo.years import FIRST_YEAR, LAST_YEAR
from layers.system.china_time import today
from projects.records.changes.history import whole_values
from projects.records.changes.parts import set_parts
from projects.records.changes.records import get_project
from projects.records.model.codes import SOURCES
from projects.records.model.codes import STEPS as STEP_CODES
from projects.records.model.part_kinds import (
    FUNDS,
    STEPS,
    YEARS,
    Key,
    PartKind,
)
from webmap.edge.access import actor, requires
from webmap.edge.addresses import project_address
from webmap.edge.asked import whole_number
from webmap.edge.forms import Form
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.projects.faults import Clash
from webmap.projects.form_fields import FormField, fields_of, texts
from webmap.projects.form_words import STEPS_TITLE, YEAR_TITLE
from webmap.projects.record_forms import FormView, Given, keep

blueprint = Blueprint("project_part_forms", __name__)

Places = list[tuple[PartKind, Key]]
Groups = list[tuple[Text | None, list[FormField]]]


def _year_places(year: int) -> Places:
    return [(YEARS, (year,)), *((FUNDS, (year, one.value)) for one in SOURCES)]


def _step_places() -> Places:
    return [(STEPS, (one.value,)) for one in STEP_CODES]


def _groups(places: Places) -> Groups:
    return [
        (kind.title(key) if kind is not YEARS else None, fields_of(kind, key))
        for kind, key in places
    ]


@blueprint.get("/projects/<path:code>/years")
@requires("edit_projects")
@asks("year")
def choose_year(code: str) -> AnyResponse:
    """The form of the year that the address asks for, of this year where it asks for none."""
    year = whole_number(request.args.get("year", ""), today().year)
    year = min(max(year, FIRST_YEAR), LAST_YEAR)
    return redirect(f"{project_address(code)}/years/{year}", 303)


@blueprint.get("/projects/<path:code>/years/<int:year>")
@requires("edit_projects")
def year_form(code: str, year: int) -> Response:
    return _part_page(code, "years", year)


@blueprint.post("/projects/<path:code>/years/<int:year>")
@requires("edit_projects")
def keep_year(code: str, year: int) -> AnyResponse:
    return _keep(code, "years", year)


@blueprint.get("/projects/<path:code>/steps")
@requires("edit_projects")
def step_form(code: str) -> Response:
    return _part_page(code, "steps")


@blueprint.post("/projects/<path:code>/steps")
@requires("edit_projects")
def keep_steps(code: str) -> AnyResponse:
    return _keep(code, "steps")


def _part_page(
    code: str,
    which: str,
    year: int = 0,
    shown: Form | None = None,
    clashes: tuple[Clash, ...] = (),
    status: int = 200,
) -> Response:
    places = _places(which, year)
    groups = _groups(places)
    names = [one.name for _, fields in groups for one in fields]
    with services().reading() as session:
        project = get_project(session, code)
        values = texts(whole_values(session, project), names)
        view = FormView(
            YEAR_TITLE.format(year=year) if year else STEPS_TITLE, code, groups,
            shown or Form("record", values), _address(code, which, year), seen=project.version,
            reason=True, clashes=clashes, name=project.name,
        )  # fmt: skip
    return private(page("project_form.html", view), status)


def _places(which: str, year: int) -> Places:
    return _year_places(year) if which == "years" else _step_places()


def _address(code: str, which: str, year: int) -> str:
    return f"{project_address(code)}/{which}" + (f"/{year}" if year else "")


def _keep(code: str, which: str, year: int = 0) -> AnyResponse:
    places = _places(which, year)
    fields = [one for _, group in _groups(places) for one in group]

    def write(session: Session, values: Mapping[str, str], sent: Given) -> None:
        wanted: dict[tuple[PartKind, Key], dict[str, Any]] = {}
        for kind, key in places:
            begins = f"{kind.place(key)}."
            mine = {n.removeprefix(begins): v for n, v in values.items() if n.startswith(begins)}
            if mine:
                wanted[kind, key] = mine
        set_parts(session, code, wanted, by=actor(), reason=sent.reason, based_on=sent.seen)

    refused = keep(code, fields, write, lambda *about: _part_page(code, which, year, *about))
    return refused or redirect(
        f"{project_address(code)}?done={which}#{'money' if year else 'steps'}", 303
    )
