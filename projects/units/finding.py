"""Which unit a written name means: by code, by any of its names, and where they help by division.

Bureaus of several cities have one short name (市水务局), so that a name alone may mean several
units: the divisions that a project belongs to decide between them, and nothing else does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from geo.words import Text, listed_or_none
from layers.system.pinyin import sound
from projects.policy.divisions import is_part_of

SIMILAR = 3
LEAST_ALIKE = 60
"""Which names a message asks about; nothing is taken for another by it, so no rule sets it."""


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as the register has it; `names` are all that it is and was called."""

    code: str
    name: str
    short_name: str
    name_en: str | None
    division: str | None
    kind: str
    names: tuple[str, ...] = ()
    ended: bool = False

    @property
    def text(self) -> Text:
        """Its whole name, by which it is told from those of other cities."""
        return Text(self.name, self.name_en or self.name)

    def spellings(self) -> tuple[str, ...]:
        english = (self.name_en,) if self.name_en else ()
        return (self.code, self.name, self.short_name, *english, *self.names)


@dataclass(frozen=True)
class UnitRegister:
    """Every unit by its code, and questions about written names."""

    units: Mapping[str, KnownUnit] = field(default_factory=dict)

    @cached_property
    def by_spelling(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for unit in self.units.values():
            for spelling in dict.fromkeys(map(plain_name, unit.spellings())):
                found.setdefault(spelling, []).append(unit.code)
        return {spelling: tuple(codes) for spelling, codes in found.items()}

    def meant(self, written: object, divisions: Collection[str] = ()) -> tuple[KnownUnit, ...]:
        """The units that a name may mean: one where it is clear, none where nobody has it.

        divisions: those of the project. A unit of one of them comes before a unit of a division
        around them, and that before a unit inside of them.
        """
        codes = self.by_spelling.get(plain_name(written), ())
        every = tuple(self.units[code] for code in codes)
        # One that was merged has given its names to another: its own code alone still means it.
        found = tuple(one for one in every if not one.ended) or every
        if len(found) < 2:
            return found
        for fits in (_same, _around, _inside):
            near = tuple(u for u in found if any(fits(u.division, one) for one in divisions))
            if near:
                return near
        return found

    def similar(self, written: object, divisions: Collection[str] = ()) -> Sequence[KnownUnit]:
        """Units whose names look or sound like what was written, the likeliest first."""
        asked = plain_name(written)
        spelt = process.extract(
            asked, list(self.by_spelling), scorer=fuzz.ratio, limit=4 * SIMILAR,
            score_cutoff=LEAST_ALIKE,
        )  # fmt: skip
        close = {name: score for name, score, _ in spelt}
        by_sound = sound(asked)
        for name in self.by_spelling:
            if sound(name) == by_sound:
                close[name] = 100.0
        codes: dict[str, float] = {}
        for name, score in close.items():
            for unit in self.meant(name, divisions):
                codes[unit.code] = max(score, codes.get(unit.code, 0.0))
        best = sorted(codes, key=lambda code: (-codes[code], code))[:SIMILAR]
        return [self.units[code] for code in best]

    def shown(self, unit: KnownUnit, divisions: Collection[str] = ()) -> str:
        """The shortest name that means this unit alone, for a project of these divisions."""
        for name in (unit.short_name, unit.name):
            if self.meant(name, divisions) == (unit,):
                return name
        return unit.code


def told(units: Iterable[KnownUnit]) -> Text:
    """Units as a message names them."""
    return listed_or_none(one.text for one in units)


def plain_name(written: object) -> str:
    """Without spaces, width and kind of brackets, as people do not see them."""
    folded = unicodedata.normalize("NFKC", str(written)).casefold()
    return "".join(folded.split())


def _same(division: str | None, asked: str) -> bool:
    return division == asked


def _around(division: str | None, asked: str) -> bool:
    return division is not None and is_part_of(asked, division)


def _inside(division: str | None, asked: str) -> bool:
    return division is not None and is_part_of(division, asked)
