"""By what a project is told not to have risen for long: a limit of the office, by its day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.figures.units import DAYS
from geo.figures.writing import written
from geo.words import Text
from layers.system.china_time import today
from layers.system.database import read_once
from projects.sheets.limits import limits_in_force
from projects.sheets.rules_projects import PROJECT_LIMITS, STAGNANT

NOT_RISEN = Text(
    "在建项目 {days}进度没有上升，即为“久未上升”。",
    "“No rise for long”: a project under construction whose progress has not risen for {days}.",
)
OTHER_RULE = Text(
    "调度通报的“季度停滞”另有规则。",
    "“Standstill in the quarter”, in bulletins of dispatch, is another rule.",
)
UNVERIFIED = Text(
    "这一界限未经核实，没有文件或标准规定。",
    "This limit is unverified, and no plan or standard sets it.",
)


@dataclass(frozen=True, slots=True)
class ProjectLimits:
    """The limits that hold on a day, which is the day that projects are looked at.

    stagnant_days: for how long nothing may rise. verified: whether somebody has checked that.
    """

    day: dt.date
    stagnant_days: float
    verified: bool = False

    @property
    def still_since(self) -> dt.date:
        """What has not risen since before this day has not risen for long."""
        return self.day - dt.timedelta(days=self.stagnant_days)

    @property
    def sheet(self) -> str:
        """The sheet where an office chooses them."""
        return PROJECT_LIMITS.id

    @property
    def said(self) -> Text:
        """The limit in a sentence, that nobody has checked it where that is so, and what it is
        not to be taken for."""
        rule = NOT_RISEN.format(days=written(self.stagnant_days, DAYS).text)
        told = [rule, *([] if self.verified else [UNVERIFIED]), OTHER_RULE]
        return Text("".join(one.zh for one in told), " ".join(one.en for one in told))


def limits_on(session: Session, day: dt.date | None = None) -> ProjectLimits:
    """The limits of a day, by default of today; they are read once while a session only reads."""
    asked = day or today()
    return read_once(session, ("project limits", asked), lambda: _limits(session, asked))


def _limits(session: Session, day: dt.date) -> ProjectLimits:
    row = limits_in_force(session, PROJECT_LIMITS, day)[STAGNANT]
    return ProjectLimits(day, float(row["value"]), row["basis"] != "unverified")
