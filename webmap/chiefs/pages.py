"""River and lake chiefs as a page and in the JSON interface."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from layers.system.china_time import today
from projects.chiefs.finding import chiefs_on
from projects.chiefs.places import InCharge, as_json, chiefs_at, reach_m
from projects.water.in_charge import Chiefs
from projects.work.services import Services
from webmap.chiefs.answers import ChiefsAnswer, WatersAnswer
from webmap.chiefs.view_models import ChiefsView
from webmap.edge.access import requires
from webmap.edge.asked import read
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.rendering import page, seen, services

blueprint = Blueprint("chiefs", __name__)


class Place(BaseModel):
    """A place in degrees; without one the whole list."""

    lon: Annotated[float, Field(ge=73, le=136)] | None = None
    lat: Annotated[float, Field(ge=3, le=54)] | None = None


def _place() -> Place:
    """Raises `input-invalid`."""
    given = {name: value.strip() for name, value in request.args.items() if name != "lang"}
    return read(Place, {name: value for name, value in given.items() if value})


def _every(services: Services) -> Chiefs:
    with services.reading() as session:
        return chiefs_on(session, today())


def _at(asked: Place) -> tuple[InCharge, ...] | None:
    if asked.lon is None or asked.lat is None:
        return None
    office = services()
    with office.reading() as session:
        return chiefs_at(session, office.store, asked.lon, asked.lat, today())


@blueprint.get("/chiefs")
@requires("view")
@asks(Place)
def chiefs() -> str:
    asked = _place()
    lon, lat = (request.args.get(name, "") for name in ("lon", "lat"))
    with services().reading() as session:
        reach = round(reach_m(session))
    return page("chiefs.html", ChiefsView(seen(_every).by_water, lon, lat, _at(asked), reach))


@blueprint.get(f"{PREFIX}/chiefs")
@requires("view")
@asks(Place)
@answers(ChiefsAnswer, WatersAnswer)
def chiefs_json() -> Response:
    """The list, or with `lon` and `lat` the waters there with their chiefs."""
    found = _at(_place())
    if found is None:
        return answer({"chiefs": [one.as_dict() for one in seen(_every).every]})
    return answer({"waters": as_json(found)})
