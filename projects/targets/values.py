"""Values of the ledger as everybody else is given them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from geo.words import Text
from projects.targets.reading_values import Value

STATUSES: dict[str, Text] = {
    "draft": Text("草稿", "draft"),
    "reported": Text("已填报", "reported"),
    "approved": Text("已审定", "approved"),
}


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """The place of a value: one target, one unit, one period."""

    target_id: str
    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class TargetValue:
    """A value of a target by unit and period.

    unit: code of a division, or name of a bureau. value: in the target's unit, a percentage as
    46.8. evidence: name of the file. written_by: whoever wrote it last.
    """

    id: int
    target_id: str
    unit: str
    period: str
    value: float | None
    done: bool | None
    text: str | None
    status: str
    source: str | None
    evidence: str | None
    evidence_sha256: str | None
    note: str | None
    written_by: str
    reported_by: str | None
    approved_by: str | None
    at: dt.datetime
    version: int

    @property
    def cell(self) -> Cell:
        return Cell(self.target_id, self.unit, self.period)

    @property
    def content(self) -> Value:
        return Value(self.value, self.done, self.text)

    @property
    def is_empty(self) -> bool:
        """Whether the value was taken back."""
        return self.content == Value()


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What one change made of a cell: `content` is the cell as it was left."""

    value_id: int
    target_id: str
    unit: str
    period: str
    version: int
    action: str
    at: dt.datetime
    by: str
    reason: str | None
    content: dict[str, Any]

    @property
    def status(self) -> str:
        return str(self.content["status"])

    @property
    def value(self) -> Value:
        return Value(self.content["value"], self.content["done"], self.content["text"])


@dataclass(frozen=True, slots=True)
class SetValue:
    """The number that the level above has set for a target, with its document and date.

    unit: for whom; empty for the whole of the plan's jurisdiction. measured_in: the unit of the
    number, where the plan leaves it open.
    """

    id: int
    target_id: str
    unit: str
    comparator: str
    value: float
    measured_in: str | None
    year: int | None
    issuer: str
    document: str
    dated: dt.date
    note: str | None
    by: str
    at: dt.datetime
