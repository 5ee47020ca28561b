"""Which effluent limit a reading falls under, and what is said where that cannot be settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from projects.sheets import SheetInfo
from projects.sheets.rules_sewage import AMENDMENT
from projects.sheets.values import Row

WITHIN, EXCEEDED, UNDECIDED, NO_LIMIT = "within", "exceeded", "undecided", "no_limit"
COLD_C = 12.0
OLD_UNTIL = "2006"
OLD, NEW = "built_before_2006", "built_from_2006"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rows` are the limits that may apply: one, or several where what tells them apart is not
    known; `lacks` says what is not known."""

    state: str
    rows: tuple[Row, ...] = ()
    lacks: str | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """When a plant was built and when it went into operation; None where that is not known."""

    built: str | None = None
    commissioned: str | None = None

    @property
    def case(self) -> str | None:
        """What ran before 2006 was built before; what ran later may have been, too."""
        if self.built:
            return OLD if self.built[:4] < OLD_UNTIL else NEW
        return OLD if self.commissioned and self.commissioned[:4] < OLD_UNTIL else None


@dataclass(frozen=True, slots=True)
class Limits:
    """Rows of the rule of effluent limits on a day."""

    rows: tuple[Row, ...]

    @classmethod
    def on(cls, sheet: SheetInfo, day: str) -> Limits:
        return cls(tuple(sheet.valid_on(dt.date.fromisoformat(day))))

    @property
    def amendments(self) -> list[Row]:
        return [row for row in self.rows if row["item"] == AMENDMENT]

    def judge(
        self, standard: str | None, item: str, value: float, water_c: float | None, days: Days
    ) -> Verdict:
        """A reading against the limits of a standard. Where the water temperature or the year of
        building decides and is missing, it is judged only if every case says the same."""
        rows = self._of(standard, item)
        if not rows:
            return Verdict(NO_LIMIT)
        fitting, lacks = _fitting(rows, water_c, days)
        states = {_state(row, value) for row in fitting}
        if len(states) > 1:
            return Verdict(UNDECIDED, tuple(fitting), lacks)
        return Verdict(states.pop(), tuple(fitting))

    def _of(self, standard: str | None, item: str) -> list[Row]:
        """The latest rows of each case."""
        latest: dict[str, Row] = {}
        found = (row for row in self.rows if row["standard"] == standard and row["item"] == item)
        for row in sorted(found, key=lambda row: row["valid_from"] or ""):
            latest[row["case"]] = row
        return list(latest.values())


def _state(row: Row, value: float) -> str:
    """A row whose numbers could not be read says nothing."""
    low, high = row["low"], row["high"]
    if low is None and high is None:
        return NO_LIMIT
    below, above = low is not None and value < low, high is not None and value > high
    return EXCEEDED if below or above else WITHIN


def _fitting(
    rows: Iterable[Row], water_c: float | None, days: Days
) -> tuple[list[Row], str | None]:
    by_case: Mapping[str, Row] = {row["case"]: row for row in rows}
    if "cold" in by_case and "warm" in by_case:
        if water_c is None:
            return [by_case["warm"], by_case["cold"]], "water_c"
        return [by_case["cold" if water_c <= COLD_C else "warm"]], None
    if OLD in by_case and NEW in by_case:
        if days.case is None:
            return [by_case[NEW], by_case[OLD]], "built_field"
        return [by_case[days.case]], None
    return list(by_case.values()), None
