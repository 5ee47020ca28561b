"""Entries of a round under `/api/v1/rounds`: what there is, and writing them as the grid does."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from projects.rounds.checking import Row
from projects.rounds.fields import ENTRY_FIELDS
from projects.rounds.lines import Line, lines_of
from projects.rounds.rounds import known_quarter, round_of
from projects.rounds.saving import save_rows
from webmap.edge.access import requires
from webmap.edge.asked import read, takes
from webmap.edge.json_answer import PREFIX, answer, moment
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.rendering import services
from webmap.rounds.answers import EntriesAnswer, WrittenEntries
from webmap.rounds.hands import hand, own_unit
from webmap.rounds.pages import given
from webmap.rounds.view_models import typed_cell

blueprint = Blueprint("api_rounds", __name__, url_prefix=PREFIX)
MOST_ROWS, MOST_LINES = 2000, 1000
Cell = Annotated[str, Field(max_length=4000)] | float | None


class EntryBody(BaseModel):
    """A row; `version` is that of the entry which was seen. Fields that are not sent stay."""

    code: Annotated[str, Field(max_length=64)]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    row: Annotated[int, Field(ge=1, le=10**6)] | None = None
    progress_percent: Cell = None
    invested_wan_yuan: Cell = None
    spent_wan_yuan: Cell = None
    text: Cell = None
    problems: Cell = None
    next_steps: Cell = None
    status: Cell = None
    actual_end_date: Cell = None
    reason: Cell = None


class EntriesBody(BaseModel):
    rows: Annotated[list[EntryBody], Field(min_length=1, max_length=MOST_ROWS)]
    status: Literal["draft", "reported"] = "reported"


class EntriesAsked(BaseModel):
    """Which entries: of one project, or a page of all that the asker sees."""

    code: Annotated[str, Field(max_length=64)] = ""
    page: Annotated[int, Field(ge=1, le=10**6)] = 1


@blueprint.get("/rounds/<period>/entries")
@requires("see_rounds")
@asks(EntriesAsked)
@answers(EntriesAnswer)
def entries(period: str) -> Response:
    """What was reported in a round, a thousand at a time: `code`, `page`."""
    asked = read(EntriesAsked, given())
    with services().reading() as session:
        one = round_of(session, known_quarter(period))
        found = lines_of(session, one, own_unit())
    chosen = [line for line in found if asked.code in ("", line.code)]
    here = chosen[(asked.page - 1) * MOST_LINES : asked.page * MOST_LINES]
    told = {"period": one.period, "state": one.state, "total": len(chosen), "page": asked.page}
    return answer(told | {"entries": [entry_json(line) for line in here]})


@blueprint.put("/rounds/<period>/entries")
@requires("report_rounds")
@takes(EntriesBody)
@answers(WrittenEntries)
def write_entries(asked: EntriesBody, period: str) -> Response:
    """Keep rows as drafts or as reported; all of them or none."""
    quarter = known_quarter(period)
    rows = [_row(number, one) for number, one in enumerate(asked.rows, 1)]
    with services().transaction() as session:
        done = save_rows(session, quarter, rows, hand(), state=asked.status)
        codes = {*done.changed, *done.unchanged}
        every = lines_of(session, round_of(session, quarter), own_unit())
    counts = {"changed": len(done.changed), "unchanged": len(done.unchanged)}
    values = [entry_json(line) for line in every if line.code in codes]
    return answer({**counts, "values": values})


def _row(number: int, one: EntryBody) -> Row:
    names = [field.name for field in ENTRY_FIELDS if field.name in one.model_fields_set]
    return Row(one.row or number, one.code, {n: getattr(one, n) for n in names}, one.version)


def entry_json(line: Line) -> dict[str, Any]:
    """An entry; `cells` as the grid has them."""
    return {
        "code": line.code,
        "name": line.name,
        "unit": line.unit_code,
        "status": line.state,
        "version": line.version,
        "remark": line.remark,
        "written_by": line.written_by,
        "at": moment(line.at),
        "cells": {name: typed_cell(line, name) for name in line.values},
    }
