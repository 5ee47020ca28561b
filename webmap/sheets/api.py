"""Sheets in the JSON interface: what holds now, what held before, and a new version of rows."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from geo.words import Text
from projects.sheets import SHEET_KINDS, list_sheets, save_sheet, sheet_history, sheet_seen
from projects.sheets.sheets import present_number
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import takes
from webmap.edge.json_answer import PREFIX, answer, moment
from webmap.edge.openapi import answers
from webmap.edge.rendering import services
from webmap.sheets.answers import (
    SheetLine,
    SheetsAnswer,
    SheetVersions,
    sheet_json,
    sheet_kind_json,
)
from webmap.sheets.kind_answers import SHEET_ANSWERS

blueprint = Blueprint("api_sheets", __name__, url_prefix=PREFIX)

Cell = Annotated[str, Field(max_length=4000)] | bool | int | float | None
Column = Annotated[str, Field(min_length=1, max_length=64)]
MOST_ROWS, MOST_COLUMNS = 50_000, 60


class SheetBody(BaseModel):
    """`based_on` is the version that was edited; `kind` and `title` are for a new series."""

    rows: Annotated[
        list[Annotated[dict[Column, Cell], Field(max_length=MOST_COLUMNS)]],
        Field(max_length=MOST_ROWS),
    ]
    kind: Annotated[str, Field(max_length=64)] | None = None
    title: Annotated[str, Field(max_length=200)] | None = None
    source: Annotated[str, Field(max_length=500)] | None = None
    note: Annotated[str, Field(max_length=500)] | None = None
    based_on: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


@blueprint.get("/sheets")
@requires("view")
@answers(SheetsAnswer)
def every_sheet() -> Response:
    """Every sheet in its present version, without rows, and the kinds there are."""
    with services().reading() as session:
        found = [_shown(sheet_json(one, rows=False)) for one in list_sheets(session)]
    kinds = [sheet_kind_json(kind) for kind in SHEET_KINDS.values()]
    return answer({"sheets": found, "kinds": kinds})


@blueprint.get("/sheets/<sheet>")
@requires("view")
@answers(*SHEET_ANSWERS)
def one_sheet(sheet: str) -> Response:
    """A version with its rows: `ID` or `ID@VERSION`."""
    with services().reading() as session:
        return answer(_shown(sheet_json(sheet_seen(session, sheet))))


@blueprint.get("/sheets/<sheet>/versions")
@requires("view")
@answers(SheetVersions)
def versions(sheet: str) -> Response:
    """Every version of a sheet, without rows."""
    with services().reading() as session:
        found = sheet_history(session, sheet)
    lines = [
        {
            "version": one.number,
            "sha256": one.sha256,
            "saved_at": moment(one.created_at),
            "by": one.created_by,
            "source": one.source,
            "note": one.note,
        }
        for one in found
    ]
    return answer({"sheet": sheet, "versions": [_shown(line) for line in lines]})


@blueprint.put("/sheets/<sheet>")
@requires("edit_sheets")
@takes(SheetBody)
@answers(SheetLine)
def save(asked: SheetBody, sheet: str) -> tuple[Response, int]:
    """Keep rows as the new version; the same rows again make none."""
    office = services()
    with office.transaction() as session:
        before = present_number(session, sheet)
        saved = save_sheet(
            session,
            sheet,
            asked.rows,
            kind=asked.kind,
            title=Text(asked.title, asked.title) if asked.title else None,
            source=asked.source,
            note=asked.note,
            by=actor(),
            based_on=asked.based_on,
        )
    return answer(sheet_json(saved, rows=False)), 201 if saved.number > before else 200


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    """Only people of the office are told the names of others."""
    return line if asker().account is not None else line | {"by": None}
