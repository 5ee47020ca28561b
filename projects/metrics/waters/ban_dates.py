"""Whether something was there before a rule, as far as the dates are known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geo.words import Text
from projects.metrics import stands
from projects.metrics.results import text_or_none

BEFORE, AFTER, UNKNOWN = "before", "after", "unknown"
REVIEW, EXISTED, DATE_UNKNOWN = "review", "existed", "date_unknown"
OTHER_CHANGE, NO_RULE = "other_change", "no_rule"

TIMINGS = {
    BEFORE: Text("早于规则", "before the rule"),
    AFTER: Text("规则生效之后", "after the rule"),
    UNKNOWN: Text("日期不明", "date unknown"),
}
STATES = {
    REVIEW: Text("待核查", "to review"),
    EXISTED: Text("早于规则，备查", "there before the rule, for information"),
    DATE_UNKNOWN: Text("日期不明，待核查", "date unknown, to review"),
    OTHER_CHANGE: Text(
        "建设性质不在禁令内，备查", "a change the ban does not name, for information"
    ),
    NO_RULE: Text("规则表无此规定，备查", "no rule in the sheet, for information"),
}
"""A hit is to be looked at by a person; no state says that anything is against the law."""

STANDING = {
    REVIEW: stands.REVIEW,
    DATE_UNKNOWN: stands.UNKNOWN,
    EXISTED: stands.ASIDE,
    OTHER_CHANGE: stands.ASIDE,
    NO_RULE: stands.ASIDE,
}
OPEN_STATES = (REVIEW, DATE_UNKNOWN)


def timing(started: Any, *since: Any) -> str:
    """Whether `started` is before the last of `since`, or not before any of them.

    Dates are ISO days, months or years; a month or a year is every day of it.
    """
    start = text_or_none(started)
    if start is None:
        return UNKNOWN
    days = [text_or_none(one) for one in since]
    if any(day is not None and _last(start) < _first(day) for day in days):
        return BEFORE
    if all(day is not None and _first(start) >= _last(day) for day in days):
        return AFTER
    return UNKNOWN


def state_of(when: str, *, existing_covered: bool = False) -> str:
    """What a hit is when the change itself is one that the rule names."""
    if existing_covered or when == AFTER:
        return REVIEW
    return EXISTED if when == BEFORE else DATE_UNKNOWN


def counts(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    """How many rows are in each state that a total tells."""
    states = [row["state"] for row in rows]
    return {state: states.count(state) for state in (REVIEW, DATE_UNKNOWN, EXISTED)}


def _first(day: str) -> str:
    return day + "0000-01-01"[len(day) :]


def _last(day: str) -> str:
    return day + "0000-12-31"[len(day) :]
