"""The page that makes a file of the map to take along, and the file."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import SECRECY_GRADES
from layers.kinds import THEMES
from layers.system.china_time import today
from webmap.edge.access import actor, requires
from webmap.edge.asked import read
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import answered, page, services
from webmap.map.theme_list import PROJECTS, PROJECTS_TITLE
from webmap.meeting.asking import TakeAsked
from webmap.meeting.choosing import SECTIONS
from webmap.meeting.errors import SECRECY_ASKED
from webmap.meeting.expecting import Expected, expect, expected_size
from webmap.meeting.file import title_block
from webmap.meeting.making import HTML, PAPERS, PDF, PNG, make, record_export
from webmap.meeting.styles import StylesAsked
from webmap.meeting.view_models import Summary, TakeView
from webmap.meeting.words import FORMAT_TITLES, GRID_TITLES

blueprint = Blueprint("meeting", __name__)
MEDIA = {HTML: "text/html", PDF: "application/pdf", PNG: "image/png"}


def _asked() -> TakeAsked:
    """Raises `input-invalid`."""
    given = {name: value.strip() for name, value in request.args.items() if name != "lang"}
    if given.get("theme") != SECTIONS:
        # The month is of one theme, whichever was chosen before.
        given.pop("month", None)
    return read(TakeAsked, {name: value for name, value in given.items() if value})


@blueprint.get("/map/export")
@requires("export")
@asks(TakeAsked)
def take_page() -> AnyResponse:
    """The form, with what would be in the file and how large it would be."""
    asked = _asked()
    try:
        found = expect(services(), asked.content, actor().name, answered)
    except EcoAtlasError as error:
        return _form(asked, None, error)
    return _form(asked, found, None)


@blueprint.get("/map/export/file")
@requires("export")
@asks(TakeAsked)
def take_file() -> Response:
    """The file; it stands in the audit log."""
    asked, office = _asked(), services()
    made = make(office, asked.content, asked.format, actor().name, language(), asked.size)
    with office.transaction() as session:
        record_export(session, made.content, actor(), asked.format)
    name = f"{made.content.theme_title.in_(language())}-{today()}.{asked.format}"
    return file_answer(made.data, MEDIA[asked.format], attachment(name, f"map.{asked.format}"))


def _form(asked: TakeAsked, found: Expected | None, error: EcoAtlasError | None) -> AnyResponse:
    known = services().sight
    asked_grade = error is not None and error.code == SECRECY_ASKED.code
    filled = {name: str(value) for name, value in asked.model_dump().items() if value}
    if found is not None:
        filled.setdefault("theme", found.theme)
    view = TakeView(
        asked=filled,
        themes={one.id: one.title for one in THEMES.values()} | {PROJECTS: PROJECTS_TITLE},
        formats=FORMAT_TITLES,
        papers=PAPERS,
        grids=GRID_TITLES,
        grades={one: title for one, title in SECRECY_GRADES.items() if one in known.grades},
        summary=_summary(asked, found) if found else None,
        problem=_said(error) if error else None,
        grade_asked=asked_grade or asked.grade is not None,
        styles=tuple(name for name in StylesAsked.model_fields if name in filled),
    )
    status = 200 if error is None or asked_grade else error.status
    return private(page("map_export.html", view), status)


def _said(error: EcoAtlasError) -> Text:
    return error.message


def _summary(asked: TakeAsked, found: Expected) -> Summary:
    size = expected_size(found, language()) if asked.format == HTML else None
    return Summary(found.features, title_block(found), size)
