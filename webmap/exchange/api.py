"""What other systems write: readings of sections, progress of projects, values of targets.

Each takes many rows, all of them or none, under a key of the sender (`Idempotency-Key`); `dry_run`
tells what would become of them. A token of the scope of its own is enough.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from geo.figures.said import typed
from layers.system.scratch import kept_folder
from projects.exchange.progress import SentProgress, report_many
from projects.exchange.readings import keep_sent, try_sent
from projects.water.typed import TypedRow
from webmap.edge.access import actor, requires
from webmap.edge.asked import takes
from webmap.edge.json_answer import PREFIX
from webmap.edge.openapi import KEY_HEADER, answers
from webmap.edge.rendering import services
from webmap.exchange.answers import ProgressAnswer, ReadingsAnswer, ValuesAnswer
from webmap.exchange.sending import keyed, sent
from webmap.targets.api import ValuesBody, kept_values

blueprint = Blueprint("api_exchange", __name__, url_prefix=PREFIX)
MOST_READINGS, MOST_PROGRESS, MOST_ITEMS = 5000, 500, 100
Name = Annotated[str, Field(min_length=1, max_length=100)]
Reason = Annotated[str, Field(max_length=500)] | None
Words = Annotated[str, Field(max_length=2000)] | None
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2}([ T]\d{2}:\d{2})?)?$")]
Cell = Annotated[str, Field(max_length=80)] | Annotated[float, Field(allow_inf_nan=False)]


class SentReading(BaseModel):
    """values: by item, in the unit of the sheet of items; text as a laboratory writes it, `0.01L`.

    time: a month, a day, or a minute, in the time of the place.
    """

    section: Name
    time: Moment
    values: Annotated[dict[Name, Cell], Field(min_length=1, max_length=MOST_ITEMS)]


class ReadingsBody(BaseModel):
    """looked: values far above what is found were looked at. reason: why values that are kept
    already are given otherwise."""

    rows: Annotated[list[SentReading], Field(min_length=1, max_length=MOST_READINGS)]
    looked: bool = False
    reason: Reason = None
    dry_run: bool = False


class ProgressRow(BaseModel):
    """percent: 0 to 100. on: the day it is of, today where none is given. version: of the project
    that was seen; without it nothing is compared. reason: asked for where it falls."""

    project: Annotated[str, Field(min_length=1, max_length=64)]
    percent: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
    on: dt.date | None = None
    invested_wan_yuan: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=6)] | None = (
        None
    )
    text: Words = None
    next_steps: Words = None
    reason: Reason = None
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


class ProgressBody(BaseModel):
    """Rows are counted from 1 in what is told of them."""

    rows: Annotated[list[ProgressRow], Field(min_length=1, max_length=MOST_PROGRESS)]
    dry_run: bool = False


class SentValues(ValuesBody):
    """As the grid of the ledger has them."""

    dry_run: bool = False


@blueprint.post("/water/readings")
@requires("keep_readings")
@keyed
@takes(ReadingsBody)
@answers(ReadingsAnswer)
def readings(asked: ReadingsBody) -> Response:
    """Readings of sections, kept as a batch that can be taken back; all of them or none."""
    rows = [
        TypedRow(number, one.section, one.time.replace("T", " "), _cells(one))
        for number, one in enumerate(asked.rows, 1)
    ]

    def do(session: Session) -> dict[str, Any]:
        with kept_folder(services().settings.scratch) as folder:
            store = services().store
            reason = (asked.reason or "").strip() or None
            if asked.dry_run:
                tried = try_sent(session, store, folder, rows, accepted=asked.looked, reason=reason)
                return _counts(None, tried.readings, tried.values, tried.sections)
            done = keep_sent(
                session, store, folder, rows, actor(), _key(), accepted=asked.looked,
                reason=reason,
            )  # fmt: skip
        batch = done.batch
        return _counts(batch.id, batch.readings, batch.values, batch.sections)

    return sent(asked, do)


def _cells(row: SentReading) -> dict[str, str]:
    return {name: one if isinstance(one, str) else typed(one) for name, one in row.values.items()}


def _counts(batch: int | None, readings: int, values: int, sections: int) -> dict[str, Any]:
    return {"batch": batch, "readings": readings, "values": values, "sections": sections}


def _key() -> str:
    return request.headers.get(KEY_HEADER, "")


@blueprint.post("/project-progress")
@requires("report_progress")
@keyed
@takes(ProgressBody)
@answers(ProgressAnswer)
def progress(asked: ProgressBody) -> Response:
    """Reports on the progress of projects; all of them or none."""
    rows = [
        SentProgress(
            number, one.project, one.percent, one.on, one.text, one.next_steps, one.reason,
            one.invested_wan_yuan, one.version,
        )
        for number, one in enumerate(asked.rows, 1)
    ]  # fmt: skip

    def do(session: Session) -> dict[str, Any]:
        done = report_many(session, rows, actor())
        return {
            "reported": len(done),
            "projects": [{"project": one.project, "version": one.version} for one in done],
        }

    return sent(asked, do)


@blueprint.post("/target-values")
@requires("report_values")
@keyed
@takes(SentValues)
@answers(ValuesAnswer)
def values(asked: SentValues) -> Response:
    """Values of targets as drafts or as reported; all of them or none."""
    return sent(asked, lambda session: kept_values(session, asked))
