"""Approving values, and giving them back: by a reviewer, of what he has looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor, record
from projects.accounts.people import person
from projects.policy.tables import PolicyTarget
from projects.targets import errors
from projects.targets.changing import (
    When,
    at_once,
    change_of,
    locked_rows,
    take_step,
    told_cells,
)
from projects.targets.closing import closed_periods, lock_documents, said_reason
from projects.targets.reading_values import Value, value_text
from projects.targets.tables import TargetValueRow
from projects.targets.units import reporting_unit_text
from projects.targets.values import STATUSES, Cell

Looked = Mapping[int, int]
"""Ids of values, with the version of each that was looked at."""
STEPS = {"approved": Text("审定", "approved"), "returned": Text("退回", "returned")}
FROM = {"approved": frozenset({"reported"}), "returned": frozenset({"reported", "approved"})}


def approve_values(session: Session, looked: Looked, by: Actor, *, when: When = at_once) -> int:
    """Approve reported values, all of them or none; answers how many. `when`: see `When`.

    Raises `target-value-unknown`, `target-value-moved`, `target-value-wrong-status`,
    `target-value-own`, `target-value-locked`.
    """
    rows = _rows(session, looked, "approved")
    for row in rows:
        if by.name in (row.reported_by, row.written_by):
            raise EcoAtlasError(errors.OWN_VALUE, **_place(row))
    return _stepped(session, rows, "approved", "approved", by, when=when)


def return_values(session: Session, looked: Looked, by: Actor, reason: str) -> int:
    """Give values back with a reason: they are drafts again. Raises as `approve_values` does."""
    said = said_reason(reason)
    rows = _rows(session, looked, "returned")
    return _stepped(session, rows, "draft", "returned", by, said)


def _rows(session: Session, looked: Looked, step: str) -> list[TargetValueRow]:
    documents = _documents(session, looked)
    lock_documents(session, set(documents.values()))
    found, closed = locked_rows(session, list(looked)), closed_periods(session)
    for id_, version in looked.items():
        row = found.get(id_)
        if row is None:
            raise EcoAtlasError(errors.VALUE_UNKNOWN, value=id_)
        if (documents[id_], row.period) in closed:
            raise EcoAtlasError(errors.VALUE_LOCKED, **_place(row))
        if row.version != version:
            content = Value(row.value, row.done, row.text)
            theirs = value_text(content, None)
            who = person(session, row.written_by)
            raise EcoAtlasError(errors.VALUE_MOVED, **_place(row), who=who, theirs=theirs)
        if row.status not in FROM[step]:
            status = STATUSES[row.status]
            raise EcoAtlasError(errors.WRONG_STATUS, **_place(row), status=status, step=STEPS[step])
    return [found[id_] for id_ in looked]


def _documents(session: Session, looked: Looked) -> dict[int, str]:
    query = (
        select(TargetValueRow.id, PolicyTarget.document_id)
        .join(PolicyTarget, PolicyTarget.id == TargetValueRow.target_id)
        .where(TargetValueRow.id.in_(list(looked)))
    )
    return {one.id: one.document_id for one in session.execute(query)}


def _stepped(
    session: Session,
    rows: Sequence[TargetValueRow],
    status: str,
    action: str,
    by: Actor,
    reason: str | None = None,
    *,
    when: When = at_once,
) -> int:
    for row in rows:
        take_step(row, status, by, when)
    session.add_all([change_of(row, action, by, reason) for row in rows])
    session.flush()
    if rows:
        cells = told_cells(Cell(row.target_id, row.unit, row.period) for row in rows)
        details = {"count": len(rows), "cells": cells} | ({"reason": reason} if reason else {})
        record(session, by, f"values-{action}", details=details)
    return len(rows)


def _place(row: TargetValueRow) -> dict[str, Any]:
    unit = reporting_unit_text(row.unit)
    return {"target": row.target_id, "unit": unit, "period": row.period}
