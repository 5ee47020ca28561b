"""The yearly assessment, on the page and to take away."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from geo.errors import EcoAtlasError
from layers.audit import record
from layers.system.china_time import today
from projects.accounts.profile import office_profile
from projects.rounds.assessment import assess
from projects.rounds.assessment_paper import report_of
from projects.rounds.bulletin_paper import WRITERS
from webmap.edge.access import actor, requires
from webmap.edge.asked import read
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import handed_out, private
from webmap.edge.refusals import Refused
from webmap.edge.rendering import page, services
from webmap.rounds.bulletin_pages import FORM_UNKNOWN, MEDIA
from webmap.rounds.hands import may_run
from webmap.rounds.pages import given
from webmap.rounds.view_models import AssessmentView

blueprint = Blueprint("assessments", __name__)


class Asked(BaseModel):
    """By what points are told."""

    by: Literal["unit", "district"] = "unit"
    done: Annotated[str, Field(max_length=20)] = ""


@blueprint.get("/assessments/<int(max=9999):year>")
@requires("see_rounds")
@asks(Asked)
def assessment(year: int) -> Response:
    """Raises `assessment-none`, `assessment-sum`."""
    asked = read(Asked, given())
    with services().reading() as session:
        found = assess(session, year, asked.by)
        view = AssessmentView(None, Refused(), may_run(), found, asked.by)
    return private(page("assessment.html", view))


@blueprint.get("/assessments/<int(max=9999):year>.<form>")
@requires("see_rounds")
def download(year: int, form: str) -> Response:
    """The assessment as docx, xlsx or PDF; raises `bulletin-form-unknown`."""
    if form not in MEDIA:
        raise EcoAtlasError(FORM_UNKNOWN, form=form[:20], known=", ".join(MEDIA))
    with services().transaction() as session:
        units, districts = assess(session, year), assess(session, year, "district")
        office = office_profile(session).name
        record(session, actor(), "assessment-made", str(year), details={"form": form})
    report = report_of(units, districts, office, today(), language())
    return handed_out(WRITERS[f".{form}"](report), MEDIA[form], f"assessment-{year}.{form}")
