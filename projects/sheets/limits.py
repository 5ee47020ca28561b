"""Limits that an office chooses: rows of a rule that it may edit, by their code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from projects.sheets.declaration import SheetKind
from projects.sheets.sheets import get_sheet, present_number
from projects.sheets.shipped import shipped_rows
from projects.sheets.values import Row


def limits_in_force(session: Session, kind: SheetKind, day: dt.date) -> Mapping[str, Row]:
    """Those in force on a day; of a limit that the office's version has not, the shipped one.

    One query where the office has made no version.
    """
    if present_number(session, kind.id) == 0:
        return shipped_limits(kind)
    holding = sorted(get_sheet(session, kind.id).valid_on(day), key=_begun)
    return shipped_limits(kind) | {str(row["limit"]): row for row in holding}


def shipped_limits(kind: SheetKind) -> dict[str, Row]:
    """Those that are shipped."""
    return {str(row["limit"]): dict(row) for row in shipped_rows(kind.id)}


def _begun(row: Row) -> str:
    return row["valid_from"] or ""
