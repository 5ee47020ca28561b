"""The register of units on the web: found, added, renamed, given other names, merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from flask import Blueprint, Response, redirect, request
from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.china_time import today
from projects.policy.divisions import DIVISIONS, division_text
from projects.records.changes.unit_merging import merge_units
from projects.records.changes.values import as_date
from projects.records.model.tables import ProjectUnit
from projects.units.finding import plain_name
from projects.units.kinds import UNIT_KINDS
from projects.units.register import (
    add_alias,
    add_unit,
    get_unit,
    list_units,
    rename_unit,
    unit_register,
)
from projects.units.tables import Unit
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import form
from webmap.edge.forms import Form
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.projects.faults import correctable, faults_of
from webmap.projects.form_fields import offered_units
from webmap.projects.unit_words import DONE, UNIT_TITLES

blueprint = Blueprint("units", __name__)

Line = Annotated[str, Field(max_length=300)]


class UnitBody(BaseModel):
    name: Line = ""
    short_name: Line = ""
    name_en: Line = ""
    division: Line = ""
    kind: Line = ""
    aliases: Annotated[str, Field(max_length=2000)] = ""
    since: Line = ""
    into: Line = ""
    reason: Annotated[str, Field(max_length=500)] = ""


@dataclass(frozen=True, slots=True)
class UnitsView:
    """`units.html`"""

    units: Sequence[Unit]
    counts: Mapping[str, int]
    text: str
    division: str
    may: bool
    form: Form
    section: str = "projects"

    divisions = DIVISIONS
    kinds = UNIT_KINDS

    @staticmethod
    def place(one: Unit) -> Text | None:
        return division_text(one.division) if one.division else None

    @staticmethod
    def kind(one: Unit) -> Text:
        return UNIT_KINDS[one.kind]


@dataclass(frozen=True, slots=True)
class UnitView:
    """`unit.html`"""

    unit: Unit
    count: int
    may: bool
    form: Form
    units: list[tuple[str, Text]]
    done: Text | None = None
    section: str = "projects"

    @property
    def place(self) -> Text | None:
        return division_text(self.unit.division) if self.unit.division else None

    @property
    def kind(self) -> Text:
        return UNIT_KINDS[self.unit.kind]


@blueprint.get("/units")
@requires("view")
@asks("text", "division")
def unit_list() -> Response:
    return _list(Form("unit", {"kind": "bureau"}))


def _list(shown: Form, status: int = 200) -> Response:
    text, division = ("", "") if request.method != "GET" else (asked_text(), asked_division() or "")
    with services().reading() as session:
        found = [one for one in list_units(session, division or None) if fits(one, text)]
        view = UnitsView(found, _counts(session), text, division, asker().may("keep_units"), shown)
        return private(page("units.html", view), status)


def asked_text() -> str:
    return request.args.get("text", "")[:200]


def asked_division() -> str | None:
    return request.args.get("division", "")[:12] or None


def fits(one: Unit, text: str) -> bool:
    """Whether any name of a unit holds the text."""
    names = (one.code, one.name, one.short_name, one.name_en or "")
    asked = plain_name(text)
    return any(asked in plain_name(n) for n in (*names, *(a.name for a in one.aliases)))


def _counts(session: Session) -> dict[str, int]:
    """How many projects each unit leads or answers for."""
    column = ProjectUnit.unit_code
    many = func.count(ProjectUnit.project_code.distinct())
    rows = session.execute(select(column, many.label("many")).group_by(column))
    return {row.unit_code: row.many for row in rows}


@blueprint.post("/units")
@requires("keep_units")
def add() -> AnyResponse:
    asked = form(UnitBody)
    try:
        with services().transaction() as session:
            unit = add_unit(
                session, asked.name, by=actor(), short_name=asked.short_name or None,
                name_en=asked.name_en or None, division=asked.division or None,
                kind=asked.kind or "unsorted", aliases=_split(asked.aliases),
            )  # fmt: skip
            return redirect(f"/units/{unit.code}?done=added", 303)
    except EcoAtlasError as error:
        correctable(error)
        return _list(_again("unit", asked, error, "name"), error.status)


def _split(text: str) -> list[str]:
    return [one.strip() for one in text.replace("，", "、").split("、") if one.strip()]


def _again(name: str, asked: UnitBody, error: EcoAtlasError, field: str) -> Form:
    faults = tuple(faults_of(error, UNIT_TITLES, otherwise=field))
    return Form(name, asked.model_dump(), faults)


@blueprint.get("/units/<code>")
@requires("view")
@asks("done")
def one_unit(code: str) -> Response:
    return _one(code, Form("none"), done=DONE.get(request.args.get("done", "")))


def _one(code: str, shown: Form, status: int = 200, done: Text | None = None) -> Response:
    with services().reading() as session:
        unit = get_unit(session, code)
        others = [one for one in offered_units(unit_register(session)) if one[0] != unit.code]
        count = _counts(session).get(unit.code, 0)
        view = UnitView(unit, count, asker().may("keep_units"), shown, others, done)
        return private(page("unit.html", view), status)


@blueprint.post("/units/<code>/rename")
@requires("keep_units")
def rename(code: str) -> AnyResponse:
    """The name of today; the old one stays as one that it had until then."""

    def do(session: Session, asked: UnitBody) -> None:
        since = as_date(asked.since) or today()
        short = asked.short_name or None
        rename_unit(session, code, asked.name, short_name=short, since=since, by=actor())

    return _change(code, "rename", "name", do)


@blueprint.post("/units/<code>/alias")
@requires("keep_units")
def alias(code: str) -> AnyResponse:
    def do(session: Session, asked: UnitBody) -> None:
        add_alias(session, code, asked.name, by=actor())

    return _change(code, "alias", "name", do)


@blueprint.post("/units/<code>/merge")
@requires("keep_units")
def merge(code: str) -> AnyResponse:
    def do(session: Session, asked: UnitBody) -> None:
        merge_units(session, code, asked.into, by=actor(), reason=asked.reason or None)

    return _change(code, "merge", "into", do)


def _change(
    code: str, name: str, field: str, do: Callable[[Session, UnitBody], Any]
) -> AnyResponse:
    asked = form(UnitBody)
    try:
        with services().transaction() as session:
            do(session, asked)
    except EcoAtlasError as error:
        correctable(error)
        return _one(code, _again(name, asked, error, field), error.status)
    return redirect(f"/units/{code}?done={name}", 303)


@blueprint.get("/units/<code>/<any(rename, alias, merge):_step>")
@requires("view")
def back_to_unit(code: str, _step: str) -> AnyResponse:
    """The page after a form, opened again in another language."""
    return redirect(f"/units/{code}", 303)
