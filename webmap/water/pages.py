"""Water quality on the web: a month, a section, a year by a scheme, the bulletin."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from geo.errors import EcoAtlasError
from layers.audit import record
from layers.system.china_time import today
from layers.system.media_types import DOCX, PDF, XLSX
from projects.accounts.profile import office_profile
from projects.sections.bulletin_paper import WRITERS, report_of
from projects.sections.bulletins import bulletins_of
from projects.sections.gathering import assessment, newest_month, overview, section_view
from projects.sections.warned import warned_layers
from projects.water.items import items_now
from projects.water.schemes.scheme import SchemeSheets
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import read
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.language import language
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.private_pages import handed_out, private
from webmap.edge.refusals import Refused
from webmap.edge.rendering import page, seen, services
from webmap.water.answers import MonthAnswer
from webmap.water.errors import FORM_UNKNOWN
from webmap.water.months import month_of_sections
from webmap.water.view_models import MonthView, SchemeView, SectionPage

blueprint = Blueprint("water", __name__)
MEDIA = {"docx": DOCX, "xlsx": XLSX, "pdf": PDF}
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class OfMonth(BaseModel):
    month: Month | None = None


class Until(BaseModel):
    until: Month | None = None


class OfYear(BaseModel):
    year: Annotated[int, Field(ge=2000, le=2100)] | None = None


def _given() -> dict[str, str]:
    """The parameters of the address that are filled in, but the language."""
    return {name: one for name, one in request.args.items() if name != "lang" and one}


@blueprint.get("/water")
@requires("view")
@asks(OfMonth)
def month() -> Response:
    return month_page(read(OfMonth, _given()).month)


def month_page(asked: str | None, said: Refused | None = None, status: int = 200) -> Response:
    """A month, with what was wrong with what somebody asked to be done there."""
    office, who = services(), asker()
    with office.reading() as session:
        found = overview(session, office.store, asked, today())
        view = MonthView(
            found,
            items_now(session),
            newest_month(session, today()),
            SchemeSheets.now(session).titles(),
            who.may("export"),
            warned_layers(session, int(found.month[:4])),
            who.may("keep_readings"),
            said or Refused(),
            bulletins_of(session, found.month),
        )
    return private(page("water.html", view), status)


@blueprint.get("/water/bulletin.<form>")
@requires("export")
@asks(OfMonth)
def bulletin(form: str) -> Response:
    """A draft of the bulletin of a month, by readings as they are; raises
    `water-bulletin-form-unknown`."""
    asked = read(OfMonth, _given())
    if form not in MEDIA:
        raise EcoAtlasError(FORM_UNKNOWN, form=form[:20], known=", ".join(MEDIA))
    office = services()
    with office.transaction() as session:
        found = overview(session, office.store, asked.month, today())
        items, name = items_now(session), office_profile(session).name
        record(session, actor(), "water-bulletin-made", found.month, details={"form": form})
    content = WRITERS[f".{form}"](report_of(found, items, name, today(), language()))
    return handed_out(content, MEDIA[form], f"water-{found.month}.{form}")


@blueprint.get("/water/sections/<key>")
@requires("view")
@asks(Until)
def section(key: str) -> str:
    """Raises `unknown-section`."""
    asked = read(Until, _given())
    office = services()
    with office.reading() as session:
        found = section_view(session, office.store, key, asked.until, today())
        items = items_now(session)
    view = SectionPage(found, items, found.months[-1], asker().may("keep_readings"))
    return page("water_section.html", view)


@blueprint.get("/water/schemes/<scheme>")
@requires("view")
@asks(OfYear)
def scheme(scheme: str) -> str:
    """Raises `unknown-scheme`."""
    asked = read(OfYear, _given())
    office = services()
    with office.reading() as session:
        year = asked.year or int(newest_month(session, today())[:4])
        found = assessment(session, office.store, scheme, year, today())
        schemes = SchemeSheets.now(session).titles()
    return page("water_scheme.html", SchemeView(found, schemes))


@blueprint.get(f"{PREFIX}/water/months/<month>")
@requires("view")
@answers(MonthAnswer)
def month_json(month: str) -> Response:
    """Class of each section in a month, whether it meets its target, which way the water goes there
    and from which district to which: what the map shows."""
    asked = read(OfMonth, {"month": month} if month != "newest" else {})
    return answer(seen(month_of_sections, asked.month))
