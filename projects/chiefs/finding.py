"""The chiefs who are in office on a day, from all sheets of theirs."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from layers.system.database import read_once
from projects.sheets import list_sheets
from projects.sheets.series_chiefs import RIVER_CHIEFS
from projects.water.in_charge import Chiefs


def chiefs_on(session: Session, on: dt.date) -> Chiefs:
    """The chiefs of all sheets of theirs that are in office on a day; they are read once while a
    session only reads."""
    return read_once(session, ("chiefs", on), lambda: _chiefs_on(session, on))


def _chiefs_on(session: Session, on: dt.date) -> Chiefs:
    sheets = list_sheets(session, RIVER_CHIEFS.id)
    rows = (row for sheet in sheets for row in sheet.valid_on(on))
    return Chiefs.of(rows)
