"""What the pages of clauses and targets show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.words import Text
from projects.sheets.rules_judging import JUDGING_LIMITS
from projects.states.gathering import Named
from projects.states.limits import Limits
from projects.states.rule import AS_OF, AT_END, NO_DAY, ORDER, STATES, WHOLE, State
from projects.states.steps import RULE
from webmap.policy.policy import DocumentSection, ItemCard
from webmap.policy.states import BY, SYMBOLS, CountRow, Query, StateChip, StateLine


@dataclass(frozen=True, slots=True)
class PolicyView:
    """`policy.html`"""

    documents: list[DocumentSection]
    states: Mapping[str, StateChip]
    """By target."""
    section: str = "policy"


@dataclass(frozen=True, slots=True)
class ItemView:
    """`policy_item.html`"""

    item: ItemCard
    states: list[StateLine]
    section: str = "policy"


@dataclass(frozen=True, slots=True)
class StatesView:
    """`policy_states.html`"""

    query: Query
    rows: tuple[CountRow, ...]
    lines: list[tuple[Named, StateLine]]
    choices: Mapping[str, tuple[Named, ...]]
    limits: Limits
    section: str = "policy"

    @property
    def groups(self) -> list[tuple[Named, list[StateLine]]]:
        """The list by plan."""
        found: dict[Named, list[StateLine]] = {}
        for document, line in self.lines:
            found.setdefault(document, []).append(line)
        return list(found.items())

    @property
    def states(self) -> list[tuple[State, str, Text]]:
        return [(state, SYMBOLS[state], title) for state, title in STATES.items()]

    @property
    def by(self) -> Mapping[str, Text]:
        return BY

    @property
    def general(self) -> tuple[Text, ...]:
        """What the rule says before its steps."""
        return (AS_OF, ORDER, WHOLE, AT_END, NO_DAY)

    @property
    def steps(self) -> list[tuple[State, Text, Text]]:
        told = self.limits.rule
        return [(step.state, STATES[step.state], told(step)) for step in RULE.values()]

    @property
    def limits_sheet(self) -> str:
        return f"/sheets/{JUDGING_LIMITS.id}"
