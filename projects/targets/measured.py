"""What the ledger needs to know of a target: what a value of it looks like, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import Text
from projects.policy.tables import PolicyTarget
from projects.targets.tables import TargetSetValue

Form = Literal["number", "done", "text", "any"]
FORMS: dict[Form, Text] = {
    "number": Text("数字", "a number"),
    "done": Text("完成或未完成", "done or not done"),
    "text": Text("文字", "words"),
    "any": Text("数字或文字", "a number or words"),
}
WORDED = frozenset({"rank", "class<="})
BY_PERSON = frozenset({"basically_zero", "milestone", "rank", "duration"})
"""Comparators for which no number of the plan decides: a person's approved entry does."""
BY_CHANGE = frozenset({"increase", "decrease"})
"""Comparators that ask for a change, which two periods show."""
PERCENT = "%"


@dataclass(frozen=True, slots=True)
class LastSet:
    """A number that the level above has set, with its unit where the plan leaves that open."""

    value: float
    unit: str | None


@dataclass(frozen=True, slots=True)
class Measured:
    """A target as its values are judged: `asked` is the number of the plan, or the one that was
    set, if there is one."""

    id: str
    document_id: str
    form: Form
    unit: Text | None
    asked: float | None
    period: str
    replaced_by: Sequence[str]
    by_person: bool = False
    """Whether a person may say of it that it is done, because no number decides."""

    @property
    def is_share(self) -> bool:
        return self.unit is not None and self.unit.zh == PERCENT


def measured(target: PolicyTarget, last: LastSet | None = None) -> Measured:
    """The same of one target of the register; `last` is what the level above has set last, in
    whose unit its values are told where the plan leaves it open."""
    given = last.unit if last is not None and target.unit is None else None
    return Measured(
        target.id,
        target.document_id,
        form_of(target) if given is None else "number",
        target.unit if given is None else Text(given, given),
        target.value if last is None else last.value,
        target.period,
        tuple(target.replaced_by),
        decided_by_person(target.comparator, target.value, target.soft),
    )


def decided_by_person(comparator: str, value: float | None, soft: Sequence[str]) -> bool:
    """Whether no number decides: by a soft word, by what is asked, or because none is given."""
    if comparator == "delegated":
        return bool(soft)
    without_number = value is None and comparator not in BY_CHANGE
    return bool(soft) or comparator in BY_PERSON or without_number


def form_of(target: PolicyTarget) -> Form:
    """A delegated target whose unit the plan leaves open takes words too."""
    if target.comparator == "milestone":
        return "done"
    if target.comparator in WORDED:
        return "text"
    if target.comparator == "delegated" and target.unit is None:
        return "any"
    return "number"


def measured_targets(session: Session) -> dict[str, Measured]:
    """Every target by its id, in two queries."""
    every = session.scalars(select(PolicyTarget).order_by(PolicyTarget.position))
    given = last_set(session)
    return {one.id: measured(one, given.get(one.id)) for one in every}


def last_set(session: Session) -> dict[str, LastSet]:
    """By target the number that the level above has set last; one query."""
    row = TargetSetValue
    query = select(row.target_id, row.value, row.measured_in).order_by(row.id)
    return {target: LastSet(value, unit) for target, value, unit in session.execute(query)}
