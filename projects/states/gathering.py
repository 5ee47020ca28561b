"""States of all targets on a day, with what a list says beside each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from geo.words import Text
from projects.figures.demands import demand_text
from projects.policy.divisions import division_text
from projects.policy.subjects import SUBJECTS
from projects.policy.tables import PolicyItem, PolicyTarget
from projects.policy.units import unit_text
from projects.states.asking import asked_of, is_whole
from projects.states.deciding import TargetState, state_of
from projects.states.figures import figures_of
from projects.states.limits import limits_on
from projects.states.rule import STATES, State
from projects.states.values import entries_on, numbers_of

NONE = "-"
"""The id of the row of targets that belong to no action or unit, and the choice of them."""
WHOLE_PLAN = Text("全文件", "the plan as a whole")


@dataclass(frozen=True, slots=True)
class Named:
    """Something of the register by its id."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Stated:
    """A target with its state, and what it is listed by.

    actions and items: none for a target of the plan as a whole. leads: who leads its clauses;
    units: everybody who answers for them. year: of the day by which it is judged.
    """

    state: TargetState
    document: Named
    actions: tuple[Named, ...]
    items: tuple[Named, ...]
    indicator: Text
    subject: Named
    divisions: tuple[Named, ...]
    leads: tuple[str, ...]
    units: tuple[str, ...]
    year: int | None
    stated_year: int | None
    quote: str
    scope: Text
    note: Text | None
    spatial: bool

    @property
    def id(self) -> str:
        return self.state.target_id

    @property
    def demand(self) -> Text:
        """What is asked, with the number that the level above set where it did."""
        asked = self.state.asked
        return demand_text(asked.comparator, asked.value, asked.value_to, asked.own_unit)


def states_on(
    session: Session,
    on: dt.date,
    *,
    items: Iterable[str] | None = None,
    waiting: bool = True,
) -> tuple[Stated, ...]:
    """Every target in the order of the plans with its state at the end of a day.

    items: only targets of these clauses. waiting: name reports that nobody approved yet, too; they
    change no state. The number of queries does not grow with what is found.
    """
    targets = _targets(session, items)
    by_id = {one.id: one for one in targets}

    @cache
    def whole(unit: str, target: str) -> bool:
        return is_whole(unit, by_id[target], by_id[target].document)

    values = entries_on(session, on, by_id, whole, waiting=waiting)
    numbers = numbers_of(session, by_id)
    figures = figures_of(session, by_id)
    limits = limits_on(session, on)
    found = []
    for target in targets:
        state = state_of(
            asked_of(target, target.document),
            values.get(target.id, ()),
            numbers.get(target.id, ()),
            figures.get(target.id, ()),
            on,
            limits,
        )
        found.append(_stated(target, state))
    return tuple(found)


def _targets(session: Session, items: Iterable[str] | None) -> list[PolicyTarget]:
    query = (
        select(PolicyTarget)
        .order_by(PolicyTarget.position)
        .options(
            selectinload(PolicyTarget.document),
            selectinload(PolicyTarget.items).selectinload(PolicyItem.action),
        )
    )
    if items is not None:
        query = query.where(PolicyTarget.items.any(PolicyItem.id.in_(list(items))))
    return list(session.scalars(query))


def _stated(target: PolicyTarget, state: TargetState) -> Stated:
    document, day = target.document, state.asked.day
    actions = dict.fromkeys(item.action for item in target.items)
    return Stated(
        state=state,
        document=Named(document.id, document.title),
        actions=tuple(Named(one.id, one.title) for one in actions),
        items=tuple(Named(one.id, one.title) for one in target.items),
        indicator=target.indicator,
        subject=Named(target.subject, SUBJECTS[target.subject].title),
        divisions=tuple(Named(code, division_text(code)) for code in target.divisions),
        leads=tuple(dict.fromkeys(unit for item in target.items for unit in item.lead_units)),
        units=tuple(dict.fromkeys(unit for item in target.items for unit in item.all_units)),
        year=day.year if day else None,
        stated_year=target.year,
        quote=target.quote,
        scope=target.scope,
        note=target.note,
        spatial=target.spatial != "none",
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the list is wanted; an empty choice is all of it."""

    document: str | None = None
    action: str | None = None
    unit: str | None = None
    year: int | None = None
    state: State | None = None
    spatial: bool = False

    def takes(self, one: Stated) -> bool:
        return (
            self.document in (None, one.document.id)
            and (self.action is None or self.action in _ids(one.actions))
            and (self.unit is None or self.unit in _answering(one))
            and self.year in (None, one.year)
            and self.state in (None, one.state.state)
            and (one.spatial or not self.spatial)
        )


def _ids(named: Iterable[Named]) -> set[str]:
    return {one.id for one in named} or {NONE}


def _answering(one: Stated) -> set[str]:
    """Who may be asked about it: bureaus by name, divisions by code."""
    return {*(one.units or (NONE,)), *_ids(one.divisions)}


def chosen(every: Iterable[Stated], choice: Choice) -> tuple[Stated, ...]:
    """Those that the choice takes, in their order."""
    return tuple(one for one in every if choice.takes(one))


def groups_of(one: Stated, by: str) -> tuple[Named, ...]:
    """The rows of a table by `document`, `action`, `unit` or `year` in which a target is counted.

    A target of several actions or units is counted in each of them.
    """
    if by == "document":
        return (one.document,)
    if by == "year":
        year = str(one.year or NONE)
        return (Named(year, Text(year, year)),)
    rows = one.actions if by == "action" else tuple(Named(u, unit_text(u)) for u in one.units)
    return rows or (Named(NONE, WHOLE_PLAN),)


@dataclass(frozen=True, slots=True)
class Row:
    """How many targets of a row of the table have which state."""

    named: Named
    counts: Mapping[State, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def counted(every: Sequence[Stated], by: str) -> tuple[Row, ...]:
    """The table of states, its rows in the order of the plans; units by how many they answer for.

    Targets of several rows are counted in each, so the rows may add up to more than there are.
    """
    rows: dict[Named, Counter[State]] = {}
    for one in every:
        for named in groups_of(one, by):
            rows.setdefault(named, Counter())[one.state.state] += 1
    found = [Row(named, counts) for named, counts in rows.items()]
    if by == "unit":
        found.sort(key=lambda row: -row.total)
    if by == "year":
        found.sort(key=lambda row: row.named.id)
    return tuple(found)


def totals(every: Iterable[Stated]) -> dict[State, int]:
    """How many targets have each state."""
    counts = Counter(one.state.state for one in every)
    return {state: counts[state] for state in STATES}
