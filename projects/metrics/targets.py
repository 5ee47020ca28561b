"""A share beside the policy target it is measured against."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, Literal

from geo.words import Text
from projects.metrics.results import area
from projects.policy import PolicyTarget, evaluate_target


@dataclass(frozen=True, slots=True)
class Target:
    """What of a policy target decides a result, free of the session and part of the input hash."""

    id: str
    comparator: str
    value: float | None
    value_to: float | None
    unit_en: str | None
    year: int | None
    indicator: Text

    @classmethod
    def of(cls, target: PolicyTarget) -> Target:
        return cls(
            target.id,
            target.comparator,
            target.value,
            target.value_to,
            target.unit_en,
            target.year,
            target.indicator,
        )

    def content(self) -> dict[str, Any]:
        return asdict(self)


def target_block(target: Target, part_m2: float, whole_m2: float) -> dict[str, Any]:
    """Whether part ÷ whole meets the target, and `gap_m2`: the area by which it misses it.

    Without a whole, or where the plan gives no number, there is no verdict and no gap.
    """
    judged = evaluate_target(target, float(part_m2 / whole_m2)) if whole_m2 > 0 else None
    gap = None if judged is None else judged.gap
    return {
        "id": target.id,
        "comparator": target.comparator,
        "value": target.value,
        "unit": target.unit_en,
        "year": target.year,
        "met": None if judged is None else judged.met,
        "gap_m2": None if gap is None else area(gap * whole_m2),
        "indicator": target.indicator.as_dict(),
        "reason": None if judged is None else judged.reason.as_dict(),
    }


def target_phase(year: int | None, today: dt.date) -> Literal["ongoing", "due", "result"]:
    """What a figure says on a day: the target's year is still to come or running, or it is over.

    Kept out of stored results, which must not change with the date.
    """
    if year is None:
        return "ongoing"
    return "result" if today.year > year else "due"
