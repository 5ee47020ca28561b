"""Warnings on readings, asked for on the page of a month and computed in the background."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from projects.metrics.waters.section_warnings_metric import SECTION_WARNINGS
from projects.sections.warned import kept_inputs
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge.access import actor, requires
from webmap.edge.asked import form
from webmap.edge.refusals import done_or_again
from webmap.edge.rendering import services
from webmap.metrics.run_jobs import ask_run
from webmap.water.pages import month_page

blueprint = Blueprint("water_warnings", __name__)
REFUSED = CORRECTABLE | {404, 409, 413, 422}


class LookBody(BaseModel):
    layer: Annotated[str, Field(max_length=100)]
    year: Annotated[int, Field(ge=2000, le=2100)]


@blueprint.post("/water/warnings")
@requires("keep_readings")
def look() -> AnyResponse:
    """Keep the readings of a year as they are now, and look at those of a layer."""
    asked = form(LookBody)
    office = services()

    def do() -> str:
        with office.transaction() as session:
            inputs = kept_inputs(session, office.store, asked.layer, asked.year, actor())
        job = ask_run(SECTION_WARNINGS.id, inputs, {"year": float(asked.year)})
        return f"/metrics/jobs/{job.id}"

    return done_or_again(
        do, lambda said, code: month_page(None, said.of("warnings"), code), REFUSED
    )
