"""Forms of a project: a new one, and the fields of one that is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, Literal, cast

from flask import Blueprint, Response, redirect, request
from pydantic import BaseModel, Field, create_model
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.policy.register import PolicyItem
from projects.records.changes.history import values_at, whole_values
from projects.records.changes.records import add_project, get_project, update_project
from projects.records.changes.writing import Report
from projects.records.model.fields import PROJECT_FIELDS
from projects.units.register import unit_register
from webmap.edge.access import actor, requires
from webmap.edge.addresses import project_address
from webmap.edge.asked import form
from webmap.edge.forms import Form
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.projects.faults import Clash, clashes_of, correctable, faults_of
from webmap.projects.form_fields import FormField, changed, field_of, offered_units, texts
from webmap.projects.form_words import FORM_TITLES, REASON

blueprint = Blueprint("project_forms", __name__)

LONGEST = 4000
CHOICE = "choice."
Typed = Annotated[str, Field(max_length=LONGEST)] | None
Chosen = Literal["mine", "theirs"] | None
RECORD = [field_of(one) for one in PROJECT_FIELDS]
FIXED = "code"
"""What a project is called by is said once."""


@dataclass(frozen=True, slots=True)
class FormView:
    """`project_form.html`: a form whose fields come in groups; `clashes` where two were at it."""

    title: Text
    code: str | None
    groups: list[tuple[Text | None, list[FormField]]]
    form: Form
    action: str
    seen: int = 0
    reason: bool = False
    clashes: tuple[Clash, ...] = ()
    units: list[tuple[str, Text]] = field(default_factory=list)
    items: list[tuple[str, Text]] = field(default_factory=list)
    name: str = ""
    section: str = "projects"

    @property
    def back(self) -> str:
        return project_address(self.code) if self.code else "/projects"


@lru_cache(maxsize=16)
def model_of(names: tuple[str, ...]) -> type[BaseModel]:
    """A form of these fields, with the version that was seen, a reason, and what was chosen."""
    fields = dict.fromkeys(names, (Typed, None))
    choices = {f"{CHOICE}{name}": (Chosen, None) for name in names}
    more = {"seen": (Annotated[int, Field(ge=0, le=10**9)], 0), REASON: (Typed, None)}
    return create_model("FormBody", **cast(Any, fields | choices | more))


@dataclass(frozen=True, slots=True)
class Given:
    """A form as it was sent: texts by field, the version that was seen, choices, the reason."""

    values: Mapping[str, str]
    seen: int
    choices: Mapping[str, str]
    reason: str | None


def given(fields: list[FormField]) -> Given:
    """Raises `input-invalid`."""
    names = tuple(one.name for one in fields)
    sent = form(model_of(names)).model_dump()
    choices = {one: sent[f"{CHOICE}{one}"] for one in names if sent[f"{CHOICE}{one}"]}
    return Given({one: sent[one] or "" for one in names}, sent["seen"], choices, sent[REASON])


def typed(fields: list[FormField]) -> dict[str, str]:
    """What was typed, to be shown again."""
    names = [*(one.name for one in fields), REASON]
    return {name: request.form.get(name, "")[:LONGEST] for name in names}


def titles(fields: list[FormField]) -> dict[str, Text]:
    return {one.name: one.title for one in fields} | {REASON: FORM_TITLES[REASON]}


Keep = Callable[[Session, Mapping[str, str], Given], None]


def keep(
    code: str, fields: list[FormField], write: Keep, again: Callable[..., Response]
) -> Response | None:
    """Write what was changed of the version that was seen; the form once more where it is refused.

    `again` is given the form, the clashes and the status.
    """
    try:
        sent = given(fields)
        with services().transaction() as session:
            project = get_project(session, code)
            base = texts(values_at(session, project, sent.seen), sent.values)
            write(session, changed(base, sent.values, sent.choices), sent)
    except EcoAtlasError as error:
        correctable(error)
        clashes, shown = clashes_of(error), typed(fields)
        shown |= _theirs(code, shown, clashes)
        faults = tuple(faults_of(error, titles(fields)))
        return again(Form("record", shown, faults), clashes, error.status)
    return None


def _theirs(code: str, shown: Mapping[str, str], clashes: tuple[Clash, ...]) -> dict[str, str]:
    """Fields that somebody else alone has changed, as they are now."""
    names = [n.name for n in clashes if not (n.both or n.mine_alone) and n.name in shown]
    if not names:
        return {}
    with services().reading() as session:
        return texts(whole_values(session, get_project(session, code)), names)


@blueprint.get("/projects/new")
@requires("edit_projects")
def new() -> Response:
    return _new(Form("record"))


def _new(shown: Form, status: int = 200) -> Response:
    with services().reading() as session:
        view = FormView(
            FORM_TITLES["new"], None, [(None, RECORD)], shown, "/projects/new", **offers(session)
        )
    return private(page("project_form.html", view), status)


def offers(session: Session) -> dict[str, Any]:
    """Units and clauses that a field offers."""
    items = session.query(PolicyItem.id, PolicyItem.title_zh, PolicyItem.title_en)
    return {
        "units": offered_units(unit_register(session)),
        "items": [(one.id, Text(one.title_zh, one.title_en)) for one in items],
    }


@blueprint.post("/projects/new")
@requires("edit_projects")
def add() -> AnyResponse:
    try:
        sent = given(RECORD)
        values = {name: text for name, text in sent.values.items() if text}
        report = Report(reason=sent.reason, via="form")
        with services().transaction() as session:
            code = add_project(session, values, by=actor(), report=report).code
    except EcoAtlasError as error:
        correctable(error)
        faults = tuple(faults_of(error, titles(RECORD)))
        return _new(Form("record", typed(RECORD), faults), error.status)
    return redirect(f"{project_address(code)}?done=added#content", 303)


@blueprint.get("/projects/<path:code>/edit")
@requires("edit_projects")
def edit(code: str) -> Response:
    return _edit(code)


def _edit(
    code: str, shown: Form | None = None, clashes: tuple[Clash, ...] = (), status: int = 200
) -> Response:
    fields = [one for one in RECORD if one.name != FIXED]
    with services().reading() as session:
        project = get_project(session, code)
        values = texts(whole_values(session, project), [one.name for one in fields])
        view = FormView(
            FORM_TITLES["edit"], code, [(None, fields)], shown or Form("record", values),
            f"{project_address(code)}/edit", seen=project.version, reason=True, clashes=clashes,
            name=project.name, **offers(session),
        )  # fmt: skip
    return private(page("project_form.html", view), status)


@blueprint.post("/projects/<path:code>/edit")
@requires("edit_projects")
def change(code: str) -> AnyResponse:
    """Keep what was changed. Whom somebody forestalled sees both versions, and chooses."""

    def write(session: Session, values: Mapping[str, str], sent: Given) -> None:
        report = Report(reason=sent.reason, via="form")
        update_project(session, code, values, by=actor(), based_on=sent.seen, report=report)

    fields = [one for one in RECORD if one.name != FIXED]
    refused = keep(code, fields, write, lambda *about: _edit(code, *about))
    return refused or redirect(f"{project_address(code)}?done=changed#content", 303)
