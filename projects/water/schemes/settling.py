"""A year of a section by a scheme, and the ledger of who owes whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from geo.words import Text
from projects.sheets.rules_schemes import BY_SHARE_AND_MEAN, GRADES, SHARE
from projects.water.means import Values, over_months
from projects.water.schemes.judging import Month, Place, judge_month
from projects.water.schemes.scheme import Scheme

WAN_YUAN = "万元"
GRADE_TITLES: Mapping[str, Text] = dict(GRADES)


@dataclass(frozen=True, slots=True)
class SectionYear:
    """A section of a scheme in a year.

    code: its key in the layer, or None where the layer has none of this name. answers: who answers
    for it; partner: with whom it settles. missing: months without a verdict; they are in no
    denominator. mean: the verdict on the means of the year, where the scheme asks for it.
    """

    section: str
    code: str | None
    answers: Text
    partner: Text
    months: tuple[Month, ...]
    grade: str | None
    consequence: str | None
    mean: Month | None

    @property
    def judged(self) -> tuple[Month, ...]:
        return tuple(one for one in self.months if one.met is not None)

    @property
    def met(self) -> int:
        return sum(one.met is True for one in self.months)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(one.month for one in self.months if one.met is None)

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.met, len(self.judged)) if self.judged else None

    @property
    def money(self) -> Fraction | None:
        """What its months come to; None where the scheme has no tariff for any of them."""
        found = [one.money for one in self.months if one.money is not None]
        return sum(found, Fraction(0)) if found else None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one owes another for the year, above what the other owes it."""

    from_: Text
    to: Text
    amount: Fraction
    unit: str = WAN_YUAN


def year_of(
    scheme: Scheme,
    place: Place,
    year: int,
    own: Mapping[str, Values],
    inflow: Mapping[str, Values] | None,
    *,
    section: str,
    code: str | None,
    answers: Text,
    partner: Text,
) -> SectionYear:
    """Every month of the year that the scheme takes; `inflow` is None without a control."""
    months = tuple(
        judge_month(
            scheme, place, month, own.get(month), None if inflow is None else inflow.get(month, {})
        )
        for month in scheme.months_in(year)
    )
    mean = None
    if scheme.year_by == BY_SHARE_AND_MEAN:
        asked = scheme.months_in(year)
        values = over_months(own, asked)[0]
        there = None if inflow is None else over_months(inflow, asked)[0]
        mean = judge_month(scheme, place, str(year), values, there)
    met = sum(one.met is True for one in months)
    judged = sum(one.met is not None for one in months)
    step = scheme.step(SHARE, Fraction(met, judged)) if judged else None
    grade, consequence = (step["grade"], step["consequence"]) if step else (None, None)
    return SectionYear(section, code, answers, partner, months, grade, consequence, mean)


def ledger_of(sections: Iterable[SectionYear]) -> tuple[Entry, ...]:
    """Net sums between each two, in order of first sight; adds up to the money of the months."""
    net: dict[tuple[Text, Text], Fraction] = {}
    every = list(sections)
    for one in every:
        if one.money is not None:
            pair = (one.answers, one.partner)
            net[pair] = net.get(pair, Fraction(0)) + one.money
    entries = tuple(_entry(pair, amount) for pair, amount in net.items() if amount)
    _require_sums(entries, every)
    return entries


def _entry(pair: tuple[Text, Text], amount: Fraction) -> Entry:
    answers, partner = pair
    if amount > 0:
        return Entry(partner, answers, amount)
    return Entry(answers, partner, -amount)


def _require_sums(entries: Sequence[Entry], sections: Sequence[SectionYear]) -> None:
    """What everybody gets and owes must be what the months say, to the last digit."""
    by_entries: dict[Text, Fraction] = {}
    for entry in entries:
        by_entries[entry.to] = by_entries.get(entry.to, Fraction(0)) + entry.amount
        by_entries[entry.from_] = by_entries.get(entry.from_, Fraction(0)) - entry.amount
    by_months: dict[Text, Fraction] = {}
    for one in sections:
        for month in one.months:
            money = month.money or Fraction(0)
            by_months[one.answers] = by_months.get(one.answers, Fraction(0)) + money
            by_months[one.partner] = by_months.get(one.partner, Fraction(0)) - money
    names = by_entries.keys() | by_months.keys()
    off = [name for name in names if by_entries.get(name, 0) != by_months.get(name, 0)]
    if off:
        raise AssertionError(f"the ledger does not add up for {off}")
