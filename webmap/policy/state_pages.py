"""The page of states, and the same list as a file to be sent upward."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from flask import Blueprint, Response, request
from pydantic import BaseModel

from layers.system.china_time import today
from layers.system.media_types import DOCX, XLSX
from projects.accounts.profile import office_profile
from projects.policy.register import get_document
from projects.states.gathering import Choice, Stated, chosen
from projects.states.limits import limits_on
from projects.states.report import report_of
from projects.states.report_document import document_of
from projects.states.report_workbook import workbook_of
from projects.states.rule import State
from projects.states.telling import find_action, find_unit
from webmap.edge.access import asker, requires
from webmap.edge.asked import read
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.rendering import page, seen, services
from webmap.policy.states import Query, StateLine, choices, count_rows, find_states
from webmap.policy.view_models import StatesView

blueprint = Blueprint("policy_states", __name__)
WRITERS = {"xlsx": (workbook_of, XLSX), "docx": (document_of, DOCX)}


class Wanted(BaseModel):
    """What the address asks for."""

    on: dt.date | None = None
    document: str | None = None
    action: str | None = None
    unit: str | None = None
    year: int | None = None
    state: State | None = None
    spatial: bool = False
    by: Literal["document", "action", "unit", "year"] = "document"


def asked_query() -> Query:
    """Raises `input-invalid` for what is not known here, `unknown-…` for what does not exist."""
    given = {name: value.strip() for name, value in request.args.items() if name != "lang"}
    wanted = read(Wanted, {name: value for name, value in given.items() if value})
    with services().reading() as session:
        document = get_document(session, wanted.document).id if wanted.document else None
        action = find_action(session, wanted.action)
    choice = Choice(
        document, action, find_unit(wanted.unit), wanted.year, wanted.state, wanted.spatial
    )
    return Query(choice, wanted.on or today(), wanted.by, wanted.on is not None)


def all_states(on: dt.date) -> tuple[Stated, ...]:
    """Every target on a day as the asker sees it; only the office sees what waits for approval."""
    return seen(find_states, on, asker().account is not None)


@blueprint.get("/policy/states")
@requires("view")
@asks(Wanted)
def states_page() -> str:
    query = asked_query()
    every = all_states(query.on)
    found = chosen(every, query.choice)
    with services().reading() as session:
        limits = limits_on(session, query.on)
    view = StatesView(
        query=query,
        limits=limits,
        rows=count_rows(every, query),
        lines=[(one.document, StateLine.of(one)) for one in found],
        choices={by: choices(every, by) for by in ("document", "action", "unit", "year")},
    )
    return page("policy_states.html", view)


@blueprint.get(f"/policy/states.<any({', '.join(WRITERS)}):format_>")
@requires("view")
@asks(Wanted)
def states_file(format_: str) -> Response:
    """The list of the address as one sheet."""
    query = asked_query()
    write, type_ = WRITERS[format_]
    found = chosen(all_states(query.on), query.choice)
    with services().reading() as session:
        office = office_profile(session).name
    content = write(report_of(found, query.on, office, today(), language()))
    name = f"target-states-{query.on}.{format_}"
    return file_answer(content, type_, attachment(name))
