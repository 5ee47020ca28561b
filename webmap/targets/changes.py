"""What the pages change: a file read, values decided on, a period closed, a number set."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response, redirect, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.years import LAST_YEAR
from layers.system.scratch import kept_folder
from projects.evidence.files import MOST_BYTES
from projects.sheets.errors import SHEET_NO_FILE
from projects.sheets.files import MAX_FILE_BYTES
from projects.targets.approving import approve_values, return_values
from projects.targets.closing import close_period, reopen_period
from projects.targets.ledger import Written, keep_file
from projects.targets.periods import FIRST_YEAR
from projects.targets.reporting import mark_report, report_file
from projects.targets.setting import set_value
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, requires, takes_up_to
from webmap.edge.asked import form, read
from webmap.edge.forms import FieldFault, Form
from webmap.edge.refusals import Refused, done_or_again, marked_address
from webmap.edge.rendering import services
from webmap.targets.asking import LinesAsked
from webmap.targets.pages import grid_page, target_page

blueprint = Blueprint("target_changes", __name__)
MOST_EVIDENCE = 10
LARGEST = MAX_FILE_BYTES + 3 * MOST_BYTES
REFUSED = CORRECTABLE | {403, 413, 415, 422}
LOOKED = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")
Line = Annotated[str, Field(max_length=500)]


class Decided(BaseModel):
    """Values that were looked at, as `id:version`, and what is decided on them."""

    value: list[Annotated[str, Field(max_length=20)]] | Annotated[str, Field(max_length=20)] = []
    step: Annotated[str, Field(pattern="approve|return")]
    reason: Line = ""
    back: Line = ""


class Turned(BaseModel):
    """A period of a plan to close or to open."""

    document: Annotated[str, Field(max_length=40)]
    period: Annotated[str, Field(max_length=20)]
    step: Annotated[str, Field(pattern="close|reopen")]
    reason: Line = ""


class SetBody(BaseModel):
    """A number of the level above."""

    value: Annotated[float, Field(allow_inf_nan=False)]
    comparator: Annotated[str, Field(max_length=2)]
    measured_in: Annotated[str, Field(max_length=40)] = ""
    unit: Annotated[str, Field(max_length=100)] = ""
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    issuer: Annotated[str, Field(max_length=100)]
    document: Annotated[str, Field(max_length=200)]
    dated: dt.date
    note: Line = ""


def _try(do: Callable[[], str], again: Callable[[Refused, int], Response]) -> AnyResponse:
    return done_or_again(do, again, REFUSED)


@blueprint.post("/targets/report")
@requires("report_values")
@takes_up_to(LARGEST)
def upload() -> AnyResponse:
    """Read a filled-in template with the evidence that came along."""
    sent = request.files.get("file")
    status: Written = "draft" if request.form.get("status") == "draft" else "reported"
    reason, back = request.form.get("reason", "")[:500], _back()
    with kept_folder(services().settings.scratch) as folder:
        path = folder / "report"

        def do() -> str:
            if sent is None or not sent.filename:
                raise EcoAtlasError(SHEET_NO_FILE)
            sent.save(path)
            files = _evidence(folder)
            with services().transaction() as session:
                report_file(
                    session, path, actor(), name=Path(sent.filename).name[:80], status=status,
                    store=services().store, files=files, reason=reason or None,
                )  # fmt: skip
            return _grid(back, "read")

        def again(said: Refused, code: int) -> Response:
            marked = marked_address(mark_report, path, folder, said.problems)
            return grid_page(read(LinesAsked, back), said.of("upload", marked), code)

        return _try(do, again)


def _evidence(folder: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for number, one in enumerate(request.files.getlist("evidence")[:MOST_EVIDENCE]):
        if one.filename:
            found[Path(one.filename).name] = folder / f"evidence-{number}"
            one.save(folder / f"evidence-{number}")
    return found


@blueprint.post("/targets/decide")
@requires("approve_values")
def decide() -> AnyResponse:
    """Approve the values that were chosen, or give them back."""
    asked = form(Decided)
    chosen = [asked.value] if isinstance(asked.value, str) else asked.value
    looked = {int(m[1]): int(m[2]) for m in map(LOOKED.fullmatch, chosen) if m}
    back = _filters(asked.back)

    def do() -> str:
        with services().transaction() as session:
            if asked.step == "approve":
                count = approve_values(session, looked, actor())
            else:
                count = return_values(session, looked, actor(), asked.reason)
        done = ("approved" if asked.step == "approve" else "returned") if count else "none"
        return _grid(back, done)

    def again(said: Refused, code: int) -> Response:
        kept = replace(said.of("decide"), chosen=frozenset(chosen), reason=asked.reason)
        return grid_page(read(LinesAsked, back), kept, code)

    return _try(do, again)


def _filters(back: str) -> dict[str, str]:
    """The filters of the grid that the form stood under."""
    return {name: one for name, one in parse_qsl(back) if name in LinesAsked.model_fields}


def _back() -> dict[str, str]:
    return _filters(request.form.get("back", "")[:500])


def _grid(back: dict[str, str], done: str) -> str:
    """The grid with a note on what was done.

    It names a place of its own: a browser keeps that of the form otherwise, far below the note.
    """
    return f"/targets?{urlencode({**back, 'done': done})}#content"


@blueprint.post("/targets/periods")
@requires("approve_values")
def turn_period() -> AnyResponse:
    """Close a period of a plan, or open it again."""
    asked = form(Turned)
    back = {"document": asked.document, "period": asked.period}

    def do() -> str:
        with services().transaction() as session:
            if asked.step == "close":
                close_period(session, asked.document, asked.period, actor(), asked.reason)
            else:
                reopen_period(session, asked.document, asked.period, actor(), asked.reason)
        return _grid(back, "closed" if asked.step == "close" else "reopened")

    return _try(do, lambda said, code: grid_page(_known(back), said.of("periods"), code))


def _known(back: dict[str, str]) -> LinesAsked:
    """The filters, unless it is they that were refused."""
    try:
        asked = read(LinesAsked, back)
        return asked if asked.within else LinesAsked()
    except EcoAtlasError:
        return LinesAsked()


@blueprint.post("/targets/evidence")
@requires("report_values")
@takes_up_to(MOST_BYTES + 2**20)
def add_evidence() -> AnyResponse:
    """Keep one evidence file, for rows to name."""
    back = _back()

    def do() -> str:
        sent = request.files.get("evidence")
        if sent is None or not sent.filename:
            raise EcoAtlasError(SHEET_NO_FILE)
        with kept_folder(services().settings.scratch) as folder:
            sent.save(folder / "evidence")
            with services().transaction() as session:
                place = folder / "evidence"
                keep_file(session, services().store, place, sent.filename, actor())
        return _grid(back, "evidence")

    return _try(do, lambda said, code: grid_page(read(LinesAsked, back), said.of("evidence"), code))


@blueprint.post("/targets/<target>/set")
@requires("report_values")
def set_number(target: str) -> AnyResponse:
    """Keep the number that the level above has set for a delegated target."""
    typed = {name: one[:500] for name, one in request.form.items() if name != "csrf_token"}
    try:
        asked = form(SetBody)
        with services().transaction() as session:
            set_value(session, target, by=actor(), **asked.model_dump())
    except EcoAtlasError as error:
        if error.status not in REFUSED:
            raise
        refused.note(error)
        return target_page(target, Form("set", typed, tuple(_faults(error))), error.status)
    return redirect(f"/targets/{target}?done=set#content", 303)


def _faults(error: EcoAtlasError) -> list[FieldFault]:
    if not error.problems:
        return [FieldFault("", error.message, error.fix)]
    return [
        FieldFault(str(one.values.get("field", "")), one.message, one.fix) for one in error.problems
    ]
