"""The target ledger under `/api/v1/targets`: lines, one target with its history, writing values.

Approving and closing are done by a person on a page, never by a program with a token.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.system.media_types import OCTETS
from layers.system.scratch import kept_folder
from projects.evidence.files import MOST_BYTES
from projects.policy.register import get_target
from projects.targets.ledger import history_of, keep_file, save_values, values_of
from projects.targets.lines import demand_line, lines_of
from projects.targets.rules import Row
from projects.targets.setting import demand_of, set_values_history, set_values_of
from webmap.edge.access import actor, requires, takes_up_to
from webmap.edge.asked import read, takes
from webmap.edge.errors import BODY_TOO_LARGE
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.rendering import services
from webmap.targets.answers import (
    EvidenceAnswer,
    KeptValuesAnswer,
    LinesAnswer,
    TargetAnswer,
    change_json,
    evidence_json,
    line_json,
    set_value_json,
    value_json,
)
from webmap.targets.asking import LinesAsked, asked_lines, eyes, given, is_named

blueprint = Blueprint("api_targets", __name__, url_prefix=PREFIX)
MOST_LINES = 1000
MOST_ROWS = 2000
Text500 = Annotated[str, Field(max_length=1000)]


class ValueRow(BaseModel):
    """A row; `version` is that of the value which was seen, 0 where there was none."""

    target: Annotated[str, Field(max_length=40)]
    unit: Annotated[str, Field(max_length=200)]
    period: Annotated[str, Field(max_length=40)]
    value: Annotated[str, Field(max_length=4000)] | bool | float | None = None
    source: Text500 | None = None
    evidence: Text500 | None = None
    note: Text500 | None = None
    reason: Text500 | None = None
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    row: Annotated[int, Field(ge=1, le=10**6)] | None = None


class ValuesBody(BaseModel):
    """`reason` is for every row that gives none; `row` of a row names it in messages."""

    rows: Annotated[list[ValueRow], Field(min_length=1, max_length=MOST_ROWS)]
    status: Literal["draft", "reported"] = "reported"
    reason: Text500 | None = None


class Named(BaseModel):
    """The name of a file that is sent as the body."""

    name: Annotated[str, Field(min_length=1, max_length=400)]


@blueprint.get("/targets")
@requires("view")
@asks(LinesAsked)
@answers(LinesAnswer)
def target_lines() -> Response:
    """Cells that are asked for, a thousand at a time: `document`, `target`, `unit`, `period`."""
    asked = asked_lines()
    with services().reading() as session:
        found = lines_of(
            session, asked.within, unit=asked.of_unit, document=asked.document or None,
            target=asked.target or None, eyes=eyes(),
        )  # fmt: skip
    here = found[(asked.page - 1) * MOST_LINES : asked.page * MOST_LINES]
    lines = [line_json(one, named=is_named()) for one in here]
    told = {"period": str(asked.within), "total": len(found), "page": asked.page, "lines": lines}
    return answer(told)


@blueprint.get("/targets/<target>")
@requires("view")
@answers(TargetAnswer)
def one_target(target: str) -> Response:
    """A target with every value that the asker sees, its history and the numbers set for it."""
    named = is_named()
    with services().reading() as session:
        found = get_target(session, target)
        values = values_of(session, [found.id], eyes=eyes())
        changes = history_of(session, [found.id], eyes=eyes())
        sets = set_values_history(session, found.id)
        demand = demand_line(found, demand_of(found, set_values_of(session, [found.id])))
        told = {
            "id": found.id,
            "indicator": found.indicator,
            "demand": demand,
            "measured_in": found.unit,
            "period": found.period,
        }
    lists = {
        "values": [value_json(one, named=named) for one in values],
        "history": [change_json(one, named=named) for one in changes],
        "set_values": [set_value_json(one, named=named) for one in sets],
    }
    return answer(told | lists)


@blueprint.put("/targets/values")
@requires("report_values")
@takes(ValuesBody)
@answers(KeptValuesAnswer)
def write_values(asked: ValuesBody) -> Response:
    """Keep rows as drafts or as reported; all of them or none."""
    with services().transaction() as session:
        told = kept_values(session, asked)
    return answer(told)


def kept_values(session: Session, asked: ValuesBody) -> dict[str, Any]:
    """Keep the rows of a body; how many differ now, and the values as they stand. Raises as
    `save_values`."""
    rows = [
        Row(one.row or number, one.model_dump(exclude={"version", "row"}), one.version)
        for number, one in enumerate(asked.rows, 1)
    ]
    done = save_values(session, rows, actor(), status=asked.status, reason=asked.reason)
    cells = {*done.added, *done.changed, *done.unchanged}
    found = values_of(session, {one.target_id for one in cells}, eyes=eyes())
    now = [one for one in found if one.cell in cells]
    counts = {"added": len(done.added), "changed": len(done.changed)}
    values = [{"target": one.target_id, **value_json(one, named=True)} for one in now]
    return {**counts, "unchanged": len(done.unchanged), "values": values}


@blueprint.post("/targets/evidence")
@requires("report_values")
@takes_up_to(MOST_BYTES, OCTETS)
@asks(Named)
@answers(EvidenceAnswer)
def add_evidence() -> tuple[Response, int]:
    """Keep a file, sent as the body under `?name=`, for rows to name."""
    named = read(Named, given())
    if (request.content_length or 0) > MOST_BYTES:
        raise EcoAtlasError(BODY_TOO_LARGE, limit_kb=MOST_BYTES // 1024)
    with kept_folder(services().settings.scratch) as folder:
        path = folder / "evidence"
        path.write_bytes(request.get_data(cache=False))
        with services().transaction() as session:
            kept = keep_file(session, services().store, path, named.name, actor())
    return answer(evidence_json(kept)), 201
