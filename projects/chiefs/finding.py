"""Chiefs of a water by its name, its key in a layer, or the place that somebody points at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geo.words import Text
from layers.system.database import read_once
from projects.policy.divisions import division_text
from projects.sheets import list_sheets
from projects.sheets.series_chiefs import LEVELS, RIVER_CHIEFS
from projects.units.finding import plain_name

RANKS = {code: rank for rank, (code, _) in enumerate(LEVELS)}
TITLES = dict(LEVELS)


@dataclass(frozen=True, slots=True)
class Chief:
    """A post that answers for a water or a reach of it; `unit` is the one behind the post."""

    water: str
    reach: str | None
    key: str | None
    level: str
    division: str | None
    post: str
    unit: str | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Chief:
        names = ("water", "reach", "key", "level", "division", "post", "unit")
        return cls(**{name: row[name] for name in names})

    @property
    def level_title(self) -> Text:
        return TITLES[self.level]

    @property
    def division_title(self) -> Text | None:
        return None if self.division is None else division_text(self.division)

    def as_dict(self) -> dict[str, Any]:
        return {
            "water": self.water,
            "reach": self.reach,
            "key": self.key,
            "level": self.level,
            "level_title": self.level_title,
            "division": self.division,
            "division_title": self.division_title,
            "post": self.post,
            "unit": self.unit,
        }


@dataclass(frozen=True, slots=True)
class Chiefs:
    """Every chief of a day, from the province down, the waters in the order of their names."""

    every: tuple[Chief, ...]

    @property
    def by_water(self) -> Mapping[str, Sequence[Chief]]:
        found: dict[str, list[Chief]] = {}
        for one in self.every:
            found.setdefault(one.water, []).append(one)
        return found

    def of_water(self, *, key: str | None = None, name: str | None = None) -> tuple[Chief, ...]:
        """Those of a reach by its key in the layer and of the water as a whole; of a water that is
        known by its name only, all of them."""
        plain = plain_name(name) if name else None
        named = [one for one in self.every if plain and plain_name(one.water) == plain]
        keyed = [one for one in self.every if key is not None and one.key == key]
        waters = {plain_name(one.water) for one in keyed}
        if not keyed:
            return tuple(named)
        above = [one for one in self.every if plain_name(one.water) in waters and not one.key]
        return tuple(sorted({*keyed, *above}, key=_order))


def chiefs_on(session: Session, on: dt.date) -> Chiefs:
    """The chiefs of all sheets of theirs that are in office on a day; they are read once while a
    session only reads."""
    return read_once(session, ("chiefs", on), lambda: _chiefs_on(session, on))


def _chiefs_on(session: Session, on: dt.date) -> Chiefs:
    sheets = list_sheets(session, RIVER_CHIEFS.id)
    rows = (row for sheet in sheets for row in sheet.valid_on(on))
    return Chiefs(tuple(sorted({Chief.of(row) for row in rows}, key=_order)))


def answering_unit(chiefs: Iterable[Chief]) -> str | None:
    """The unit that answers for a reach: the one behind the lowest post that has one."""
    units = [one.unit for one in sorted(chiefs, key=_order) if one.unit]
    return units[-1] if units else None


def _order(one: Chief) -> tuple[Any, ...]:
    return one.water, RANKS[one.level], one.reach or "", one.division or "", one.post
