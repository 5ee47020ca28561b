"""States of targets as pages show them: the table of counts, the list, the choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from geo.words import Text
from projects.policy.tables import PolicyTarget
from projects.policy.units import unit_text
from projects.states.gathering import (
    Choice,
    Named,
    Row,
    Stated,
    chosen,
    counted,
    groups_of,
    states_on,
    totals,
)
from projects.states.known import Entry, Evidence
from projects.states.report import day_text, entry_text, figure_text
from projects.states.rule import STATES, State
from projects.work.services import Services

SYMBOLS: Mapping[State, str] = {
    "met": "✓",
    "missed": "✗",
    "on_track": "→",
    "at_risk": "!",
    "not_due": "○",
    "unknown": "?",
    "no_value_set": "—",
    "not_checkable": "×",
}
"""A sign for each state, so that no colour alone tells it."""
BY: Mapping[str, Text] = {
    "document": Text("按文件", "by plan"),
    "action": Text("按行动", "by action"),
    "unit": Text("按单位", "by unit"),
    "year": Text("按期限年份", "by year due"),
}
ADDRESS = "/policy/states"


@dataclass(frozen=True, slots=True)
class StateChip:
    """A state as a chip: its code, sign, title, and the sentence why."""

    id: State
    symbol: str
    title: Text
    why: Text

    @classmethod
    def of(cls, one: Stated) -> StateChip:
        state = one.state.state
        return cls(state, SYMBOLS[state], STATES[state], one.state.why)


@dataclass(frozen=True, slots=True)
class Value:
    """A figure or a report beside its state: text, where to look at it, whether it counts."""

    text: Text
    url: str | None
    counts: bool


@dataclass(frozen=True, slots=True)
class StateLine:
    """A target in the list."""

    id: str
    url: str
    chip: StateChip
    indicator: Text
    subject: Text
    divisions: tuple[Text, ...]
    leads: tuple[Text, ...]
    demand: Text
    due: Text
    soft: tuple[str, ...]
    figure: Value | None
    reported: tuple[Value, ...]
    counts: bool
    counts_why: Text
    quote: str
    scope: Text
    note: Text | None

    @classmethod
    def of(cls, one: Stated) -> StateLine:
        state = one.state
        entries = [entry for entry in (state.approved, state.reported) if entry]
        return cls(
            id=one.id,
            url=f"/policy/{one.items[0].id}#{one.id}" if one.items else f"{ADDRESS}#{one.id}",
            chip=StateChip.of(one),
            indicator=one.indicator,
            subject=one.subject.title,
            divisions=tuple(division.title for division in one.divisions),
            leads=tuple(unit_text(unit) for unit in one.leads),
            demand=one.demand,
            due=day_text(state.asked),
            soft=state.asked.soft,
            figure=_figure(one),
            reported=tuple(_reported(one, entry) for entry in entries),
            counts=state.counts is not None,
            counts_why=state.counts_why,
            quote=one.quote,
            scope=one.scope,
            note=one.note,
        )


def _figure(one: Stated) -> Value | None:
    state, figure = one.state, one.state.figure
    if figure is None:
        return None
    url = f"/metrics/runs/{figure.run_id}"
    if figure.statement_id is not None:
        url = f"/statements/{figure.statement_id}"
    counts = isinstance(state.counts, Evidence) and state.counts.figure is figure
    return Value(figure_text(state.asked, figure), url, counts)


def _reported(one: Stated, entry: Entry) -> Value:
    counts = one.state.counts
    own = counts.entry if isinstance(counts, Evidence) else counts
    said = entry_text(one.state.asked, entry)
    return Value(said, f"/targets/{one.id}", own == entry)


@dataclass(frozen=True, slots=True)
class Query:
    """What the address asks for: the choice, the day, and what the table is counted by."""

    choice: Choice
    on: dt.date
    by: str
    dated: bool
    """Whether the address names the day; else it is today, and tomorrow another."""

    def url(self, **other: object) -> str:
        """The same list with something else; None leaves a condition away."""
        return self._address("", other)

    def file(self, form: str) -> str:
        """The same list as a file."""
        return self._address(f".{form}", {})

    def _address(self, ending: str, other: Mapping[str, object]) -> str:
        asked: dict[str, object] = {"on": self.on if self.dated else None, "by": self.by}
        asked.update(asdict(self.choice), **other)
        given = {name: str(value) for name, value in asked.items() if value not in (None, False)}
        if given.get("by") == "document":
            del given["by"]
        return f"{ADDRESS}{ending}" + (f"?{urlencode(given)}" if given else "")


@dataclass(frozen=True, slots=True)
class Cell:
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class CountRow:
    """A row of the table: a number with its list for each state, and for all of them."""

    title: Text
    cells: tuple[Cell, ...]
    total: Cell


def count_rows(every: Iterable[Stated], query: Query) -> tuple[CountRow, ...]:
    """The table under the other conditions: its rows, and below them all targets once."""
    by, own = query.by, asdict(query.choice)
    there = chosen(every, Choice(**{**own, by: None, "state": None}))
    rows = [_row(row, query, **{by: row.named.id}) for row in counted(there, by)]
    whole = Row(Named("", Text("目标总数", "All targets")), totals(there))
    return (*rows, _row(whole, query, **{by: None}))


def _row(row: Row, query: Query, **named: object) -> CountRow:
    cells = tuple(
        Cell(row.counts.get(state, 0), query.url(**named, state=state)) for state in STATES
    )
    return CountRow(row.named.title, cells, Cell(row.total, query.url(**named, state=None)))


def choices(every: Iterable[Stated], by: str) -> tuple[Named, ...]:
    """What can be chosen of a kind: plans, actions, units or years that targets have."""
    return tuple(dict.fromkeys(named for one in every for named in groups_of(one, by)))


def state_chips(services: Services, on: dt.date) -> Mapping[str, StateChip]:
    """The chip of every target on a day, as everybody sees it."""
    return {one.id: StateChip.of(one) for one in find_states(services, on, waiting=False)}


def find_states(services: Services, on: dt.date, waiting: bool) -> tuple[Stated, ...]:
    """Every target with its state on a day; `waiting`: with reports that nobody approved."""
    with services.reading() as session:
        return states_on(session, on, waiting=waiting)


def item_states(services: Services, item: str, on: dt.date, waiting: bool) -> tuple[Stated, ...]:
    """The targets of a clause with their states."""
    with services.reading() as session:
        return states_on(session, on, items=[item], waiting=waiting)


def target_line(services: Services, target: str, on: dt.date, waiting: bool) -> StateLine | None:
    """The state of one target; none of one that is unknown or stands in no clause."""
    with services.reading() as session:
        row = session.get(PolicyTarget, target)
        items = [one.id for one in row.items] if row else []
        every = states_on(session, on, items=items, waiting=waiting) if items else ()
        return next((StateLine.of(one) for one in every if one.id == target), None)
