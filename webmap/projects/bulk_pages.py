"""Many projects changed at once from the list, and lists that somebody keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, cast
from urllib.parse import parse_qsl

from flask import Blueprint, Response, redirect
from pydantic import BaseModel, Field, create_model
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.records.files.bulk import BULK_FIELDS, BulkPlan, change_many, plan_change
from projects.records.files.found import MOST_SHOWN, digest
from projects.records.queries.addresses import read_asked
from projects.records.queries.query import every_of
from projects.records.queries.views import drop_view, save_view
from projects.units.register import short_names
from webmap.edge.access import actor, requires
from webmap.edge.asked import form
from webmap.edge.forms import Form
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.projects.bulk_words import BULK_TITLES
from webmap.projects.faults import correctable, faults_of
from webmap.projects.form_fields import FormField, field_of
from webmap.projects.list_views import Finding, Line, codes_of, finding, line
from webmap.projects.record_forms import LONGEST, offers

blueprint = Blueprint("project_bulk", __name__)

FIELDS = [replace(field_of(one), required=False) for one in BULK_FIELDS]
"""None has to be filled in: what is left empty stays as it is."""
KEPT = frozenset(one.name for one in BULK_FIELDS if one.required)
"""Fields that a project cannot be without are not cleared."""
TITLES = {one.name: one.title for one in FIELDS}
Code = Annotated[str, Field(max_length=64)]
Typed = Annotated[str, Field(max_length=LONGEST)] | None


class Asked(BaseModel):
    """Projects by their codes, or all that fit the filters of a query."""

    code: list[Code] | Code = []
    query: Annotated[str, Field(max_length=2000)] = ""
    every: bool = False
    clear: list[Code] | Code = []
    shown: Annotated[str, Field(max_length=64)] = ""
    reason: Annotated[str, Field(max_length=500)] | None = None
    step: Annotated[str, Field(max_length=10)] = "choose"


Sent: type[Asked] = create_model(
    "Sent", __base__=Asked, **cast(Any, {one.name: (Typed, None) for one in FIELDS})
)


@dataclass(frozen=True, slots=True)
class BulkView:
    """`project_bulk.html`: what is to be changed, and what would differ then."""

    fields: list[FormField]
    form: Form
    asked: Asked
    count: int
    cleared: frozenset[str]
    errors: list[Finding]
    warnings: list[Finding]
    lines: list[Line]
    differing: int
    digest: str
    units: list[tuple[str, Text]]
    items: list[tuple[str, Text]]
    note: Text | None = None
    section: str = "projects"

    @staticmethod
    def clears(one: FormField) -> bool:
        return one.name not in KEPT

    @property
    def codes(self) -> list[str]:
        return codes_sent(self.asked)

    @property
    def back(self) -> str:
        return f"/projects?{self.asked.query}" if self.asked.query else "/projects"

    @property
    def counted(self) -> Text:
        return BULK_TITLES["counted"].format(count=self.count)

    @property
    def changes(self) -> Text:
        return BULK_TITLES["changes"].format(count=self.differing)


@blueprint.post("/projects/bulk")
@requires("keep_units")
def go_on() -> AnyResponse:
    """Choose what is changed, look at what would differ, or keep what was shown."""
    asked = form(Sent)
    values = _values(asked)
    try:
        with services().transaction() as session:
            codes = _codes(session, asked)
            if asked.step == "take" and values:
                plan = plan_change(session, codes, values, asked.reason)
                if digest(plan.differences) == asked.shown and not plan.errors:
                    done = change_many(session, codes, values, by=actor(), reason=asked.reason)
                    return redirect(f"/projects?{_and(asked.query)}done={done}", 303)
                return _look(session, asked, codes, BULK_TITLES["differs"])
            return _look(session, asked, codes)
    except EcoAtlasError as error:
        correctable(error)
        return _refused(asked, error)


def _and(query: str) -> str:
    return f"{query}&" if query else ""


def codes_sent(asked: Asked) -> list[str]:
    return [asked.code] if isinstance(asked.code, str) else asked.code


def _codes(session: Session, asked: Asked) -> list[str]:
    if not asked.every:
        return codes_sent(asked)
    return [one.code for one in every_of(session, read_asked(dict(parse_qsl(asked.query))))]


def _values(asked: Asked) -> dict[str, str]:
    """What is said of the projects: fields that are filled in, and those to be cleared."""
    cleared = [asked.clear] if isinstance(asked.clear, str) else asked.clear
    given = {name: getattr(asked, name) for name in TITLES if getattr(asked, name)}
    return given | {name: "" for name in cleared if name in TITLES}


def _form(asked: Asked, faults: tuple[Any, ...] = ()) -> Form:
    typed = {name: getattr(asked, name) or "" for name in TITLES}
    return Form("bulk", typed | {"reason": asked.reason or ""}, faults)


def _look(session: Session, asked: Asked, codes: list[str], note: Text | None = None) -> Response:
    values = _values(asked)
    plan = plan_change(session, codes, values, asked.reason) if codes and values else None
    if plan is None and not codes:
        plan_change(session, codes, values)
    found = plan or BulkPlan((), ())
    shown = found.differences[:MOST_SHOWN]
    units = short_names(session, codes_of(shown))
    view = BulkView(
        FIELDS, _form(asked), asked, len(codes), frozenset(n for n, v in values.items() if not v),
        [finding(one) for one in found.errors[:MOST_SHOWN]],
        [finding(one) for one in found.problems if one not in found.errors][:MOST_SHOWN],
        [line(one, units) for one in shown], len({one.code for one in found.differences}),
        digest(found.differences) if found.differences else "", **offers(session), note=note,
    )  # fmt: skip
    return private(page("project_bulk.html", view))


def _refused(asked: Asked, error: EcoAtlasError) -> Response:
    faults = tuple(faults_of(error, TITLES))
    with services().reading() as session:
        view = BulkView(
            FIELDS, _form(asked, faults), asked, len(codes_sent(asked)), frozenset(), [], [], [],
            0, "", **offers(session),
        )  # fmt: skip
    return private(page("project_bulk.html", view), error.status)


class Kept(BaseModel):
    title: Annotated[str, Field(max_length=100)] = ""
    query: Annotated[str, Field(max_length=2000)] = ""


@blueprint.post("/projects/views")
@requires("own_account")
def keep_view() -> AnyResponse:
    """Keep the filters of a list under a title."""
    asked = form(Kept)
    with services().transaction() as session:
        kept = save_view(session, actor().name, asked.title, asked.query)
        return redirect(f"/projects?{kept.query}", 303)


@blueprint.post("/projects/views/drop")
@requires("own_account")
def forget_view() -> AnyResponse:
    asked = form(Kept)
    with services().transaction() as session:
        drop_view(session, actor().name, asked.title)
    return redirect("/projects", 303)
