"""The limits of dispatch on a day: rows of a rule that the office may edit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.words import Text, listed
from projects.sheets import get_sheet
from projects.sheets.in_force import rows_in_force
from projects.sheets.rules_dispatch import (
    DISPATCH_LIMIT_TITLES,
    DISPATCH_LIMITS,
    DUE_DAYS,
    LEAST_RISE,
    MONEY_PACE,
)
from projects.sheets.shipped import shipped_rows

UNVERIFIED = Text(
    "这些界限未经核实，没有文件或标准规定：{names}。",
    "These limits are unverified, and no plan or standard sets them: {names}.",
)


@dataclass(frozen=True, slots=True)
class DispatchRules:
    """due_days: after the end of the quarter. least_rise: points of progress in a quarter below
    which a project stands still. money_pace: share of what the time gone by asks to be spent.
    unverified: what to say of those that nobody has checked."""

    due_days: int
    least_rise: float
    money_pace: float
    unverified: Text | None


def rules_on(session: Session, day: dt.date) -> DispatchRules:
    """Those in force on a day; of a limit that the office's version has not, the shipped one."""
    shipped = {str(row["limit"]): dict(row) for row in shipped_rows(DISPATCH_LIMITS.id)}
    own = rows_in_force(get_sheet(session, DISPATCH_LIMITS.id), day.isoformat())
    rows = shipped | {str(row["limit"]): row for row in own}
    titles = dict(DISPATCH_LIMIT_TITLES)
    doubtful = [title for limit, title in titles.items() if rows[limit]["basis"] == "unverified"]
    return DispatchRules(
        int(rows[DUE_DAYS]["value"]),
        float(rows[LEAST_RISE]["value"]),
        float(rows[MONEY_PACE]["value"]),
        UNVERIFIED.format(names=listed(doubtful)) if doubtful else None,
    )
