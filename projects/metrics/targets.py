"""Figures beside the policy target they are measured against: shares, lengths, areas, counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from geo.words import Text
from projects.metrics.results import area, ratio
from projects.policy import PolicyTarget, TargetEvaluation, evaluate_target

Measure = Literal["share", "length", "area", "count", "amount", "balance"]
MU_M2 = 2000 / 3
"""1 亩."""
SHARE_UNIT = "%"
QUANTITY_DIGITS = 12
UNITS: Mapping[str, tuple[Measure, float]] = {
    SHARE_UNIT: ("share", 1.0),  # evaluate_target takes a percentage as a share
    "km": ("length", 1e3),
    "km²": ("area", 1e6),
    "mu": ("area", MU_M2),
    "ten thousand mu": ("area", 1e4 * MU_M2),
    "items": ("count", 1.0),
    "enterprises": ("count", 1.0),
    "water bodies (reaches)": ("count", 1.0),
    "t/d": ("amount", 1.0),
    "net change": ("balance", 1.0),
}
"""What the English unit of a target measures, and how much of m, m² or one it is."""

UNIT_WORDS: Mapping[str, Text] = {
    "km": Text("千米", "km"),
    "km²": Text("平方千米", "km²"),
    "mu": Text("亩", "mu"),
    "ten thousand mu": Text("万亩", "ten thousand mu"),
    "items": Text("个", "items"),
    "enterprises": Text("家", "enterprises"),
    "water bodies (reaches)": Text("条（段）", "water bodies (reaches)"),
    "t/d": Text("吨/日", "t/d"),
    "net change": Text("（净变化）", "(net change)"),
}
"""How such a unit is written behind a number."""


def unit_words(unit_en: str | None) -> Text:
    """The unit of a target in both languages; one without words keeps its own name."""
    unit = unit_en or ""
    return UNIT_WORDS.get(unit, Text(unit, unit))


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
    found = ratio(part_m2, whole_m2)
    judged = None if found is None else evaluate_target(target, found)
    gap = None if judged is None else judged.gap
    return judged_block(target, judged, gap_m2=None if gap is None else area(gap * whole_m2))


def judged_block(
    target: Target, judged: TargetEvaluation | None, **figures: float | None
) -> dict[str, Any]:
    """A target as results have it: what it asks, the verdict, the figures it rests on, why."""
    return {
        "id": target.id,
        "comparator": target.comparator,
        "value": target.value,
        "unit": target.unit_en,
        "year": target.year,
        "met": None if judged is None else judged.met,
        **figures,
        "indicator": target.indicator.as_dict(),
        "reason": None if judged is None else judged.reason.as_dict(),
    }


def fits(target: PolicyTarget, checks: Sequence[str], measures: Sequence[Measure]) -> bool:
    """Whether a figure of these checks in these measures can be compared with the target."""
    unit = UNITS.get(target.unit_en or "")
    of_check = any(check in target.spatial_checks for check in checks)
    return of_check and unit is not None and unit[0] in measures


def units_of(measures: Sequence[Measure]) -> list[str]:
    """English units of the targets that a figure in these measures can be compared with."""
    return [unit for unit, (measure, _) in UNITS.items() if measure in measures]


def quantity_block(target: Target, measured: Mapping[Measure, float | None]) -> dict[str, Any]:
    """The target beside the figure of its own measure.

    measured: m, m², numbers or shares (0–1) by measure. `measured` and `gap` of the block are in
    the unit of the target, a percentage as a share; `gap_m2` is the gap of an area. Without the
    figure there is no verdict.
    """
    measure, scale = UNITS[target.unit_en or ""]
    found = measured.get(measure)
    value = None if found is None else found / scale
    judged = None if value is None else evaluate_target(target, value)
    gap = None if judged is None else judged.gap
    return judged_block(
        target,
        judged,
        measured=None if value is None else _digits(value),
        gap=None if gap is None else _digits(gap),
        gap_m2=None if gap is None or measure != "area" else area(gap * scale),
    )


RISEN = Text("前后两期比较：有提高。", "Of the two dates the later one is higher.")
NOT_RISEN = Text("前后两期比较：没有提高。", "Of the two dates the later one is not higher.")
FALLEN = Text("前后两期比较：有减少。", "Of the two dates the later one is lower.")
NOT_FALLEN = Text("前后两期比较：没有减少。", "Of the two dates the later one is not lower.")


def change_block(target: Target, before: float | None, after: float | None) -> dict[str, Any]:
    """A target that asks for a rise or a fall, judged by two dates; others by the later one."""
    block = quantity_block(target, {"share": after})
    if target.comparator not in ("increase", "decrease") or before is None or after is None:
        return block
    rise = target.comparator == "increase"
    met = after > before if rise else after < before
    reason = (RISEN if met else NOT_RISEN) if rise else (FALLEN if met else NOT_FALLEN)
    return block | {"met": met, "reason": reason.as_dict()}


def _digits(value: float) -> float:
    return round(float(value), QUANTITY_DIGITS) + 0.0


def target_phase(year: int | None, today: dt.date) -> Literal["ongoing", "due", "result"]:
    """What a figure says on a day: the target's year is still to come or running, or it is over.

    Kept out of stored results, which must not change with the date.
    """
    if year is None:
        return "ongoing"
    return "result" if today.year > year else "due"
