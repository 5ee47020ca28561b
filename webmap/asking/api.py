"""Questions about a place in the JSON interface, their answer as a file, and measures."""

from __future__ import annotations

from flask import Blueprint, Response

from layers.system.scratch import kept_folder
from projects.asking import taking
from projects.asking.answering import answer_to
from projects.asking.area import MOST_CHOSEN
from projects.asking.measuring import measure
from projects.asking.rules import rules_at
from webmap.asking.answers import AreaAnswer, MeasuredAnswer, RulesAnswer, ToolsAnswer
from webmap.asking.asked import AreaBody, area_in_address
from webmap.asking.words import asking_words
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import takes
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.json_answer import PREFIX, answer, parameter
from webmap.edge.language import language
from webmap.edge.openapi import answers, gives
from webmap.edge.parameters import asks
from webmap.edge.rendering import answered, seen, services

blueprint = Blueprint("api_asking", __name__, url_prefix=PREFIX)


@blueprint.get("/area")
@requires("view")
@asks(AreaBody)
@answers(AreaAnswer)
def area() -> Response:
    """What lies at a place, layer by layer."""
    return answer(seen(answer_to, area_in_address()).as_dict())


@blueprint.post("/area")
@requires("view")
@takes(AreaBody)
@answers(AreaAnswer)
def area_of_body(place: AreaBody) -> Response:
    """The same of a place that is too long for an address."""
    return answer(answer_to(services(), place.asked).as_dict())


@blueprint.get("/area/rules")
@requires("check_sites")
@asks(AreaBody)
@answers(RulesAnswer)
def rules() -> Response:
    """Zones, bans and red lines at a place, as a site check tells them; nothing is kept."""
    return answer(rules_at(services(), area_in_address()))


@blueprint.get(f"/area/file.<any({', '.join(taking.TYPES)}):format_>")
@requires("export")
@asks(AreaBody)
@gives(*taking.TYPES.values())
def area_file(format_: str) -> Response:
    """What lies at a place as a file; that it was taken along is recorded."""
    office = services()
    # Just asked and shown by the map, as a rule: the file says the very same.
    found = answered(office, answer_to, area_in_address())
    with kept_folder(office.settings.scratch) as folder:
        path = folder / f"selection.{format_}"
        taking.take(office, found, format_, path, actor())
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = path.open("rb")
    name = attachment(taking.file_name(format_), f"selection.{format_}")
    return file_answer(content, taking.TYPES[format_], name)


@blueprint.get("/measure")
@requires("view")
@asks("points")
@answers(MeasuredAnswer)
def measured() -> Response:
    """Length and area of a path of places, and the last one in every way of writing it."""
    return answer(measure(parameter("points")).as_dict())


@blueprint.get("/asking")
@requires("view")
@answers(ToolsAnswer)
def tools() -> Response:
    """What the tools of the map need when they are first used: their words, and what is allowed."""
    who = asker()
    return answer(
        {
            "words": asking_words(language()),
            "most_chosen": MOST_CHOSEN,
            "may": {
                "export": who.may("export"),
                "check": who.may("check_sites"),
                "link": who.may("edit_projects"),
            },
        }
    )
