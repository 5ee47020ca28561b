"""A section over the months asked for: its class, what is missing of it, its trophic state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from projects.sheets import SheetInfo
from projects.sheets.shipped import shipped_rows
from projects.water.classing import Judged, judge
from projects.water.items import Items
from projects.water.limits import CLASSES, Limits, limits_of
from projects.water.means import Values, over_months
from projects.water.placed import Section
from projects.water.trophic import Trophic, trophic_index


@dataclass(frozen=True, slots=True)
class State:
    """Without a class nothing was measured that counts. months: those with readings. full: those
    with every item without which a class is no verdict."""

    section: Section
    months: int
    full: int
    judged: Judged | None
    trophic: Trophic | None
    before: str | None

    @property
    def grade(self) -> str | None:
        return self.judged.grade if self.judged else None

    @property
    def met(self) -> bool | None:
        if self.grade is None or self.section.target is None:
            return None
        return CLASSES.index(self.grade) <= CLASSES.index(self.section.target)


class Rules:
    """What a day's rows say."""

    def __init__(self, sheets: Mapping[str, SheetInfo], day: dt.date) -> None:
        self.limits: Mapping[bool, Limits] = {
            lake: limits_of(sheets["limits"], day, lake=lake) for lake in (False, True)
        }
        self.items = Items.of(sheets["items"].rows)
        self.needed = self.items.needed or Items.of(shipped_rows(sheets["items"].kind.id)).needed
        self.formulas = sheets["formulas"].valid_on(day)
        self.grades = sheets["grades"].valid_on(day)


def state_of(
    section: Section, own: Mapping[str, Values], months: Sequence[str], base: Values | None,
    rules: Rules,
) -> State:  # fmt: skip
    values, missing = over_months(own, months)
    full = sum(set(rules.needed) <= own.get(month, {}).keys() for month in months)
    limits = rules.limits[section.lake]
    judged = judge(values, limits, rules.items, target=section.target) if values else None
    before = judge(base, limits, rules.items).grade if base else None
    lake = section.lake and bool(values)
    trophic = trophic_index(values, rules.formulas, rules.grades) if lake else None
    return State(section, len(months) - len(missing), full, judged, trophic, before)


def once(states: Iterable[State]) -> dict[str, State]:
    """Each section once, by its name: one that is judged for two cities stands twice in a layer."""
    found: dict[str, State] = {}
    for one in states:
        kept = found.get(one.section.name)
        if kept is None or (kept.grade is None and one.grade is not None):
            found[one.section.name] = one
    return found
