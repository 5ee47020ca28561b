"""The audit log: searched, shown page by page, and taken along as a table."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from layers.audit import ACTIONS, AuditQuery, actors, record, search_entries
from layers.export.audit_log import export_entries
from layers.system.china_time import china_time
from layers.system.database import now
from layers.system.media_types import CSV, XLSX
from layers.system.scratch import kept_folder
from projects.accounts.people import named
from projects.records.queries.naming import project_names, unit_names
from webmap.audit.check import chain
from webmap.audit.entries import entry_line
from webmap.audit.links import Known
from webmap.audit.view_models import Asked, AuditView, Choice
from webmap.audit.words import OUTCOMES
from webmap.edge.access import actor, requires
from webmap.edge.asked import read
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.parameters import asks
from webmap.edge.people import everybody
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.edge.titles import layer_titles

blueprint = Blueprint("audit", __name__)
AT_ONCE = 50
TYPES = {"csv": CSV, "xlsx": XLSX}
Line = Annotated[str, Field(max_length=100)]


class Search(BaseModel):
    """What the address asks for; days are of the machine's time, both included."""

    text: Line = ""
    actor: Line = ""
    action: Line = ""
    outcome: Literal["", "done", "refused"] = ""
    since: dt.date | None = None
    until: dt.date | None = None
    page: Annotated[int, Field(ge=1, le=10_000_000)] = 1

    def query(self) -> AuditQuery:
        return AuditQuery(self.text, self.actor, self.action, self.outcome, self.since, self.until)

    def asked(self) -> Asked:
        since, until = (day.isoformat() if day else "" for day in (self.since, self.until))
        return Asked(self.text, self.actor, self.action, self.outcome, since, until)


def _search() -> Search:
    """Raises `input-invalid`."""
    given = {name: value.strip() for name, value in request.args.items() if name != "lang"}
    return read(Search, {name: value for name, value in given.items() if value})


@blueprint.get("/audit")
@requires("see_audit")
@asks(Search)
def audit_log() -> Response:
    asked = _search()
    with services().reading() as session:
        _, total = search_entries(session, asked.query(), limit=1)
        pages = max(-(-total // AT_ONCE), 1)
        at = min(asked.page, pages)
        found, _ = search_entries(session, asked.query(), (at - 1) * AT_ONCE, AT_ONCE)
        subjects = {entry.subject for entry in found if entry.subject}
        known = Known(
            everybody(),
            layer_titles(),
            project_names(session, subjects),
            unit_names(session, subjects),
        )
        lines, names = [entry_line(entry, known) for entry in found], actors(session)
    view = AuditView(
        asked=asked.asked(),
        entries=lines,
        total=total,
        page=at,
        pages=pages,
        chain=chain(),
        actors=[Choice(one, named(one, known.people)) for one in names],
        actions=[Choice(name, title) for name, title in ACTIONS.items()],
        outcomes=[Choice(name, title) for name, title in OUTCOMES.items()],
    )
    return private(page("audit.html", view))


@blueprint.get("/audit.<any(csv, xlsx):format_>")
@requires("see_audit")
@asks(Search)
def download(format_: str) -> Response:
    """The entries found, as a file; that they were taken along is itself recorded."""
    asked = _search()
    with kept_folder(services().settings.scratch) as folder:
        path = folder / f"audit.{format_}"
        with services().reading() as session:
            count = export_entries(session, asked.query(), format_, path, everybody())
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = path.open("rb")
    details = {"format": format_, "entries": count, "query": dict(asked.asked().given())}
    with services().transaction() as session:
        record(session, actor(), "audit-exported", details=details)
    name = f"audit-{china_time(now()):%Y%m%d-%H%M%S}.{format_}"
    return file_answer(content, TYPES[format_], attachment(name))
