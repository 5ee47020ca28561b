"""What the tools of the map ask for when they are opened, under `/api/v1`."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from layers.storage.classing import ClassMethod
from layers.system.china_time import today
from projects.sections.gathering import months_told
from webmap.edge.access import requires
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.language import language
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.rendering import seen, services
from webmap.edge.wording import in_one
from webmap.map.offered_basemaps import map_values, offered
from webmap.versions.pages import asked_in
from webmap.viewing.answers import ClassesAnswer, DaysAnswer, ViewingAnswer
from webmap.viewing.choices import layer_choices
from webmap.viewing.classes import field_classes
from webmap.viewing.days import days_of_features
from webmap.viewing.words import VIEWING

blueprint = Blueprint("viewing", __name__, url_prefix=PREFIX)


class ClassesAsked(BaseModel):
    """Which field, parted how, into how many classes (of numbers)."""

    field: Annotated[str, Field(min_length=1, max_length=200)]
    method: ClassMethod
    count: Annotated[int, Field(ge=2, le=7)] = 5


@blueprint.get("/map/viewing")
@requires("view")
@answers(ViewingAnswer)
def viewing() -> Response:
    """Words of the tools, and what there is to choose: fields, versions, basemaps, months."""
    with services().reading() as session:
        months = months_told(session, today())
    return answer(
        {
            "words": in_one(VIEWING, language()),
            "layers": seen(layer_choices),
            "basemaps": [map_values(one) for one in seen(offered)],
            "months": months,
            "today": today().isoformat(),
        }
    )


@blueprint.get("/layers/<layer>/classes")
@requires("view")
@asks(ClassesAsked)
@answers(ClassesAnswer)
def classes(layer: str) -> Response:
    """Classes of a field of a layer, to draw it by."""
    asked = asked_in(ClassesAsked)
    return answer(field_classes(services(), layer, asked.field, asked.method, asked.count))


@blueprint.get("/layers/<layer>/days")
@requires("view")
@answers(DaysAnswer)
def days(layer: str) -> Response:
    """Days on which a layer changes."""
    return answer(days_of_features(services(), layer))
