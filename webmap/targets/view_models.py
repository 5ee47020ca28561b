"""What the pages of the ledger show: the grid, and one target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from geo.errors import Problem
from geo.figures.said import typed
from geo.words import Text
from projects.evidence.files import FORMS, MOST_BYTES
from projects.policy.tables import PolicyTarget
from projects.targets.approving import FROM
from projects.targets.closing import PeriodEvent
from projects.targets.lines import Line, LinesPage, today, unit_label
from projects.targets.periods import KINDS, Period, periods_of, read_period
from projects.targets.reading_values import Value, value_text
from projects.targets.rules import COLUMNS
from projects.targets.setting import COMPARATORS
from projects.targets.units import reporting_unit_text, reporting_units
from projects.targets.values import STATUSES, SetValue, TargetValue, ValueChange
from projects.targets.workbook import HEADS, shown_value, status_of
from webmap.edge.forms import Form
from webmap.edge.language import language
from webmap.edge.refusals import Refused
from webmap.edge.wording import NO_ANSWER, in_one
from webmap.policy.states import StateLine
from webmap.targets.asking import LinesAsked
from webmap.targets.words import ACTIONS, GRID

LINES_ON_A_PAGE = 100
EVENTS_SHOWN = 20
YEARS_BACK, YEARS_ON = 8, 1
PERIOD_OF = Text("{plan}，{period}", "{plan}, {period}")
CHIPS = {"draft": "", "reported": "status-building", "approved": "chip-met"}


@dataclass(frozen=True, slots=True)
class GridView:
    """`targets.html`"""

    found: LinesPage
    asked: LinesAsked
    plans: Sequence[tuple[str, Text]]
    closed: Sequence[tuple[str, str]]
    events: Sequence[PeriodEvent]
    may_report: bool
    may_approve: bool
    named: bool
    name: str
    done: Text | None
    refused: Refused
    section: str = "targets"

    @property
    def page(self) -> int:
        return self.found.page

    @property
    def first(self) -> int:
        return (self.page - 1) * LINES_ON_A_PAGE + 1

    @property
    def here(self) -> Sequence[Line]:
        return self.found.lines

    @property
    def units(self) -> list[str]:
        return [unit_label(one, language()) for one in reporting_units()]

    @property
    def unit(self) -> str:
        found = self.asked.of_unit
        return unit_label(found, language()) if found else ""

    @property
    def periods(self) -> list[Period]:
        """Years to choose from, and the parts of the one that is shown."""
        now, chosen = today().year, self.asked.within
        years = {*range(now - YEARS_BACK, now + YEARS_ON + 1), chosen.year}
        whole = Period(chosen.year, "year")
        parts = [one for kind in KINDS if kind != "year" for one in periods_of(kind, whole)]
        return [*(Period(year, "year") for year in sorted(years, reverse=True)), *parts]

    def period_named(self, document: str, period: str) -> Text:
        """A period of a plan by the name of the plan."""
        plan, found = dict(self.plans)[document], read_period(period)
        return PERIOD_OF.format(plan=plan, period=found.title if found else period)

    @property
    def events_shown(self) -> Sequence[PeriodEvent]:
        return self.events[:EVENTS_SHOWN]

    def editable(self, line: Line) -> bool:
        return self.may_report and not line.closed

    def decidable(self, line: Line) -> bool:
        """Whether the reviewer who asks may decide on the value of a line."""
        value = line.value
        if not self.may_approve or line.closed or value is None:
            return False
        return value.status in FROM["returned"]

    def query(self, **more: Any) -> str:
        """The filters as an address has them."""
        asked = self.asked
        names = {"document": asked.document, "target": asked.target, "unit": asked.unit}
        names |= {"period": asked.period, **more}
        return urlencode({name: one for name, one in names.items() if one})

    @staticmethod
    def unit_title(unit: str) -> Text:
        return reporting_unit_text(unit)

    @staticmethod
    def typed(line: Line) -> str:
        """The value as an input of the grid has it."""
        value = line.value.content if line.value else Value()
        shown = shown_value(value, language())
        return typed(shown) if isinstance(shown, float) else shown or ""

    @staticmethod
    def shown(line: Line) -> Text | None:
        return value_text(line.value.content, line.target.unit) if line.value else None

    @staticmethod
    def status(line: Line) -> Text | None:
        return status_of(line)

    @staticmethod
    def chip(line: Line) -> str:
        if line.late and not line.closed:
            return "chip-not_met"
        return CHIPS[line.value.status] if line.value else ""

    @staticmethod
    def column(name: str) -> Text:
        return HEADS[name]

    @staticmethod
    def column_title(problem: Problem) -> Text | str:
        return COLUMNS.get(problem.field or "") or problem.field or "—"

    @property
    def limits(self) -> dict[str, Any]:
        return evidence_limits()

    @property
    def script_words(self) -> dict[str, str]:
        """What the script of the grid says."""
        return in_one(GRID | NO_ANSWER, language())


@dataclass(frozen=True, slots=True)
class TargetView:
    """`target.html`"""

    target: PolicyTarget
    document: Text
    items: Sequence[tuple[str, Text]]
    stands_for: Sequence[str]
    line: StateLine | None
    demand: Text
    values: Sequence[TargetValue]
    history: Sequence[ValueChange]
    sets: Sequence[SetValue]
    form: Form
    may_report: bool
    may_download: bool
    named: bool
    done: Text | None
    section: str = "targets"

    @property
    def delegated(self) -> bool:
        return self.target.kind == "delegated"

    @property
    def period(self) -> Text:
        return KINDS[self.target.period]

    @property
    def comparators(self) -> dict[str, Text]:
        return COMPARATORS

    def said(self, one: TargetValue | ValueChange) -> Text:
        """The value of a cell as it is now, or as a change left it."""
        value = one.content if isinstance(one, TargetValue) else one.value
        return value_text(value, self.target.unit)

    @staticmethod
    def number(one: SetValue) -> Text:
        words = one.measured_in
        return value_text(Value(one.value), Text(words, words) if words else None)

    @staticmethod
    def unit_title(unit: str) -> Text:
        return reporting_unit_text(unit)

    @staticmethod
    def period_title(period: str) -> Text:
        found = read_period(period)
        return found.title if found else Text(period, period)

    @staticmethod
    def status(one: TargetValue) -> Text:
        return STATUSES[one.status]

    @staticmethod
    def chip(one: TargetValue) -> str:
        return CHIPS[one.status]

    @staticmethod
    def action(one: ValueChange) -> Text:
        return ACTIONS[one.action]


def evidence_limits() -> dict[str, Any]:
    return {"limit": MOST_BYTES >> 20, "kinds": ", ".join(FORMS)}
