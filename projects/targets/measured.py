"""What the ledger needs to know of a target: what a value of it looks like, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import Text
from projects.policy.tables import PolicyTarget

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
class Measured:
    """A target as its values are judged: `asked` is the number of the plan, if it has one."""

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


def measured(target: PolicyTarget) -> Measured:
    """The same of one target of the register."""
    return Measured(
        target.id,
        target.document_id,
        form_of(target),
        target.unit,
        target.value,
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
    """Every target by its id, in one query."""
    every = session.scalars(select(PolicyTarget).order_by(PolicyTarget.position))
    return {one.id: measured(one) for one in every}
