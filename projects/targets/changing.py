"""One step of a cell, and the record of it that stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.system.database import now
from projects.targets.tables import TargetValueChange, TargetValueRow
from projects.targets.values import Cell

TOLD = 200
"""How many cells an entry of the audit log names."""
KEPT = ("value", "done", "text", "status", "source", "evidence", "note")
"""What the record of a change keeps of the cell."""


When = Callable[[TargetValueRow], dt.datetime]
"""When a cell took its step. Of an office that is now; only the demonstration, whose values are
invented, has them entered and approved in years that are over."""


def at_once(_row: TargetValueRow) -> dt.datetime:
    return now()


def locked_rows(session: Session, ids: Collection[int]) -> dict[int, TargetValueRow]:
    """Cells by id, as they are now and stay until the transaction ends."""
    query = select(TargetValueRow).where(TargetValueRow.id.in_(ids)).with_for_update()
    found = session.scalars(query.execution_options(populate_existing=True))
    return {one.id: one for one in found}


def take_step(row: TargetValueRow, status: str, by: Actor, when: When = at_once) -> None:
    """Give a cell its next status, and say whose it is."""
    row.status = status
    row.approved_by = by.name if status == "approved" else None
    if status != "approved":
        row.reported_by = by.name if status == "reported" else None
    row.at = when(row)
    row.version = row.version + 1


def change_of(row: TargetValueRow, action: str, by: Actor, reason: str | None) -> TargetValueChange:
    """The record of the step that a cell has just taken."""
    content = {name: getattr(row, name) for name in KEPT}
    return TargetValueChange(
        value_id=row.id,
        version=row.version,
        action=action,
        at=row.at,
        by=by.name,
        reason=reason,
        content=content,
    )


def told_cells(cells: Iterable[Cell]) -> list[str]:
    """Cells as the audit log names them."""
    return [f"{one.target_id} {one.unit} {one.period}" for one in list(cells)[:TOLD]]
