"""Who is in charge of a water: its chiefs by its name or its key in a layer, and their units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.words import Text
from projects.policy.divisions import division_text
from projects.sheets.series_chiefs import LEVELS
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

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Chiefs:
        """Those of rows of sheets of chiefs, each once."""
        return cls(tuple(sorted({Chief.of(row) for row in rows}, key=_order)))

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


def of_section(chiefs: Sequence[Chief], upstream: str | None) -> tuple[Chief, ...]:
    """Of a section the district that is judged by it answers: the one upstream, and the levels
    above. Where that is not known, or has no chief of its own, those of the highest level do:
    whoever is below them answers for a reach of their own, which may be far from the section."""
    own = [one for one in chiefs if one.division_title and one.division_title.zh == upstream]
    highest = min((RANKS[one.level] for one in own or chiefs), default=None)
    lowest = [one for one in own or chiefs if RANKS[one.level] == highest]
    return tuple(one for one in chiefs if one in lowest or RANKS[one.level] < (highest or 0))


def answering_unit(chiefs: Iterable[Chief]) -> str | None:
    """The unit that answers for a reach: the one behind the lowest post that has one."""
    units = [one.unit for one in sorted(chiefs, key=_order) if one.unit]
    return units[-1] if units else None


def _order(one: Chief) -> tuple[Any, ...]:
    return one.water, RANKS[one.level], one.reach or "", one.division or "", one.post
