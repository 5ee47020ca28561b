"""What the pages of rounds change: opened, a sheet handed in, given back, settled, closed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.system.scratch import kept_folder
from projects.records.files.grid import is_long
from projects.records.queries.waiting import keep_list
from projects.rounds.closing import close_round, reopen_round
from projects.rounds.reading import mark_returned, merge_file
from projects.rounds.returning import return_entries
from projects.rounds.rounds import known_quarter, open_round
from projects.rounds.settling import Side, choose
from projects.sheets.errors import SHEET_NO_FILE
from projects.sheets.files import MAX_FILE_BYTES
from projects.work.lists import MERGE, lists_folder
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge.access import actor, requires, takes_up_to
from webmap.edge.asked import form
from webmap.edge.language import language
from webmap.edge.refusals import Refused, done_or_again, marked_address
from webmap.edge.rendering import services
from webmap.jobs.workbooks import begin
from webmap.rounds.hands import hand
from webmap.rounds.pages import conflicts_page, list_page, round_page, sheet_page

blueprint = Blueprint("round_changes", __name__)
LARGEST = MAX_FILE_BYTES + 2**20
REFUSED = CORRECTABLE | {413, 415}
SEEN = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")
CHOSEN = re.compile(r"(theirs|mine):([0-9]{1,9})")
Line = Annotated[str, Field(max_length=500)]


class OpenBody(BaseModel):
    """A quarter to open, and the last day to report."""

    period: Annotated[str, Field(max_length=20)]
    due_on: dt.date | None = None


class TurnBody(BaseModel):
    """A round to close or to open again."""

    step: Literal["close", "reopen"]
    reason: Line = ""


class ReturnBody(BaseModel):
    """Reports that were looked at, as `id:version`, given back with a remark."""

    entry: list[Annotated[str, Field(max_length=20)]] | Annotated[str, Field(max_length=20)] = []
    remark: Line = ""


def _try(do: Callable[[], str], again: Callable[[Refused, int], Response]) -> AnyResponse:
    return done_or_again(do, again, REFUSED)


@blueprint.post("/rounds")
@requires("run_rounds")
def opened() -> AnyResponse:
    """Open the round of a quarter."""

    def do() -> str:
        asked = form(OpenBody)
        with services().transaction() as session:
            done = open_round(session, known_quarter(asked.period), actor(), due_on=asked.due_on)
        return f"/rounds/{done.round.period}?done=opened#content"

    return _try(do, lambda said, code: list_page(said.of("open"), code))


@blueprint.post("/rounds/<period>/turn")
@requires("run_rounds")
def turned(period: str) -> AnyResponse:
    """Close a round, or open it again."""

    def do() -> str:
        asked = form(TurnBody)
        quarter = known_quarter(period)
        with services().transaction() as session:
            if asked.step == "close":
                close_round(session, quarter, actor(), asked.reason)
            else:
                reopen_round(session, quarter, actor(), asked.reason)
        done = "closed" if asked.step == "close" else "reopened"
        return f"/rounds/{quarter}?done={done}#content"

    return _try(do, lambda said, code: round_page(period, said.of("turn"), code))


@blueprint.post("/rounds/<period>/units/<unit>/sheet")
@requires("report_rounds")
@takes_up_to(LARGEST)
def handed_in(period: str, unit: str) -> AnyResponse:
    """Take in a sheet that was filled in."""
    sent = request.files.get("file")
    with kept_folder(services().settings.scratch) as folder:
        path = folder / "sheet"
        if sent is not None and sent.filename:
            sent.save(path)
            if is_long(path):
                return _by_job(period, unit, path, _name(sent.filename))

        def do() -> str:
            if sent is None or not sent.filename:
                raise EcoAtlasError(SHEET_NO_FILE)
            name, quarter = _name(sent.filename), known_quarter(period)
            with services().transaction() as session:
                done = merge_file(session, path, hand("xlsx"), name=name, period=quarter)
            if done.conflicts:
                return f"/rounds/{quarter}/conflicts?done=conflicts#content"
            return f"/rounds/{quarter}/units/{unit}?done=merged#content"

        def again(said: Refused, code: int) -> Response:
            marked = marked_address(mark_returned, path, folder, said.problems)
            return sheet_page(period, unit, said.of("upload", marked), code)

        return _try(do, again)


def _name(sent: str) -> str:
    return Path(sent).name[:80]


def _by_job(period: str, unit: str, path: Path, name: str) -> AnyResponse:
    """A sheet of many rows is merged in the background."""
    token = keep_list(lists_folder(services().settings), actor().name, path)
    quarter = str(known_quarter(period))
    told = {"period": quarter, "unit": unit, "token": token, "name": name, "language": language()}
    return begin(MERGE, name, told)


@blueprint.post("/rounds/<period>/units/<unit>/return")
@requires("run_rounds")
def given_back(period: str, unit: str) -> AnyResponse:
    """Give the chosen reports back."""
    asked = form(ReturnBody)
    chosen = [asked.entry] if isinstance(asked.entry, str) else asked.entry
    seen = {int(m[1]): int(m[2]) for m in map(SEEN.fullmatch, chosen) if m}

    def do() -> str:
        with services().transaction() as session:
            count = return_entries(session, known_quarter(period), seen, actor(), asked.remark)
        done = "returned" if count else "none"
        return f"/rounds/{known_quarter(period)}/units/{unit}?done={done}#content"

    return _try(do, lambda said, code: sheet_page(period, unit, said.of("return"), code))


@blueprint.post("/rounds/<period>/conflicts")
@requires("report_rounds")
def settled(period: str) -> AnyResponse:
    """Keep the chosen side of each conflict; a field is called after its conflict."""
    choices: dict[int, tuple[Side, int]] = {}
    for name, said in request.form.items():
        found = CHOSEN.fullmatch(said)
        if name.isascii() and name.isdigit() and len(name) < 10 and found:
            side: Side = "mine" if found[1] == "mine" else "theirs"
            choices[int(name)] = (side, int(found[2]))

    def do() -> str:
        if not choices:
            return f"/rounds/{known_quarter(period)}/conflicts?done=none#content"
        with services().transaction() as session:
            choose(session, known_quarter(period), choices, hand())
        return f"/rounds/{known_quarter(period)}/conflicts?done=settled#content"

    return _try(do, lambda said, code: conflicts_page(period, said.of("conflicts"), code))
