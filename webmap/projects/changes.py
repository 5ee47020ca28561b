"""What the page of a project changes: a report on its progress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from flask import Blueprint, redirect, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError, Problem
from projects.records.errors import PROJECT_CHANGED_MEANWHILE, RECORD_PROGRESS_FELL
from projects.records.progress import REPORT_AHEAD, report_progress
from projects.records.writing import Report
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, requires
from webmap.edge.addresses import project_address
from webmap.edge.asked import form
from webmap.edge.forms import FieldFault, Form
from webmap.edge.rendering import services
from webmap.projects.pages import project_page
from webmap.projects.words import FELL_FIX, REPORT_FIELDS

blueprint = Blueprint("project_changes", __name__)

LONGEST = 2000
FIELD_OF = {RECORD_PROGRESS_FELL.code: "reason", REPORT_AHEAD.code: "reported_on"}
Words = Annotated[str, Field(max_length=LONGEST)]


class ReportBody(BaseModel):
    """A report, and the version of the project that its writer saw."""

    seen: Annotated[int, Field(ge=0, le=10**9)]
    reported_on: dt.date
    percent: Annotated[str, Field(max_length=20)]
    text: Words | None = None
    next_steps: Words | None = None
    reason: Annotated[str, Field(max_length=500)] | None = None


@blueprint.post("/projects/<path:code>")
@requires("edit_projects")
def add_report(code: str) -> AnyResponse:
    """Keep a report. Whom somebody forestalled sees both versions, and may send his again."""
    typed = {name: request.form.get(name, "")[:LONGEST] for name in REPORT_FIELDS}
    try:
        asked = form(ReportBody)
        told = Report(asked.reported_on, asked.reason, "form", asked.text, asked.next_steps)
        with services().transaction() as session:
            report_progress(session, code, asked.percent, told, by=actor(), based_on=asked.seen)
    except EcoAtlasError as error:
        if error.status not in CORRECTABLE | {PROJECT_CHANGED_MEANWHILE.status}:
            raise
        refused.note(error)
        return project_page(code, Form("report", typed, tuple(_faults(error))), error.status)
    return redirect(f"{project_address(code)}?done=reported#content", 303)


def _faults(error: EcoAtlasError) -> Iterator[FieldFault]:
    """What is wrong, each with its field of the form; a conflict with all that differs."""
    if error.code == PROJECT_CHANGED_MEANWHILE.code:
        yield FieldFault("", error.message, error.fix)
    elif not error.problems:
        # The advice of the record speaks of columns and of the command line as well.
        fix = FELL_FIX if error.code == RECORD_PROGRESS_FELL.code else error.fix
        yield FieldFault(FIELD_OF.get(error.code, "percent"), error.message, fix)
    for one in error.problems:
        yield _fault(one)


def _fault(problem: Problem) -> FieldFault:
    field = str(problem.values.get("field", ""))
    title = REPORT_FIELDS.get(field)
    if title is not None:
        named = Problem(problem.kind, {**problem.values, "field": title})
        return FieldFault(field, named.message, named.fix)
    # Rules of a record speak of its fields: here they are kept or broken by the percentage.
    place = FIELD_OF.get(problem.kind.code, "percent" if problem.field else "")
    return FieldFault(place, problem.message, problem.fix)
