"""Sections and waters of lakes counted by class: shares, and the word for a river or a basin.

What has no class is listed and in no denominator. A section that is judged for two cities stands
once in what is counted; a lake may be several waters, and the waters are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from geo.words import Text
from projects.water.class_words import WORDS
from projects.water.limits import CLASSES, THIRD, WORSE

BY_SHARE_FROM = 5
"""From this many sections on a river is told by shares, below by the mean of its sections."""


@dataclass(frozen=True, slots=True)
class Ratio:
    count: int
    of: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.count, self.of) if self.of else None

    @property
    def percent(self) -> Decimal | None:
        """Half up to one digit, as reports have it."""
        if not self.of:
            return None
        return Decimal((2000 * self.count + self.of) // (2 * self.of)).scaleb(-1)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are of each class, and what has none, by what it is called."""

    of_class: Mapping[str, int]
    missing: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.of_class.values())

    def ratio(self, *classes: str) -> Ratio:
        return Ratio(sum(self.of_class[one] for one in classes), self.total)

    @property
    def good(self) -> Ratio:
        return self.ratio(*CLASSES[:THIRD])

    @property
    def worse(self) -> Ratio:
        return self.ratio(WORSE)

    @property
    def word(self) -> Text | None:
        """The word by shares; None where nothing was counted."""
        return word_by_share(self.good, self.worse)


def count(classes: Mapping[str, str | None]) -> Counted:
    """Each section or water once, by its code."""
    found = {one: sum(grade == one for grade in classes.values()) for one in CLASSES}
    missing = tuple(code for code, grade in classes.items() if grade is None)
    counted = Counted(found, missing)
    if counted.total + len(missing) != len(classes):
        raise AssertionError(f"classes that there are not: {set(classes.values())}")
    return counted


def once(judged_for: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The sections of pairs of section and city, each once."""
    return tuple(dict.fromkeys(section for section, _ in judged_for))


def word_by_share(good: Ratio, worse: Ratio) -> Text | None:
    """The word for a river or basin of `BY_SHARE_FROM` sections or more."""
    best, worst = good.share, worse.share
    if best is None or worst is None:
        return None
    if best >= Fraction(90, 100):
        return WORDS["I"]
    if best >= Fraction(75, 100):
        return WORDS["III"]
    if worst < Fraction(20, 100):
        return WORDS["IV"]
    return WORDS["V" if worst < Fraction(40, 100) else WORSE]
