"""What the pages of water quality show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from geo.figures.said import change, typed
from geo.figures.units import NUMBER
from geo.words import Text
from layers.kinds.required import MONITORING_SECTION
from projects.metrics.waters.section_quality_metric import SECTION_QUALITY
from projects.sections.bulletin_paper import GROUPS, HOW, counts_of, group_of, over_text
from projects.sections.bulletins import FORMS, OfLayer
from projects.sections.gathering import SectionView
from projects.sections.series import Chart, Point
from projects.sections.warned import Warned
from projects.statements.kept import StatementInfo
from projects.statements.words import STATES
from projects.water.class_words import class_name
from projects.water.items import Items
from projects.water.means import mean_text, month_before
from projects.water.overview import Overview, State
from projects.water.schemes.assessing import Assessment, notes_of
from projects.water.schemes.judging import Month
from projects.water.schemes.settling import GRADE_TITLES, SectionYear
from projects.water.trophic import GRADE_TITLES as TROPHIC_TITLES
from webmap.edge.addresses import map_address
from webmap.edge.chips import STATE_CHIPS
from webmap.edge.refusals import Refused
from webmap.water.words import MARKS, NO_READINGS, NO_TARGET, PARTIAL, VERDICTS

UNTOLD = Text("—", "—")
CHIPS = {True: "chip-met", False: "chip-not_met", None: ""}
HEADING = Text("{year} 年 {number} 月断面水质", "Water quality of {month}")
MONTHS_CHOSEN = 36
COMMANDS = (
    f"ecoatlas layers import SECTIONS.zip --layer sections --kind {MONITORING_SECTION.id}",
    "ecoatlas water import READINGS.xlsx",
)


class Worded:
    """How a class or a verdict is written on every page."""

    @staticmethod
    def class_of(grade: str | None) -> Text:
        return class_name(grade) or UNTOLD

    @staticmethod
    def verdict(state: State) -> Text:
        """Whether the target is met, or why nobody can say."""
        if state.met is None and state.section.target is None:
            return NO_TARGET
        return NO_READINGS if state.grade is None else VERDICTS[state.met]

    @staticmethod
    def chip(met: bool | None) -> str:
        return CHIPS[met]

    @staticmethod
    def partial(state: State) -> Text | None:
        """How many readings there are of those expected, where these are too few."""
        if state.month is None or state.month.state != "partial":
            return None
        return PARTIAL.format(readings=state.month.readings, expected=state.month.expected)


@dataclass(frozen=True, slots=True)
class MonthView(Worded):
    """`water.html`; `newest` is the last month that can be chosen."""

    found: Overview
    items: Items
    newest: str
    schemes: Sequence[tuple[str, Text]]
    may_export: bool
    warned: Sequence[Warned] = ()
    may_warn: bool = False
    refused: Refused = field(default_factory=Refused)
    bulletins: Sequence[OfLayer] = ()
    section: str = "water"

    @property
    def forms(self) -> Sequence[str]:
        return FORMS

    def measured_in(self, one: OfLayer) -> int:
        """So many sections of a layer have readings this month."""
        return sum(bool(s.grade) and s.section.layer == one.layer for s in self.found.states)

    @staticmethod
    def state_of(bulletin: StatementInfo) -> Text:
        return STATES[bulletin.state]

    @staticmethod
    def state_chip(bulletin: StatementInfo) -> str:
        return STATE_CHIPS.get(bulletin.state, "")

    @property
    def year(self) -> str:
        return self.found.month[:4]

    @property
    def year_figures(self) -> str:
        """Where classes of a year or a quarter are computed."""
        return f"/metrics/{SECTION_QUALITY.id}"

    @property
    def commands(self) -> Sequence[str]:
        """What brings in sections and their readings."""
        return COMMANDS

    @property
    def heading(self) -> Text:
        year, number = self.found.month.split("-")
        return HEADING.format(year=year, number=int(number), month=self.found.month)

    @property
    def summary(self) -> Sequence[Text]:
        return list(counts_of(self.found))

    @property
    def months(self) -> Sequence[str]:
        last = max(self.newest, self.found.month)
        chosen = [month_before(last, back) for back in range(MONTHS_CHOSEN)]
        return chosen if self.found.month in chosen else [*chosen, self.found.month]

    @property
    def before(self) -> str:
        return month_before(self.found.month)

    @property
    def after(self) -> str | None:
        after = month_before(self.found.month, -1)
        return after if after <= self.newest else None

    @property
    def groups(self) -> Sequence[tuple[str, Text, Sequence[State]]]:
        own = [
            (name, title, [one for one in self.found.states if group_of(one) == name])
            for name, title in GROUPS.items()
        ]
        return [group for group in own if group[2]]

    def over(self, state: State) -> Text:
        return over_text(state, self.items)

    @property
    def lakes(self) -> Sequence[State]:
        return [one for one in self.found.states if one.trophic is not None]

    @staticmethod
    def how(by_share: bool) -> Text:
        return HOW[by_share]

    @staticmethod
    def trophic_grade(grade: str | None) -> Text:
        return TROPHIC_TITLES[grade] if grade else UNTOLD

    def lacking(self, state: State) -> Sequence[Text]:
        missing = state.trophic.missing if state.trophic else ()
        return [self.items[item].title for item in missing if item in self.items]


@dataclass(frozen=True, slots=True)
class SectionPage(Worded):
    """`water_section.html`."""

    found: SectionView
    items: Items
    until: str
    may_keep: bool
    section: str = "water"

    @property
    def rows(self) -> Sequence[tuple[str, State | None]]:
        """Each month with what was measured, the last first; None of a gap."""
        read = {one.month.month: one for one in self.found.states if one.month}
        months = [one for one in self.found.months if read and one >= min(read)]
        return [(one, read.get(one)) for one in reversed(months)]

    def over(self, state: State) -> Text:
        return over_text(state, self.items)

    @staticmethod
    def number(value: float) -> str:
        return mean_text(value)

    @property
    def on_map(self) -> str | None:
        """The map of the theme of sections with this one chosen; None where no layer has it."""
        one = self.found.section
        if one.layer is None:
            return None
        return f"{map_address(one.layer, one.key)}&theme={MONITORING_SECTION.theme}"

    @staticmethod
    def by_month(chart: Chart) -> Sequence[tuple[str, str, str]]:
        """Each month with the value, marked where it is over, and that of the control."""
        own = {one.month: one for one in chart.points}
        beside = {one.month: one for one in chart.control}
        return [
            (month, _cell(own.get(month)), _cell(beside.get(month)))
            for month in chart.months
            if month in own or month in beside
        ]


def _cell(point: Point | None) -> str:
    if point is None:
        return "—"
    return f"{MARKS[False]} " * point.over + mean_text(point.value)


@dataclass(frozen=True, slots=True)
class SchemeView(Worded):
    """`water_scheme.html`."""

    found: Assessment
    schemes: Sequence[tuple[str, Text]]
    section: str = "water"

    @property
    def notes(self) -> Sequence[Text]:
        return notes_of(self.found)

    @property
    def keys(self) -> Sequence[Text]:
        """What the marks of months mean."""
        return list(VERDICTS.values())

    @staticmethod
    def mark(month: Month) -> str:
        return MARKS[month.met]

    @staticmethod
    def amount(month: Month) -> str:
        return "" if month.money is None else _signed(month.money)

    @staticmethod
    def share(year: SectionYear) -> str:
        return f"{year.met}/{len(year.judged)}"

    @staticmethod
    def grade(year: SectionYear) -> Text:
        return GRADE_TITLES[year.grade] if year.grade else UNTOLD

    @staticmethod
    def money(year: SectionYear) -> str:
        return "—" if year.money is None else _signed(year.money)

    @staticmethod
    def total(amount: Fraction) -> str:
        return typed(float(amount))


def _signed(amount: Fraction) -> str:
    """A sum as it is counted for who answers: what it gets with a plus."""
    return change(float(amount), NUMBER).in_("zh")
