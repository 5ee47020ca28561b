"""What the pages of statements show: one dataclass for each template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from geo.words import Text
from projects.metrics.waters.section_month_metric import SECTION_MONTH
from projects.sections.bulletins import FORMS
from projects.statements.asserting import Assertions, Part, anchor_text
from projects.statements.course import minute
from projects.statements.discussing import possible_for
from projects.statements.earlier.figures import figures_of
from projects.statements.faces.exporting import FACES
from projects.statements.faces.paper import MOST_ROWS
from projects.statements.figures import Figures
from projects.statements.kept import StatementInfo
from projects.statements.layout import Cell, Section, Writer
from projects.statements.points import FIGURES, Point
from projects.statements.review import to_be_answered
from projects.statements.since import Changed
from projects.statements.words import POINT_STATES, STATES, STEPS
from webmap.edge.chips import STATE_CHIPS
from webmap.edge.forms import Form
from webmap.edge.language import language
from webmap.statements.answers import StatementCard, Today

MOST_CHANGES = 500
NO_FORM = Form("")


@dataclass(frozen=True, slots=True)
class StatementsView:
    """`statements.html`"""

    statements: Sequence[StatementInfo]
    asked_state: str
    mine: bool = False
    named: bool = False
    section: str = "metrics"

    @property
    def states(self) -> dict[str, Text]:
        return STATES

    def chip(self, state: str) -> str:
        return STATE_CHIPS.get(state, "")


@dataclass(frozen=True, slots=True)
class StatementView:
    """`statement.html`: `steps` are those that whoever asks may take now."""

    card: StatementCard
    steps: frozenset[str]
    named: bool
    may_export: bool
    own: bool
    account: str = ""
    reviewer: bool = False
    note: Text | None = None
    table: str = ""
    row: str = ""
    form: Form = NO_FORM
    section: str = "metrics"

    @property
    def found(self) -> StatementInfo:
        return self.card.statement

    @property
    def state(self) -> Text:
        return STATES[self.found.state]

    @property
    def chip(self) -> str:
        return STATE_CHIPS.get(self.found.state, "")

    @property
    def formats(self) -> tuple[str, ...]:
        return FACES

    @property
    def papers(self) -> tuple[str, ...]:
        """The forms of the bulletin, where it is the statement of one."""
        return FORMS if self.found.metric == SECTION_MONTH.id else ()

    @staticmethod
    def minute(iso: str) -> str:
        return minute(iso)

    @staticmethod
    def rows(section: Section) -> tuple[tuple[Cell, ...], ...]:
        return section.grid.rows[:MOST_ROWS] if section.grid is not None else ()

    @staticmethod
    def cut(section: Section) -> int:
        """How many rows there are, where not all of them are shown."""
        count = len(section.grid.rows) if section.grid is not None else 0
        return count if count > MOST_ROWS else 0

    @property
    def shown(self) -> int:
        return MOST_ROWS

    # comments, and the way between them and what they are about

    def figure(self, section: Section, row: tuple[Cell, ...]) -> str:
        """The name of the figure of the result that a line shows; empty for another."""
        return self.figures.get(row[0].text, "") if section.id in ("total", "more") else ""

    @property
    def figures(self) -> dict[str, str]:
        """The figures of the result that can be commented on: names by title."""
        content, writer = self.found.content, Writer(language())
        there = content["result"].get("total") or {}
        declared = content["metric"]["total"]
        return {writer.say(one["title"]): one["name"] for one in declared if one["name"] in there}

    @property
    def of_figures(self) -> str:
        return FIGURES

    def points_on(self, table: str, row: str | float | None) -> Sequence[Point]:
        return self.card.anchored.get((table, str(row)), ())

    @staticmethod
    def place(table: str, row: str) -> str:
        """The mark of a row or figure on this page."""
        return quote(f"row-{table}-{row}", safe="")

    def way(self, point: Point) -> str:
        """The mark of what a point is about; of its table where the page shows not that row."""
        table, row = point.anchor
        section = next((one for one in self.card.layout.sections if one.table == table), None)
        grid = None if section is None else section.grid
        if section is None or grid is None:
            return self.place(table, row)
        shown = range(min(len(grid.rows), MOST_ROWS))
        if row in {grid.key_of(number) for number in shown}:
            return self.place(table, row)
        return section.id

    def anchor(self, point: Point) -> str:
        """What a point is about, in the language of the page."""
        return anchor_text(self.found, *point.anchor).in_(language())

    def point_state(self, point: Point) -> Text:
        return POINT_STATES[point.state]

    def said_to(self, point: Point) -> frozenset[str]:
        """What whoever asks may say to a point."""
        if "commented" not in self.steps:
            return frozenset()
        return possible_for(self.found, point, self.account, reviewer=self.reviewer)

    def step(self, event: Mapping[str, Any]) -> Text:
        return STEPS[event["action"]].title

    # handing in and signing

    @property
    def unanswered(self) -> Sequence[Point]:
        """What the maker has to answer before handing in again."""
        return to_be_answered(self.found) if self.found.state == "returned" else ()

    @property
    def returned(self) -> Mapping[str, Any] | None:
        """The return that its maker has not handed in after."""
        last = self.found.steps[-1] if self.found.steps else None
        return last.as_dict() if last is not None and last.action == "returned" else None

    @property
    def asserted(self) -> Assertions:
        return self.card.asserted

    @property
    def parts(self) -> Sequence[Part]:
        return self.card.asserted.parts(language())


@dataclass(frozen=True, slots=True)
class TodayView:
    """`statement_now.html`"""

    today: Today
    may_compute: bool
    section: str = "metrics"

    @property
    def changes(self) -> Sequence[Changed]:
        return self.today.changes[:MOST_CHANGES]

    @property
    def more(self) -> int:
        return max(len(self.today.changes) - MOST_CHANGES, 0)

    @property
    def _figures(self) -> Figures:
        return figures_of(self.today.statement.content, language())

    def signed(self, change: Changed) -> str:
        return self._figures.cell(change.column, change.then_row).text

    def now(self, change: Changed) -> str:
        return self._figures.cell(change.column, change.now_row).text

    @staticmethod
    def title(change: Changed) -> str:
        return Writer(language()).say(change.column["title"])

    def difference(self, change: Changed) -> str:
        """With its sign; shares in percentage points."""
        found = change.difference
        if found is None:
            return "—"
        said = self._figures.difference(change.column, found)
        return said if said.startswith("-") else f"+{said}"
