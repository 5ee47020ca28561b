"""Rules that the fields of a record keep among each other: one table for form, file, API, command.

A rule is asked only where one of its fields changes, so that what an office had before it was made
can still be renamed or noted upon. A rule of the kind `missing` asks for a value; a file without
the column cannot give it, and is told so without being refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

from geo.errors import ErrorCode, Problem
from geo.figures.said import significant
from geo.words import Text
from layers.system.china_time import today
from projects.records.model import errors
from projects.records.model.codes import (
    BEFORE_WORK,
    BUILDING,
    DONE,
    STEP_BY_VALUE,
    STEPS,
    STOPPED,
    status_title,
    word_of_page,
)
from projects.records.model.fields import FIELDS_BY_NAME
from projects.records.model.money import plain_number

Values = Mapping[str, Any]
FULL = 100.0


@dataclass(frozen=True, slots=True)
class Facts:
    """A record as it would stand, as it stood, and why; parts by year and step where they count.

    plans: planned investment by year; funds: planned money by year and source; both in 10,000 yuan.
    """

    after: Values
    before: Values | None = None
    reason: str | None = None
    today: dt.date = field(default_factory=today)
    plans: Mapping[int, Decimal] = field(default_factory=dict)
    funds: Mapping[tuple[int, str], Decimal] = field(default_factory=dict)
    steps: Mapping[str, dt.date | None] = field(default_factory=dict)

    @property
    def changed(self) -> frozenset[str]:
        """The fields that differ from what was; of a new record those that say something."""
        before = self.before or {}
        return frozenset(
            name
            for name, value in self.after.items()
            if (value or None) != (before.get(name) or None)
        )


Found = Mapping[str, Any] | None
Test = Callable[[Facts], Found]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is wrong (`code`), the fields it rests on, the field that a fault is marked at."""

    code: ErrorCode
    fields: tuple[str, ...]
    at: str
    test: Test
    kind: Literal["contradiction", "missing"] = "contradiction"


def broken(
    facts: Facts,
    place: Text,
    *,
    row: int | None = None,
    columns: Collection[str] | None = None,
    parts: bool = False,
) -> list[Problem]:
    """What a record breaks; errors and warnings as their codes say.

    columns: those that a file has; a value that it cannot give is no fault of it, and is told as a
    warning. parts: whether plans, funds or steps were changed.
    """
    changed = facts.changed | ({"plans", "funds", "steps"} if parts else set())
    return [
        Problem(_weighed(rule, columns), {"place": place, **found}, feature=row, field=rule.at)
        for rule in RULES
        if changed.intersection(rule.fields)
        for found in [rule.test(facts)]
        if found is not None
    ]


def is_error(problem: Problem) -> bool:
    return problem.kind.severity == "error"


def _weighed(rule: Rule, columns: Collection[str] | None) -> ErrorCode:
    code = rule.code
    if rule.kind != "missing" or columns is None or rule.at in columns:
        return code
    return ErrorCode(code.code, "warning", code.message, code.fix, code.status)


def _title(name: str) -> Text:
    return FIELDS_BY_NAME[name].title


def _status(facts: Facts) -> str | None:
    return facts.after.get("status")


def _said(facts: Facts, **more: Any) -> dict[str, Any]:
    status = _status(facts)
    return {"status": status_title(status) if status else "", **more}


def _percent(facts: Facts) -> float | None:
    return facts.after.get("progress_percent")


def _done_below(facts: Facts) -> Found:
    percent = _percent(facts)
    if _status(facts) in DONE and percent is not None and percent < FULL:
        return _said(facts, percent=number(percent))
    return None


def _done_without_progress(facts: Facts) -> Found:
    return _said(facts) if _status(facts) in DONE and _percent(facts) is None else None


def _done_without_date(facts: Facts) -> Found:
    if _status(facts) in DONE and facts.after.get("actual_end_date") is None:
        return _said(facts, column=_title("actual_end_date"))
    return None


def _end_not_done(facts: Facts) -> Found:
    end, status = facts.after.get("actual_end_date"), _status(facts)
    if end is not None and status in (*BEFORE_WORK, BUILDING, STOPPED):
        return _said(facts, column=_title("actual_end_date"), end=end)
    return None


def _work_before_start(facts: Facts) -> Found:
    percent = _percent(facts)
    if _status(facts) in BEFORE_WORK and percent is not None and percent > 0:
        return _said(facts, percent=number(percent))
    return None


def _complete_not_done(facts: Facts) -> Found:
    return (
        _said(facts) if _status(facts) in (BUILDING, STOPPED) and _percent(facts) == FULL else None
    )


def fell(before: Values, after: Values) -> bool:
    """Whether progress that was told is lower now, or gone."""
    was, now = before.get("progress_percent"), after.get("progress_percent")
    return was is not None and (now is None or now < was)


def _fell(facts: Facts) -> Found:
    if facts.reason or not fell(facts.before or {}, facts.after):
        return None
    before, after = (facts.before or {})["progress_percent"], _percent(facts)
    return {"before": number(before), "after": number(after) if after is not None else "—"}


def _reversed(first: str, last: str) -> Test:
    def test(facts: Facts) -> Found:
        start, due = facts.after.get(first), facts.after.get(last)
        if start is None or due is None or start <= due:
            return None
        columns = {"start_column": _title(first), "due_column": _title(last)}
        return {**columns, "start": start, "due": due}

    return test


def _ahead(name: str) -> Test:
    def test(facts: Facts) -> Found:
        day = facts.after.get(name)
        return (
            {"column": _title(name), "day": day} if day is not None and day > facts.today else None
        )

    return test


def _code_of_page(facts: Facts) -> Found:
    code = facts.after.get("code") or ""
    word = word_of_page(code) if code else None
    return {"code": code, "word": word} if word else None


def _years_over_total(facts: Facts) -> Found:
    total, planned = facts.after.get("investment_wan_yuan"), sum(facts.plans.values(), Decimal(0))
    if total is None or planned <= total:
        return None
    return {"sum": plain_number(planned), "total": plain_number(total)}


def _funds_over_year(facts: Facts) -> Found:
    for year, planned in sorted(facts.plans.items()):
        funds = sum((f for (y, _), f in facts.funds.items() if y == year), Decimal(0))
        if funds > planned:
            return {"year": year, "sum": plain_number(funds), "total": plain_number(planned)}
    return None


def _steps_reversed(facts: Facts) -> Found:
    dated = [(step.value, facts.steps.get(step.value)) for step in STEPS]
    taken = [(step, day) for step, day in dated if day is not None]
    for (earlier, first), (later, second) in pairwise(taken):
        if second < first:
            titles = {"earlier": STEP_BY_VALUE[earlier].title, "later": STEP_BY_VALUE[later].title}
            return {**titles, "earlier_day": first, "later_day": second}
    return None


def number(value: float) -> str:
    """A percentage as people write it: 46, 46.5."""
    return significant(value, 10)


PROGRESS, STATUS, END = "progress_percent", "status", "actual_end_date"
RULES: tuple[Rule, ...] = (
    Rule(errors.RECORD_CODE_OF_PAGE, ("code",), "code", _code_of_page),
    Rule(errors.RECORD_DATES_REVERSED, ("start_date", "due_date"), "due_date",
         _reversed("start_date", "due_date")),
    Rule(errors.RECORD_DATES_REVERSED, ("actual_start_date", END), END,
         _reversed("actual_start_date", END)),
    Rule(errors.RECORD_ACTUAL_AHEAD, ("actual_start_date",), "actual_start_date",
         _ahead("actual_start_date")),
    Rule(errors.RECORD_ACTUAL_AHEAD, (END,), END, _ahead(END)),
    Rule(errors.RECORD_DONE_BELOW_100, (STATUS, PROGRESS), PROGRESS, _done_below),
    Rule(errors.RECORD_DONE_WITHOUT_PROGRESS, (STATUS, PROGRESS), PROGRESS,
         _done_without_progress, "missing"),
    Rule(errors.RECORD_DONE_WITHOUT_DATE, (STATUS, END), END, _done_without_date, "missing"),
    Rule(errors.RECORD_END_NOT_DONE, (STATUS, END), END, _end_not_done),
    Rule(errors.RECORD_WORK_BEFORE_START, (STATUS, PROGRESS), STATUS, _work_before_start),
    Rule(errors.RECORD_COMPLETE_NOT_DONE, (STATUS, PROGRESS), STATUS, _complete_not_done),
    Rule(errors.RECORD_PROGRESS_FELL, (PROGRESS,), PROGRESS, _fell),
    Rule(errors.RECORD_YEARS_OVER_TOTAL, ("plans", "investment_wan_yuan"), "investment_wan_yuan",
         _years_over_total),
    Rule(errors.RECORD_FUNDS_OVER_YEAR, ("plans", "funds"), "investment_wan_yuan",
         _funds_over_year),
    Rule(errors.RECORD_STEPS_REVERSED, ("steps",), STATUS, _steps_reversed),
)  # fmt: skip
