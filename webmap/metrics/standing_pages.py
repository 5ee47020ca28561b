"""Setting the run of a page as the office's figure, and taking it off: forms of the run's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from flask import Blueprint, redirect
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from geo.errors import EcoAtlasError
from projects.standing.choosing import lift_figure, set_figure
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, requires
from webmap.edge.asked import form
from webmap.edge.forms import FieldFault, Form
from webmap.edge.rendering import services
from webmap.metrics.run_page import run_page

blueprint = Blueprint("standing", __name__)
LONGEST = 20_000
# Which field of the form a refusal is about; others are about the form as a whole.
FIELDS = {"figure-reason-missing": "reason", "figure-layers-not-own": "own"}
Layer = Annotated[str, Field(max_length=64)]


class Given(BaseModel):
    """`own`: the layers of the run that were confirmed; `replaces`: the run that stood, or 0."""

    reason: Annotated[str, Field(max_length=LONGEST)] = ""
    own: Layer | Annotated[list[Layer], Field(max_length=20)] = ""
    replaces: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0

    @property
    def layers(self) -> list[str]:
        named = [self.own] if isinstance(self.own, str) else self.own
        return [one for one in named if one]


@blueprint.post("/metrics/runs/<int:run>/current")
@requires("set_figures")
def set_current(run: int) -> Response:
    given = form(Given)
    return _done(
        run,
        given,
        lambda session: set_figure(
            session, run, given.reason, actor(), own=given.layers, shown=given.replaces
        ),
    )


@blueprint.post("/metrics/runs/<int:run>/current/lift")
@requires("set_figures")
def lift_current(run: int) -> Response:
    given = form(Given)
    return _done(run, given, lambda session: lift_figure(session, run, given.reason, actor()))


def _done(run: int, given: Given, step: Callable[[Session], object]) -> Response:
    """The page of the run again: as it is now, or with what was typed and why it was refused."""
    try:
        with services().transaction() as session:
            step(session)
    except EcoAtlasError as error:
        if error.status not in CORRECTABLE:
            raise
        refused.note(error)
        fault = FieldFault(FIELDS.get(error.code, ""), error.message, error.fix)
        typed = {"reason": given.reason, "own": " ".join(given.layers)}
        return run_page(run, Form("current", typed, (fault,)), error.status)
    return redirect(f"/metrics/runs/{run}#standing", 303)
