"""Whether a target is on the way: reports of two periods against a straight line to the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from geo.words import Text
from projects.states.known import Asked, Evidence
from projects.states.limits import Limits

ONE = Text("只有一期数值", "there is a value of one period only")
STALE = Text("最近一期已过 {stale}", "the latest is of more than {stale} ago")
NO_LINE = Text(
    "要求是一个区间，没有可比的直线", "a range is asked, to which no straight line leads"
)


@dataclass(frozen=True, slots=True)
class Pace:
    """The step of the rule that two values give; without one, `lack` says what is lacking.

    `planned` is the value of the line at the end of the latest period, `share` how much of the way
    from the first value to it is done.
    """

    step: str | None
    lack: Text
    first: Evidence | None = None
    last: Evidence | None = None
    planned: float | None = None
    share: float | None = None


def pace_of(asked: Asked, reports: Sequence[Evidence], on: dt.date, limits: Limits) -> Pace:
    """Judge the latest report, which does not reach what is asked, by the first of its unit.

    reports: of entries with numbers, the newest period last.
    """
    if asked.comparator == "between":
        return Pace(None, NO_LINE)
    last = reports[-1] if reports else None
    if last is None:
        return Pace(None, ONE)
    first = next(one for one in reports if one.entry and one.entry.unit == _unit(last))
    if first.ends >= last.ends:
        return Pace(None, ONE)
    if (on - last.ends).days > limits.stale_days:
        return Pace(None, STALE.format(**limits.said))
    if first.verdict:
        return Pace("fallen", ONE, first, last)
    return _line(asked, first, last, limits)


def _unit(one: Evidence) -> str:
    return one.entry.unit if one.entry else ""


def _line(asked: Asked, first: Evidence, last: Evidence, limits: Limits) -> Pace:
    day, goal, base, now = asked.day, asked.value, first.value, last.value
    if day is None or goal is None or base is None or now is None:
        return Pace(None, ONE)
    passed = (last.ends - first.ends).days / max((day - first.ends).days, 1)
    planned = base + (goal - base) * min(passed, 1.0)
    if planned == base:  # more than the first value is asked, by no number
        return Pace(None, NO_LINE)
    share = (now - base) / (planned - base)
    return Pace("pace" if share >= limits.pace else "behind", ONE, first, last, planned, share)
