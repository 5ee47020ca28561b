"""Readings of days on which an item has no limit in force: told when they come in, not only where
a class lacks the item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
from sqlalchemy.orm import Session

from geo.errors import Problem
from geo.words import listed
from projects.sheets import SheetInfo, get_sheet
from projects.sheets.rules_readings import SURFACE_WATER_LIMITS
from projects.water.errors import NO_LIMIT
from projects.water.items import Items
from projects.water.limits import limits_of
from projects.water.readings import Moments, Places, Readings


def without_limits(session: Session, readings: Readings, items: Items) -> list[Problem]:
    """A warning for each span of days between two changes of the limits, of rivers and of lakes."""
    if not len(readings):
        return []
    return list(_told(readings, items, get_sheet(session, SURFACE_WATER_LIMITS.id)))


def _told(readings: Readings, items: Items, sheet: SheetInfo) -> Iterator[Problem]:
    days = readings.at.astype("datetime64[D]")
    spans = _spans(readings, days, _changes(sheet))
    present = {one.item: np.unique(spans[one.reading]) for one in readings.blocks}
    for span in np.unique(spans):
        first = int(np.flatnonzero(spans == span)[0])
        day = days[first].item()
        known = limits_of(sheet, day, lake=bool(span % 2)).by_item
        counted = [one for one in items.counted if one in present and one not in known]
        lacking = [items[one].title for one in counted if span in present[one]]
        if lacking:
            row = int(readings.rows[first])
            said = {"time": day.isoformat(), "items": listed(lacking), "row": row}
            yield Problem(NO_LIMIT, said, row)


def _spans(readings: Readings, days: Moments, changes: Moments) -> Places:
    """Of each reading the span of days in which the same limits hold; odd ones are of lakes."""
    lake = np.array([one.lake for one in readings.sections], dtype=bool)[readings.section]
    spans: Places = np.searchsorted(changes, days, side="right") * 2 + lake
    return spans


def _changes(sheet: SheetInfo) -> Moments:
    """Days from which other rows hold."""
    begin = {row["valid_from"] for row in sheet.rows if row["valid_from"]}
    ends = {row["valid_to"] for row in sheet.rows if row["valid_to"]}
    after = {(dt.date.fromisoformat(one) + dt.timedelta(days=1)).isoformat() for one in ends}
    return np.array(sorted(begin | after), dtype="datetime64[D]")
