"""The borders that a standard sets for a field of a kind of layer, on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from layers.kinds.required import ECOLOGICAL_CORRIDOR
from projects.sheets.in_force import rows_in_force
from projects.sheets.rules_classes import CLASS_BORDERS
from projects.sheets.rules_corridor import CORRIDOR_WIDTHS
from projects.sheets.sheets import get_sheet
from projects.sheets.values import Row


@dataclass(frozen=True, slots=True)
class FixedBorder:
    """Where a class begins, what it is called, and where that stands."""

    begins: float
    says: str
    source: str


Borders = dict[tuple[str, str], tuple[FixedBorder, ...]]


def fixed_borders(session: Session, day: dt.date) -> Borders:
    """By kind of layer and field, rising; widths of corridors have a sheet of their own."""
    on = day.isoformat()
    found: dict[tuple[str, str], list[FixedBorder]] = {}
    for row in rows_in_force(get_sheet(session, CLASS_BORDERS.id), on):
        found.setdefault((row["kind"], row["field"]), []).append(_border(row, "from"))
    widths = rows_in_force(get_sheet(session, CORRIDOR_WIDTHS.id), on)
    found[ECOLOGICAL_CORRIDOR.id, "width_m"] = [_border(row, "from_m") for row in widths]
    return {name: _rising(some) for name, some in found.items()}


def _border(row: Row, begins: str) -> FixedBorder:
    return FixedBorder(float(row[begins]), str(row["says"]), str(row["source"]))


def _rising(some: Iterable[FixedBorder]) -> tuple[FixedBorder, ...]:
    return tuple(sorted(some, key=lambda one: one.begins))
