"""A month of all sections: class, target met or not, what moved, by river, district and lake.

What has no readings is named first and counts nowhere: not as good, not in a denominator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.words import Text
from projects.sheets.values import Row
from projects.water.class_words import WORDS
from projects.water.classing import Judged, judge
from projects.water.comparing import Compared, compare
from projects.water.in_charge import Chief, Chiefs, answering_unit, of_section
from projects.water.items import Items
from projects.water.limits import CLASSES, Limits
from projects.water.means import Values, mean_of
from projects.water.placed import Section, Sections
from projects.water.ratios import BY_SHARE_FROM, Counted, Ratio, count
from projects.water.trophic import Trophic, trophic_index
from projects.water.values import SectionMonth

NO_DISTRICT = Text("责任区未登记", "district not entered")
NO_RIVER = Text("水体未登记", "water not entered")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a month is judged by; `limits` of rivers and of lakes."""

    limits: Mapping[bool, Limits]
    items: Items
    formulas: Sequence[Row]
    grades: Sequence[Row]


@dataclass(frozen=True, slots=True)
class State:
    """A section in a month. `met`: None without readings or without a target.

    before, year_ago: the class a month and a year before. trophic: of lakes only.
    """

    section: Section
    month: SectionMonth | None
    judged: Judged | None
    met: bool | None
    before: str | None
    year_ago: str | None
    trophic: Trophic | None
    chiefs: tuple[Chief, ...]

    @property
    def grade(self) -> str | None:
        return self.judged.grade if self.judged else None

    @property
    def unit(self) -> str | None:
        return answering_unit(self.chiefs)


@dataclass(frozen=True, slots=True)
class Group:
    """Sections of one river, or of one district; `word` is that of a river.

    by_share: whether the word follows from shares, or from the mean of the sections.
    """

    name: Text
    states: tuple[State, ...]
    counted: Counted
    word: Text | None
    by_share: bool

    @property
    def met(self) -> Ratio:
        judged = [one for one in self.states if one.met is not None]
        return Ratio(sum(one.met is True for one in judged), len(judged))


@dataclass(frozen=True, slots=True)
class Overview:
    """Rivers by name, districts from the best to the worst. `unplaced`: sections that have readings
    and stand in no layer."""

    month: str
    states: tuple[State, ...]
    rivers: tuple[Group, ...]
    lakes: Counted
    sections: Counted
    districts: tuple[Group, ...]
    since_month: Compared
    since_year: Compared
    unplaced: tuple[str, ...]

    @property
    def missing(self) -> tuple[State, ...]:
        return tuple(one for one in self.states if one.grade is None)

    @property
    def met(self) -> Ratio:
        judged = [one for one in self.states if one.met is not None]
        return Ratio(sum(one.met is True for one in judged), len(judged))

    def of(self, key: str) -> State | None:
        return next((one for one in self.states if one.section.key == key), None)


Months = Mapping[str, Mapping[str, SectionMonth]]
"""Values by month and section."""


def overview_of(
    month: str,
    earlier: tuple[str, str],
    sections: Sections,
    months: Months,
    rules: Rules,
    chiefs: Chiefs,
) -> Overview:
    """`earlier`: the month before and that of the year before."""
    now, before, year_ago = (months.get(one, {}) for one in (month, *earlier))
    states = tuple(
        _state(section, now, before, year_ago, rules, chiefs)
        for section in sections.by_key.values()
    )
    unplaced = tuple(key for key in now if sections.named(key) is None)
    return told(month, states, lambda _, own: _word_by_mean(own, rules), unplaced)


WordByMean = Callable[[str, Sequence["State"]], Text | None]
"""The word of a water by its name and its sections, by the mean of what was measured there."""


def told(
    month: str, states: tuple[State, ...], word: WordByMean, unplaced: tuple[str, ...] = ()
) -> Overview:
    """What follows from the sections of a month: shares, what moved, waters, districts."""
    grades = {one.section.key: one.grade for one in states}
    moved = [{one.section.key: grade for one, grade in _earlier(states, at)} for at in (0, 1)]
    counted = count(grades)
    return Overview(
        month,
        states,
        tuple(_rivers(states, word)),
        count({one.section.key: one.grade for one in states if one.section.lake}),
        count({one.section.key: one.grade for one in states if not one.section.lake}),
        tuple(_districts(states)),
        compare(grades, moved[0], counted, count(moved[0])),
        compare(grades, moved[1], counted, count(moved[1])),
        unplaced,
    )


def _earlier(states: Iterable[State], at: int) -> Iterable[tuple[State, str | None]]:
    return ((one, (one.before, one.year_ago)[at]) for one in states)


def _state(
    section: Section,
    now: Mapping[str, SectionMonth],
    before: Mapping[str, SectionMonth],
    year_ago: Mapping[str, SectionMonth],
    rules: Rules,
    chiefs: Chiefs,
) -> State:
    limits = rules.limits[section.lake]
    here = now.get(section.key)
    judged = judge(here.values, limits, rules.items, target=section.target) if here else None
    grade = judged.grade if judged else None
    trophic = None
    if section.lake and here:
        trophic = trophic_index(here.values, rules.formulas, rules.grades)
    return State(
        section,
        here,
        judged,
        is_met(grade, section.target),
        _grade(before.get(section.key), limits, rules.items),
        _grade(year_ago.get(section.key), limits, rules.items),
        trophic,
        of_section(chiefs.of_water(name=section.river), section.upstream),
    )


def _grade(found: SectionMonth | None, limits: Limits, items: Items) -> str | None:
    return judge(found.values, limits, items).grade if found else None


def is_met(grade: str | None, target: str | None) -> bool | None:
    """Whether a class meets a target class; None where either is not known."""
    if grade is None or target is None:
        return None
    return CLASSES.index(grade) <= CLASSES.index(target)


def _rivers(states: Iterable[State], word: WordByMean) -> Iterable[Group]:
    """Rivers and lakes by name, each with its word: by shares from five sections on, else by the
    mean of its sections."""
    waters: dict[str, list[State]] = {}
    for one in states:
        waters.setdefault(one.section.river or "", []).append(one)
    for name, own in sorted(waters.items(), key=lambda pair: (not pair[0], pair[0])):
        counted = count({one.section.key: one.grade for one in own})
        by_share = counted.total >= BY_SHARE_FROM
        said = counted.word if by_share else word(name, own)
        yield Group(_named(name, NO_RIVER), tuple(own), counted, said, by_share)


def _word_by_mean(states: Sequence[State], rules: Rules) -> Text | None:
    every: list[Values] = [one.month.values for one in states if one.month and one.grade]
    if not every:
        return None
    lake = all(one.section.lake for one in states)
    grade = judge(mean_of(every), rules.limits[lake], rules.items).grade
    return WORDS[grade] if grade else None


def _districts(states: Iterable[State]) -> Iterable[Group]:
    """By who answers: the larger share of targets met first, then of classes I to III."""
    own: dict[str, list[State]] = {}
    for one in states:
        own.setdefault(one.section.upstream or "", []).append(one)
    groups = [
        Group(
            _named(name, NO_DISTRICT),
            tuple(found),
            count({one.section.key: one.grade for one in found}),
            None,
            False,
        )
        for name, found in own.items()
    ]
    return sorted(groups, key=_rank)


def _rank(group: Group) -> tuple[bool, float, float, str]:
    """What nobody has judged comes last, not among the good or the bad."""
    met, good = group.met.share, group.counted.good.share
    return (
        met is None and good is None,
        -float(met if met is not None else -1),
        -float(good if good is not None else -1),
        group.name.zh,
    )


def _named(name: str, otherwise: Text) -> Text:
    return Text(name, name) if name else otherwise
