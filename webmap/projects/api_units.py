"""The register of units in the JSON interface: found, added, renamed, given names, merged."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from layers.system.china_time import today
from projects.records.changes.unit_merging import merge_units
from projects.units.register import (
    add_alias,
    add_unit,
    get_unit,
    list_units,
    rename_unit,
)
from projects.units.tables import Unit
from webmap.edge.access import actor, requires
from webmap.edge.asked import takes
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.rendering import services
from webmap.projects.answers import MergedAnswer, UnitAnswer, UnitsAnswer
from webmap.projects.unit_pages import asked_division, asked_text, fits

blueprint = Blueprint("api_units", __name__, url_prefix=PREFIX)
Line = Annotated[str, Field(min_length=1, max_length=300)]
Reason = Annotated[str, Field(max_length=500)] | None


class NewUnit(BaseModel):
    name: Line
    short_name: Line | None = None
    name_en: Line | None = None
    division: Line | None = None
    kind: Line = "unsorted"
    aliases: Annotated[list[Line], Field(max_length=50)] = []


class NewName(BaseModel):
    name: Line
    short_name: Line | None = None
    since: dt.date | None = None


class Into(BaseModel):
    into: Line
    reason: Reason = None


class Alias(BaseModel):
    name: Line


@blueprint.get("/units")
@requires("view")
@asks("text", "division")
@answers(UnitsAnswer)
def units() -> Response:
    """Units that any name of fits `text`, of a `division`."""
    text = asked_text()
    with services().reading() as session:
        found = [one for one in list_units(session, asked_division()) if fits(one, text)]
        return answer({"units": [unit_json(one) for one in found]})


@blueprint.get("/units/<code>")
@requires("view")
@answers(UnitAnswer)
def unit(code: str) -> Response:
    """A unit with its other names."""
    with services().reading() as session:
        return answer(unit_json(get_unit(session, code)))


@blueprint.post("/units")
@requires("keep_units")
@takes(NewUnit)
@answers(UnitAnswer)
def new_unit(asked: NewUnit) -> tuple[Response, int]:
    """A unit that was not there before."""
    with services().transaction() as session:
        made = add_unit(session, asked.name, by=actor(), **asked.model_dump(exclude={"name"}))
        told = unit_json(made)
    return answer(told), 201


@blueprint.post("/units/<code>/rename")
@requires("keep_units")
@takes(NewName)
@answers(UnitAnswer)
def rename(asked: NewName, code: str) -> Response:
    """The name of today, or since a day; the old one is still understood."""
    with services().transaction() as session:
        known = get_unit(session, code).code
        since, short = asked.since or today(), asked.short_name
        done = rename_unit(session, known, asked.name, short_name=short, since=since, by=actor())
        told = unit_json(done)
    return answer(told)


@blueprint.post("/units/<code>/alias")
@requires("keep_units")
@takes(Alias)
@answers(UnitAnswer)
def alias(asked: Alias, code: str) -> Response:
    """Another name under which a unit is understood."""
    with services().transaction() as session:
        told = unit_json(add_alias(session, code, asked.name, by=actor()))
    return answer(told)


@blueprint.post("/units/<code>/merge")
@requires("keep_units")
@takes(Into)
@answers(MergedAnswer)
def merge(asked: Into, code: str) -> Response:
    """Give all that is of a unit to another one; answers how many projects changed."""
    with services().transaction() as session:
        count = merge_units(session, code, asked.into, by=actor(), reason=asked.reason)
    return answer({"projects": count})


def unit_json(one: Unit) -> dict[str, Any]:
    names = ("code", "name", "short_name", "name_en", "division", "kind")
    told = {name: getattr(one, name) for name in names}
    return told | {"aliases": [other.name for other in one.aliases]}
