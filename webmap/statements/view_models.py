"""What the pages of statements show: one dataclass for each template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.words import Text
from projects.statements.faces.exporting import FACES
from projects.statements.faces.paper import MOST_ROWS
from projects.statements.figures import Figures
from projects.statements.forms import figures_of
from projects.statements.layout import Cell, Section, Writer
from projects.statements.making import StatementInfo
from projects.statements.sections import minute
from projects.statements.since import Changed
from projects.statements.words import STATES
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

    def comments_on(self, table: str, row: str | float | None) -> int:
        return self.card.commented.get((table, str(row)), 0)


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
