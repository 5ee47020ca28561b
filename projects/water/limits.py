"""Limits of surface water that hold on a day, by item and class, for rivers or for lakes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from projects.sheets import SheetInfo, get_sheet
from projects.sheets.in_force import rows_in_force
from projects.sheets.rules_readings import (
    ANY_WATER,
    LAKE,
    OF_SOURCE,
    RIVER,
    SURFACE_WATER_LIMITS,
)
from projects.sheets.shipped import shipped_rows

GRADES = ("I", "II", "III", "IV", "V")
WORSE = "V-"
CLASSES = (*GRADES, WORSE)
"""From the best to the worst; a grade is a place in it, from 1."""
THIRD = 3


@dataclass(frozen=True, slots=True)
class Bound:
    """A value meets it where it is not below `low` and not above `high`.

    saturation: a share of what water of that temperature can hold, which meets `low` too.
    """

    low: float | None = None
    high: float | None = None
    saturation: float | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of rivers or of lakes by item, from class I to class V; those of source water apart.

    unverified: items of whose rows nobody has checked the source.
    """

    day: dt.date
    lake: bool
    by_item: Mapping[str, tuple[Bound, ...]]
    source: Mapping[str, Bound]
    unverified: tuple[str, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], day: dt.date, *, lake: bool) -> Limits:
        """From rows that hold on the day; an item of which a class is lacking has no bounds."""
        waters = (ANY_WATER, LAKE if lake else RIVER)
        held = [row for row in rows if row["water"] in waters]
        found: dict[str, dict[str, Bound]] = {}
        for row in held:
            found.setdefault(row["item"], {})[row["grade"]] = _bound(row)
        whole = {
            item: tuple(grades[grade] for grade in GRADES)
            for item, grades in found.items()
            if all(grade in grades for grade in GRADES)
        }
        source = {item: grades[OF_SOURCE] for item, grades in found.items() if OF_SOURCE in grades}
        doubtful = dict.fromkeys(row["item"] for row in held if row["basis"] == "unverified")
        return cls(day, lake, whole, source, tuple(doubtful))


def _bound(row: Mapping[str, Any]) -> Bound:
    percent = row["saturation_percent"]
    return Bound(row["low"], row["high"], None if percent is None else percent / 100)


def limits_of(sheet: SheetInfo, day: dt.date, *, lake: bool = False) -> Limits:
    """The limits of a version of the sheet on a day."""
    return Limits.of(rows_in_force(sheet, day.isoformat()), day, lake=lake)


def limits_on(session: Session, day: dt.date, *, lake: bool = False) -> Limits:
    """The limits that the office keeps for a day."""
    return limits_of(get_sheet(session, SURFACE_WATER_LIMITS.id), day, lake=lake)


def shipped_limits(day: dt.date, *, lake: bool = False) -> Limits:
    """The limits as they are shipped, on a day."""
    kind = SURFACE_WATER_LIMITS
    sheet = SheetInfo(kind.id, kind, kind.title, 0, "", shipped_rows(kind.id))
    return limits_of(sheet, day, lake=lake)
