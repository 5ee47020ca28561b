"""A year assessed by a scheme: every section of it, and the ledger. Stores nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.words import Text
from projects.units.finding import plain_name
from projects.water.classing import judge
from projects.water.items import Items
from projects.water.limits import Limits
from projects.water.means import Values
from projects.water.placed import Section, Sections
from projects.water.schemes.judging import Place
from projects.water.schemes.scheme import Scheme, SchemeSection
from projects.water.schemes.settling import Entry, SectionYear, ledger_of, year_of

OUTSIDE = Text(
    "方案没有列出断面，图层中也没有它要考核的断面：请在数据表“断面考核方案的断面”里填写。",
    "The scheme names no sections and the layers have none that it is for: enter them in the sheet "
    "of its sections.",
)
NOT_OVER = Text(
    "{year} 年还没有结束，这是到目前为止的结果，不是结算。",
    "The year {year} is not over: this is how it stands, not a settlement.",
)
UNPLACED = Text(
    "方案的 {count} 个断面不在图层中。",
    "{count:section|sections} of the scheme {count:~stands|stand} in no layer.",
)
UNKNOWN_DISTRICT = Text("断面{section}的责任区（未登记）", "district of {section} (not entered)")
NOBODY = Text("责任区未登记", "district not entered")
UNKNOWN_PARTNER = Text("结算对方（未登记）", "other party (not entered)")
NO_TARIFF = Text(
    "金额标准没有公布，不判定金额。", "The tariff is not published: no verdict on money."
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """unplaced: sections of the scheme that no layer has and no reading names."""

    scheme: Scheme
    year: int
    sections: tuple[SectionYear, ...]
    ledger: tuple[Entry, ...]
    unplaced: tuple[str, ...]
    over: bool

    @property
    def months(self) -> tuple[str, ...]:
        return self.scheme.months_in(self.year)


ByMonth = Mapping[str, Values]


def assess(
    scheme: Scheme,
    year: int,
    sections: Sections,
    values: Mapping[str, ByMonth],
    limits: Mapping[bool, Limits],
    items: Items,
    today: dt.date,
) -> Assessment:
    """values: by section and month, sections by key or by the name that readings have."""
    own = [
        _year(scheme, one, year, sections, values, limits, items)
        for one in _taken(scheme, sections)
    ]
    placed = tuple(one.section for one in own if one.code is None)
    over = today > dt.date(year, 12, 31)
    return Assessment(scheme, year, tuple(own), ledger_of(own), placed, over)


def _taken(scheme: Scheme, sections: Sections) -> Iterable[SchemeSection]:
    """The sections of the scheme, else those of the layers on its water."""
    if scheme.sections:
        return scheme.sections
    if scheme.comparison is None:
        return ()
    every = list(sections.by_key.values())
    if scheme.water is not None:
        asked = plain_name(scheme.water)
        every = [one for one in every if asked in map(plain_name, (one.river or "", one.name))]
    return [SchemeSection(one.key, one.control, None, None) for one in every]


def _year(
    scheme: Scheme,
    taken: SchemeSection,
    year: int,
    sections: Sections,
    values: Mapping[str, ByMonth],
    limits: Mapping[bool, Limits],
    items: Items,
) -> SectionYear:
    section, control = sections.named(taken.name), sections.named(taken.control)
    lake = section.lake if section else False
    settles = taken.partner or scheme.settled_by
    place = _place(section, limits[lake], items)
    inflow = None if taken.control is None else _values(values, control, taken.control)
    return year_of(
        scheme,
        place,
        year,
        _values(values, section, taken.name),
        inflow,
        section=section.name if section else taken.name,
        code=section.key if section else None,
        answers=_as_is(taken.answers) if taken.answers else _district(section),
        partner=_as_is(settles) if settles else _other(section),
    )


def _place(section: Section | None, limits: Limits, items: Items) -> Place:
    def grade(values: Values) -> str | None:
        return judge(values, limits, items).grade

    titles = {item: one.title for item, one in items.items()}
    target, river = (section.target, section.river) if section else (None, None)
    return Place(target, river, limits, items.counted, titles, grade)


def _values(values: Mapping[str, ByMonth], section: Section | None, name: str) -> ByMonth:
    return values.get(section.key if section else name, {})


def _district(section: Section | None) -> Text:
    """Who answers for a section of which no district is entered is named by the section, so that
    no two of them are one party."""
    if section is None:
        return NOBODY
    if section.upstream:
        return _as_is(section.upstream)
    return UNKNOWN_DISTRICT.format(section=Text(section.name, section.key))


def _other(section: Section | None) -> Text:
    return _as_is(section.downstream) if section and section.downstream else UNKNOWN_PARTNER


def _as_is(name: str) -> Text:
    return Text(name, name)


def notes_of(found: Assessment) -> Sequence[Text]:
    """What a reader of the result has to know."""
    notes = list(found.scheme.notes)
    if not found.sections:
        notes.append(OUTSIDE)
    if found.unplaced:
        notes.append(UNPLACED.format(count=len(found.unplaced)))
    if not found.scheme.pays:
        notes.append(NO_TARIFF)
    if not found.over:
        notes.append(NOT_OVER.format(year=found.year))
    return notes
