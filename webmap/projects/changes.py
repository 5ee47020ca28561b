"""What the page of a project changes: a report on its progress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from flask import Blueprint, redirect, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.system.scratch import kept_folder
from projects.records.changes.progress import REPORT_AHEAD, report_progress
from projects.records.changes.writing import Report
from projects.records.model.errors import PROJECT_CHANGED_MEANWHILE
from webmap.edge.access import actor, requires, takes_up_to
from webmap.edge.addresses import project_address
from webmap.edge.asked import form
from webmap.edge.forms import FieldFault, Form
from webmap.edge.rendering import services
from webmap.projects.faults import correctable, faults_of
from webmap.projects.pages import project_page
from webmap.projects.sent_files import LARGEST, sent_files
from webmap.projects.words import REPORT_FIELDS

blueprint = Blueprint("project_changes", __name__)

LONGEST = 2000
FIELD_OF = {REPORT_AHEAD.code: "reported_on"}
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
@takes_up_to(LARGEST)
def add_report(code: str) -> AnyResponse:
    """Keep a report. Whom somebody forestalled sees both versions, and may send his again."""
    typed = {name: request.form.get(name, "")[:LONGEST] for name in REPORT_FIELDS}
    try:
        asked = form(ReportBody)
        told = Report(asked.reported_on, asked.reason, "form", asked.text, asked.next_steps)
        with kept_folder(services().settings.scratch) as folder:
            files = sent_files(folder)
            with services().transaction() as session:
                report_progress(
                    session, code, asked.percent, told, by=actor(), based_on=asked.seen,
                    store=services().store, files=files,
                )  # fmt: skip
    except EcoAtlasError as error:
        correctable(error)
        return project_page(code, Form("report", typed, tuple(_faults(error))), error.status)
    return redirect(f"{project_address(code)}?done=reported#content", 303)


def _faults(error: EcoAtlasError) -> Iterator[FieldFault]:
    """What is wrong, each with its field; a conflict with all that differs.

    Rules of a record speak of its fields: here they are kept or broken by the percentage.
    """
    yield from faults_of(error, REPORT_FIELDS, FIELD_OF, "percent")
    if error.code == PROJECT_CHANGED_MEANWHILE.code:
        yield from (FieldFault("", one.message, one.fix) for one in error.problems)
