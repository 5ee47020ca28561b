"""What is known of a target: what it asks, what was reported, what was computed and signed.

Values are in the unit of the target as the plan writes it (46.76 for 46.76 %). Every piece carries
the days from which it is known, so that a state can be told for any day, also one long past.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from geo.figures.said import at_least_at_most
from geo.figures.units import NO_UNIT, WATER_CLASS, Unit
from geo.figures.writing import written
from geo.words import Text
from projects.figures.demands import class_written
from projects.figures.target_units import TARGET_UNITS
from projects.policy.evaluation import NO_VERDICT, evaluate_target, verdict_over
from projects.targets.measured import decided_by_person

Source = Literal["figure", "approved"]
SOURCES: Mapping[Source, Text] = {
    "figure": Text("已签署的核算结果", "signed figure"),
    "approved": Text("已审定的填报值", "approved report"),
}
"""Where a value that counts comes from, the weightier first."""


@dataclass(frozen=True, slots=True)
class SetNumber:
    """The number that the level above set for a delegated target, known from a day on.

    `unit` where the plan leaves it open.
    """

    value: float
    comparator: str
    unit: Text | None
    set_by: str
    document: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a target decides its state.

    `due` is the day that the text states; where it states none the target is judged by `plan_end`,
    the last day of its plan. `in_force` is the day on which the plan was issued.
    """

    id: str
    comparator: str
    value: float | None
    value_to: float | None
    unit_en: str | None
    unit: Text | None
    prohibition: bool
    soft: tuple[str, ...]
    in_force: dt.date
    due: dt.date | None
    plan_end: dt.date | None
    replaced_by: tuple[str, ...] = ()

    @property
    def day(self) -> dt.date | None:
        """The day by which the target is judged."""
        return self.due or self.plan_end

    @property
    def by_person(self) -> bool:
        """Whether a person's entry decides, and a number is only shown."""
        return decided_by_person(self.comparator, self.value, self.soft)

    def with_number(self, number: SetNumber) -> Asked:
        """The delegated target with the number that was set for it."""
        found = replace(self, comparator=number.comparator, value=number.value)
        return replace(found, unit=number.unit, unit_en=None) if number.unit else found

    def reached(self, value: float) -> bool | None:
        """Whether a value (as the plan writes it) reaches what is asked; None without a number."""
        if self.comparator in NO_VERDICT:
            return None
        return evaluate_target(
            _Number(self.id, self.comparator, self.value, self.value_to), value
        ).met

    def reached_by(self, figure: Figure) -> bool | None:
        """Whether a figure reaches what is asked; None where what is not known of it decides."""
        if figure.between is None:
            return None if figure.value is None else self.reached(figure.value)
        number = _Number(self.id, self.comparator, self.value, self.value_to)
        return verdict_over(number, *figure.between)

    def written(self, value: float | None) -> Text:
        """A value in the unit of the target, on the side of the demand that it is on."""
        if self.own_unit is WATER_CLASS:
            return class_written(value).text
        ends = tuple(Fraction(str(end)) for end in (self.value, self.value_to) if end is not None)
        return written(value, self.own_unit, ends).text

    def told(self, figure: Figure) -> Text:
        """A figure as it is written; at least and at most where what is not known of it decides."""
        if figure.between is None or figure.met is not None or self.reached_by(figure) is not None:
            return self.written(figure.value)
        ends = (None if math.isinf(end) else self.written(end) for end in figure.between)
        return at_least_at_most(*ends)

    @property
    def own_unit(self) -> Unit:
        """The unit of its numbers."""
        known = TARGET_UNITS.get(self.unit_en or "")
        return known or replace(NO_UNIT, symbol=self.unit)


@dataclass(frozen=True, slots=True)
class _Number:
    """A target as the plan writes its number, so that a percentage is compared as it is written."""

    id: str
    comparator: str
    value: float | None
    value_to: float | None
    unit_en: str | None = None
    soft: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a change of the ledger left in a cell (a unit and a period), from the day `since` on.

    `whole`: it is told of the whole area of the target, not of a part of it. `done` is a person's
    word on a target that no number decides.
    """

    cell: int
    version: int
    unit: str
    unit_title: Text
    period: Text
    begins: dt.date
    ends: dt.date
    value: float | None
    done: bool | None
    text: str | None
    status: Literal["draft", "reported", "approved"]
    since: dt.date
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the office for a target: computed by a run, and signed in a statement or not.

    It stands from `day`, on which it was signed or set, and no longer on the day `until`, on which
    it was withdrawn or replaced. `comparable`: it is known to be of the subject and on the ground
    of the target, so that a number set later can be compared with it.
    """

    run_id: int
    statement_id: int | None
    value: float | None
    met: bool | None
    signed: bool
    set_by: str
    day: dt.date
    until: dt.date | None = None
    comparable: bool = True
    between: tuple[float, float] | None = None
    """At least and at most, where something of it is not known; infinite where there is no end."""
    outdated: Text | None = None
    """That an earlier version of its metric computed it."""
    of: dt.date | None = None
    """The day that its data tell of; none where they do not say, and then it tells of no year."""

    @property
    def speaks(self) -> bool:
        """Whether it may decide: signed, and judged by its run or fit to be."""
        return self.signed and self.value is not None and (self.met is not None or self.comparable)

    def stands(self, on: dt.date) -> bool:
        """Whether it was signed or set by then, and not withdrawn."""
        return self.day <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against a target, with its weight."""

    source: Source
    value: float | None
    verdict: bool | None
    begins: dt.date
    ends: dt.date
    entry: Entry | None = None
    figure: Figure | None = None

    @property
    def weight(self) -> int:
        return [*SOURCES].index(self.source)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a target on a day."""

    figure: Figure | None
    approved: tuple[Entry, ...]
    reported: tuple[Entry, ...]
    """Newest period last; `reported` are those that are not approved."""

    def evidence(self, asked: Asked) -> list[Evidence]:
        """What may decide: the signed figure of its day, and approved values with a number."""
        figure, found = self.figure, []
        day = figure.of if figure is not None and figure.speaks else None
        if figure is not None and day is not None:
            verdict = asked.reached_by(figure) if figure.met is None else figure.met
            found.append(Evidence("figure", figure.value, verdict, day, day, figure=figure))
        return found + [
            Evidence("approved", one.value, asked.reached(one.value), one.begins, one.ends, one)
            for one in self.approved
            if one.value is not None
        ]


def known_on(on: dt.date, figures: Iterable[Figure], entries: Iterable[Entry]) -> Known:
    """What was known at the end of a day, of the whole area of the target.

    A cell is what its last change until then left in it: what was taken back does not count any
    more. Of figures the newest signed one stands, else the newest.
    """
    cells: dict[int, Entry] = {}
    for one in sorted(entries, key=lambda entry: (entry.cell, entry.version)):
        if one.whole and one.since <= on:
            cells[one.cell] = one
    there = [one for one in figures if one.stands(on)]
    figure = max(there, key=lambda one: (one.signed, one.day, one.run_id), default=None)
    return Known(figure, _standing(cells, "approved"), _standing(cells, "reported"))


def _standing(cells: Mapping[int, Entry], status: str) -> tuple[Entry, ...]:
    """The values of a status, the newest period last."""
    found = (one for one in cells.values() if one.status == status)
    return tuple(sorted(found, key=lambda one: (one.ends, one.begins, one.unit)))
