"""The limits by which a pace is told: rows of a rule that the office may edit, by their day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.figures.units import DAYS, RATIO
from geo.figures.writing import written
from geo.words import Text, listed
from projects.sheets import limits as sheet_limits
from projects.sheets.limits import limits_in_force
from projects.sheets.rules_judging import JUDGING_LIMITS, LIMIT_TITLES, NEAR, PACE, STALE
from projects.sheets.values import Row
from projects.states.rule import Step


@dataclass(frozen=True, slots=True)
class Limits:
    """pace: what part of the straight line is on track. stale_days: how old the latest value may be
    to tell a pace. near_days: how long before the day a value that does not reach what is asked is
    a risk by itself. `unverified`: what to say of limits that nobody has checked.
    """

    pace: float
    stale_days: float
    near_days: float
    unverified: Text | None = None

    def rule(self, step: Step) -> Text:
        """What a step says of all targets, with these limits."""
        return step.rule.format(**self.said)

    @property
    def said(self) -> dict[str, Text]:
        return {
            "pace": written(self.pace, RATIO, exact=True).text,
            "stale": written(self.stale_days, DAYS).text,
            "near": written(self.near_days, DAYS).text,
        }


def limits_on(session: Session, day: dt.date) -> Limits:
    """Those in force on a day; of a limit that the office's version has not, the shipped one."""
    return limits_of(limits_in_force(session, JUDGING_LIMITS, day))


def shipped_limits() -> Limits:
    """Those that are shipped, as the reference of the rule prints them."""
    return limits_of(sheet_limits.shipped_limits(JUDGING_LIMITS))


def limits_of(rows: Mapping[str, Row]) -> Limits:
    """The limits by the code of their row."""
    pace, stale, near = (float(rows[one]["value"]) for one in (PACE, STALE, NEAR))
    titles = dict(LIMIT_TITLES)
    doubtful = [titles[one] for one in (PACE, STALE, NEAR) if rows[one]["basis"] == "unverified"]
    return Limits(
        pace, stale, near, UNVERIFIED.format(names=listed(doubtful)) if doubtful else None
    )


UNVERIFIED = Text(
    "这些界限未经核实，没有文件或标准规定：{names}。",
    "These limits are unverified, and no plan or standard sets them: {names}.",
)
