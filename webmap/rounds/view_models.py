"""What the pages of rounds show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.errors import Problem
from geo.figures.said import said, typed
from geo.figures.units import UNITS, WAN_YUAN
from geo.words import Text
from projects.rounds.assessment import Assessment, Scored, Subject
from projects.rounds.assessment_paper import lead_text, notes_of, points, points_text
from projects.rounds.bulletin import GROUPS, Bulletin, Named, percent
from projects.rounds.bulletin_paper import COLUMNS, rules_text, spent_text, sums_text
from projects.rounds.fields import ENTRY_FIELDS, INVESTED, PERCENT, SPENT, field_said
from projects.rounds.lines import Line
from projects.rounds.returning import STATES
from projects.rounds.rounds import Event, RoundInfo, period_of
from projects.rounds.settling import Waiting
from projects.rounds.states import WHOLE_STATES, UnitState
from projects.rounds.workbook import HEADS, shown
from webmap.edge.language import language
from webmap.edge.refusals import Refused
from webmap.edge.wording import NO_ANSWER, in_one
from webmap.rounds.words import EVENTS, SHEET

ROUND_STATES = {"open": Text("进行中", "open"), "closed": Text("已关闭", "closed")}
CHIPS = {"empty": "", "draft": "", "reported": "chip-met", "returned": "chip-unsigned"}
UNIT_CHIPS = {
    "none": "",
    "part": "status-building",
    "returned": "chip-unsigned",
    "done": "chip-met",
}
LATE = Text("逾期 {days} 天", "{days:day|days} late")
BULLETIN_OF = Text("{period}调度通报", "Bulletin, {period}")
MOST_NAMED = 200
"""Of each group of a bulletin, on its page."""
WIDE = ("text", "problems", "next_steps", "reason")
"""Columns of sentences."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What every page of a round has."""

    done: Text | None
    refused: Refused
    may_run: bool

    @staticmethod
    def title_of(one: RoundInfo) -> Text:
        title = period_of(one).title
        return Text(title.zh, title.en[:1].upper() + title.en[1:])

    @staticmethod
    def state_of(one: RoundInfo) -> Text:
        return ROUND_STATES[one.state]

    @staticmethod
    def column_title(problem: Problem) -> Text | str:
        return HEADS.get(problem.field or "") or problem.field or "—"


@dataclass(frozen=True, slots=True)
class ListView(Shown):
    """`rounds.html`"""

    rounds: Sequence[RoundInfo]
    section: str = "rounds"


@dataclass(frozen=True, slots=True)
class RoundView(Shown):
    """`round.html`"""

    round: RoundInfo
    units: Sequence[UnitState]
    events: Sequence[Event]
    own: str | None
    section: str = "rounds"

    @property
    def sums(self) -> dict[str, int]:
        return {
            "units": len(self.units),
            "projects": sum(one.total for one in self.units),
            "reported": sum(one.reported for one in self.units),
            "late": sum(one.late and one.missing > 0 for one in self.units),
            "conflicts": sum(one.conflicts for one in self.units),
            "drafts": sum(one.drafts for one in self.units),
            "returned": sum(one.returned for one in self.units),
        }

    @staticmethod
    def whole(one: UnitState) -> Text:
        return WHOLE_STATES[one.state]

    @staticmethod
    def chip(one: UnitState) -> str:
        return UNIT_CHIPS[one.state]

    @staticmethod
    def late(one: UnitState) -> Text | None:
        return LATE.format(days=one.days_late) if one.late else None

    def may_see(self, one: UnitState) -> bool:
        return self.own in (None, one.code)

    @staticmethod
    def event(one: Event) -> Text:
        return EVENTS[one.action]


@dataclass(frozen=True, slots=True)
class SheetView(Shown):
    """`round_unit.html`"""

    round: RoundInfo
    unit: str
    unit_name: Text
    lines: Sequence[Line]
    may_report: bool
    section: str = "rounds"

    @property
    def editable(self) -> bool:
        return self.may_report and self.round.state == "open"

    @property
    def columns(self) -> list[tuple[str, Text, bool]]:
        """Name, head, and whether it holds sentences."""
        return [(one.name, one.title, one.name in WIDE) for one in ENTRY_FIELDS]

    @property
    def names(self) -> str:
        return " ".join(one.name for one in ENTRY_FIELDS)

    @staticmethod
    def typed(line: Line, name: str) -> str:
        return typed_cell(line, name)

    @staticmethod
    def said(line: Line, name: str) -> Text:
        return field_said(name, shown_plain(line.values[name], name))

    @staticmethod
    def before(line: Line) -> list[Text]:
        """What the quarter before had: progress, built for, spent."""
        units = {PERCENT: UNITS["percent"], INVESTED: WAN_YUAN, SPENT: WAN_YUAN}
        return [
            said(shown(name, line.before[name], "zh"), unit, exact=True)
            for name, unit in units.items()
            if line.before.get(name) is not None
        ]

    @staticmethod
    def state(line: Line) -> Text:
        return STATES[line.state]

    @staticmethod
    def chip(line: Line) -> str:
        return CHIPS[line.state]

    @property
    def script_words(self) -> dict[str, str]:
        """What the script of the sheet says."""
        return in_one(SHEET | NO_ANSWER, language())


@dataclass(frozen=True, slots=True)
class ConflictsView(Shown):
    """`round_conflicts.html`"""

    round: RoundInfo
    waiting: Sequence[Waiting]
    names: Mapping[str, Text]
    section: str = "rounds"

    @staticmethod
    def field(one: Waiting) -> Text:
        return HEADS[one.field]

    @staticmethod
    def said(one: Waiting, value: Any) -> Text:
        return field_said(one.field, value)


def typed_cell(line: Line, name: str) -> str:
    """A value of an entry as an input of the grid has it."""
    value = shown(name, line.values[name], language())
    if value is None:
        return ""
    return typed(value) if isinstance(value, int | float) else str(value)


def shown_plain(value: Any, name: str) -> Any:
    """As `field_said` takes it: money as a number."""
    return value if name not in (INVESTED, SPENT) else shown(name, value, language())


@dataclass(frozen=True, slots=True)
class BulletinView(Shown):
    """`round_bulletin.html`: of each group the first; all are in the files."""

    round: RoundInfo
    found: Bulletin
    section: str = "rounds"
    shown: int = MOST_NAMED

    @property
    def heading(self) -> Text:
        return BULLETIN_OF.format(period=self.found.title)

    @property
    def groups(self) -> list[tuple[str, Text, Sequence[Named]]]:
        """Those that name somebody, with the id of each."""
        groups = self.found.groups
        return [(name, title, groups[name]) for name, title in GROUPS.items() if groups[name]]

    @property
    def sums(self) -> list[Text]:
        return [sums_text(self.found), *spent_text(self.found)]

    @property
    def notes(self) -> list[Text]:
        return rules_text(self.found)

    @property
    def heads(self) -> list[Text]:
        return [column.head for column in COLUMNS[1:]]

    @staticmethod
    def percent(value: float | None) -> str:
        return percent(value)


@dataclass(frozen=True, slots=True)
class AssessmentView(Shown):
    """`assessment.html`"""

    found: Assessment
    by: str
    section: str = "rounds"

    @property
    def lead(self) -> Text:
        return lead_text(self.found)

    @property
    def notes(self) -> list[Text]:
        return notes_of(self.found)

    @staticmethod
    def points(one: Scored) -> Text:
        return points_text(one)

    @staticmethod
    def total(one: Subject) -> str:
        return points(one.total)
