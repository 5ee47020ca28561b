"""Reported collection and treatment rates against the targets of the policy register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import SHARE_DIGITS, listed, note, same_place
from projects.metrics.rules_in_force import Row
from projects.metrics.sewage.rates_metric import EARLIER, MET, NO_TARGET, NOT_MET
from projects.sheets.in_force import rows_in_force


def compute(given: Given) -> Computed:
    """Each reported rate beside the target of its area and indicator."""
    targets = rows_in_force(given.sheets["targets"], None)
    rates = sorted(
        given.sheets["rates"].rows, key=lambda row: (row["area"], row["indicator"], row["year"])
    )
    rows = [_rate(row, targets) for row in rates]
    waiting = [_target(target, rates) for target in targets]
    total = {
        "rates": len(rows),
        "met": sum(row["verdict"] == MET for row in rows),
        "not_met": sum(row["verdict"] == NOT_MET for row in rows),
        "targets_without_rate": sum(row["latest_year"] is None for row in waiting),
    }
    return Computed(
        {"total": total, "rates": rows, "targets": waiting, "notes": _notes(rates, waiting)}
    )


def _rate(row: Row, targets: Sequence[Row]) -> dict[str, Any]:
    year = int(row["year"])
    target = _target_for(year, [one for one in targets if _fits(row, one)])
    gap = None if target is None else round((row["rate"] - target["rate"]) * 100, 9) + 0.0
    return {
        "key": f"{row['area']}/{row['indicator']}/{year}",
        "name": row["area"],
        "indicator": row["indicator"],
        "year": str(year),
        "rate": round(row["rate"], SHARE_DIGITS),
        "target": target["target"] if target else None,
        "target_rate": target["rate"] if target else None,
        "target_year": str(int(target["year"])) if target else None,
        "difference_points": gap,
        "verdict": _verdict(year, target, gap),
        "source": row["source"],
    }


def _target_for(year: int, targets: Sequence[Row]) -> Row | None:
    """Of several targets the last one due by the year, else the first one still to come."""
    due = [one for one in targets if one["year"] <= year]
    if due:
        return max(due, key=lambda one: float(one["year"]))
    return min(targets, key=lambda one: float(one["year"]), default=None)


def _verdict(year: int, target: Row | None, gap: float | None) -> str:
    if target is None or gap is None:
        return NO_TARGET
    if year < target["year"]:
        return EARLIER
    return MET if gap >= 0 else NOT_MET


def _fits(row: Row, target: Row) -> bool:
    return same_place(row["area"], target["area"]) and row["indicator"] == target["indicator"]


def _target(target: Row, rates: Sequence[Row]) -> dict[str, Any]:
    years = [str(int(row["year"])) for row in rates if _fits(row, target)]
    return {
        "key": target["target"],
        "name": target["area"],
        "indicator": target["indicator"],
        "target_year": str(int(target["year"])),
        "target_rate": target["rate"],
        "latest_year": max(years, default=None),
        "source": target["source"],
    }


def _notes(rates: Sequence[Row], targets: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    notes = [
        note(
            "rates-are-statistics",
            "收集率和处理率是上报的统计值，不能由图上面积推算，也不与面积覆盖率比较。",
            "Collection and treatment rates are reported statistics; no area on the map stands for "
            "them, and they are not compared with shares of area.",
        )
    ]
    without = [f"{row['area']} {int(row['year'])}" for row in rates if not row["source"]]
    if without:
        notes.append(
            note(
                "rate-without-source",
                "{count} 个上报值没有写明来源：{keys}。",
                "{count} reported rates name no source: {keys}.",
                count=len(without),
                keys=listed(without),
            )
        )
    open_ = [row["key"] for row in targets if row["latest_year"] is None]
    if open_:
        notes.append(
            note(
                "target-without-rate",
                "{count} 个目标还没有上报值：{keys}。",
                "{count:target|targets} {count:~has|have} no reported rate yet: {keys}.",
                count=len(open_),
                keys=listed(open_),
            )
        )
    return notes
