"""Rows of a rule that hold on a day: of each key one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from projects.sheets.sheets import SheetInfo
from projects.sheets.values import Row


def rows_in_force(sheet: SheetInfo, day: str | None) -> list[Row]:
    """Of each rule the row that holds on a day; without a day the one that has no end."""
    keys = [name for name in sheet.kind.keys if name != "valid_from"]
    if day is None:
        holding = [row for row in sheet.rows if row["valid_to"] is None]
    else:
        holding = sheet.valid_on(dt.date.fromisoformat(day))
    latest: dict[tuple[Any, ...], Row] = {}
    for row in sorted(holding, key=lambda row: row["valid_from"] or ""):
        latest[tuple(row[key] for key in keys)] = row
    return list(latest.values())
