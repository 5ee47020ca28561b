"""Bulletins of a month: made in one step as a statement, and handed out as papers."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.system.scratch import kept_folder
from projects.sections.bulletins import export_bulletin, make_bulletin
from projects.statements.office_key import find_key
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge.access import actor, requires
from webmap.edge.asked import form
from webmap.edge.language import language
from webmap.edge.private_pages import handed_out
from webmap.edge.refusals import done_or_again
from webmap.edge.rendering import services
from webmap.water.errors import FORM_UNKNOWN
from webmap.water.pages import MEDIA, Month, month_page

blueprint = Blueprint("water_bulletins", __name__)
REFUSED = CORRECTABLE | {404, 409, 413, 422}


class MakeBody(BaseModel):
    month: Month
    layer: Annotated[str, Field(max_length=100)]


@blueprint.post("/water/bulletins")
@requires("keep_readings")
def make() -> AnyResponse:
    """The bulletin of a month: its figures computed and kept as a statement, which is shown."""
    asked = form(MakeBody)

    def do() -> str:
        found = make_bulletin(services(), asked.month, actor(), asked.layer)
        return f"/statements/{found.id}?done=made"

    return done_or_again(
        do, lambda said, code: month_page(asked.month, said.of("bulletins"), code), REFUSED
    )


@blueprint.get("/water/bulletins/<int:statement>.<form>")
@requires("export")
def paper(statement: int, form: str) -> Response:
    """The paper of a kept bulletin; raises `water-bulletin-form-unknown`, `water-not-a-bulletin`,
    `unknown-statement`."""
    if form not in MEDIA:
        raise EcoAtlasError(FORM_UNKNOWN, form=form[:20], known=", ".join(MEDIA))
    office = services()
    with kept_folder(office.settings.scratch) as folder:
        out = folder / f"bulletin.{form}"
        key = find_key(office.settings)
        found = export_bulletin(office, statement, form, out, language(), actor(), key)
        content = out.read_bytes()
    return handed_out(content, MEDIA[form], f"water-{found.code}.{form}")
