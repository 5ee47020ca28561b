"""Figures beside the policy target they are measured against: shares, lengths, areas, counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Protocol

from geo.figures.units import PERCENT, Measure
from geo.words import Text
from projects.figures.target_units import TARGET_UNITS
from projects.metrics.results import area, ratio
from projects.policy.register import PolicyTarget, TargetEvaluation, evaluate_target

QUANTITY_DIGITS = 12
LATER = ("subject", "divisions", "soft")


class TargetAsked(Protocol):
    """A parameter of a metric, as far as it may ask for a target."""

    @property
    def type(self) -> str: ...
    @property
    def measures(self) -> tuple[Measure, ...]: ...


class Judging(Protocol):
    """What is needed of a metric to know what it judges; `Metric` has it."""

    @property
    def subjects(self) -> tuple[str, ...]: ...
    @property
    def parameters(self) -> Sequence[TargetAsked]: ...


@dataclass(frozen=True, slots=True)
class Target:
    """What of a policy target decides a result, free of the session and part of the input hash.

    Without `divisions` it is judged as before jurisdictions were known: by whatever is measured,
    and soft words are not looked at.
    """

    id: str
    comparator: str
    value: float | None
    value_to: float | None
    unit_en: str | None
    year: int | None
    indicator: Text
    subject: str = ""
    divisions: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()

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
            target.subject,
            tuple(target.divisions),
            tuple(target.soft),
        )

    @property
    def as_before(self) -> Target:
        return replace(self, subject="", divisions=(), soft=())

    def content(self) -> dict[str, Any]:
        """As the input hash has it; of one as before the fields that there were."""
        found = asdict(self)
        return found if self.divisions else {n: v for n, v in found.items() if n not in LATER}


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


def judges(metric: Judging, target: PolicyTarget) -> bool:
    """Whether a figure of the metric can be compared with the target: both are of one subject, and
    the unit of the target measures what the metric does. Whose the data is, only a run can say.
    """
    return target.subject in metric.subjects and in_unit(metric, target) and current(target)


def in_unit(metric: Judging, target: PolicyTarget) -> bool:
    """Whether the unit of the target is one of what the metric measures."""
    unit = TARGET_UNITS.get(target.unit_en or "")
    asked = (one for one in metric.parameters if one.type == "target")
    return unit is not None and any(unit.measure in one.measures for one in asked)


def current(target: PolicyTarget) -> bool:
    """Whether the target still stands; one that was split into others is never judged."""
    return not target.replaced_by


def units_of(measures: Sequence[Measure]) -> list[str]:
    """English units of the targets that a figure in these measures can be compared with."""
    return [name for name, unit in TARGET_UNITS.items() if unit.measure in measures]


def quantity_block(target: Target, measured: Mapping[Measure, float | None]) -> dict[str, Any]:
    """The target beside the figure of its own measure.

    measured: m, m², numbers or shares (0–1) by measure. `measured` and `gap` of the block are in
    the unit of the target, a percentage as a share; `gap_m2` is the gap of an area. Without the
    figure there is no verdict.
    """
    unit = TARGET_UNITS[target.unit_en or ""]
    # evaluate_target takes a percentage as a share
    scale = 1.0 if unit is PERCENT else float(unit.scale)
    measure = unit.measure
    found = None if measure is None else measured.get(measure)
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


def in_own_unit(target: Target, figure: float) -> float:
    """A figure in m, m² or numbers in the unit of the target; a share stays a share, and is what
    a percentage is compared with."""
    unit = TARGET_UNITS[target.unit_en or ""]
    return figure if unit is PERCENT else figure / float(unit.scale)


RISEN = Text("前后两期比较：有提高。", "Of the two dates the later one is higher.")
NOT_RISEN = Text("前后两期比较：没有提高。", "Of the two dates the later one is not higher.")
FALLEN = Text("前后两期比较：有减少。", "Of the two dates the later one is lower.")
NOT_FALLEN = Text("前后两期比较：没有减少。", "Of the two dates the later one is not lower.")


def change_block(target: Target, before: float | None, after: float | None) -> dict[str, Any]:
    """A target that asks for a rise or a fall, judged by two dates; others by the later one."""
    block = quantity_block(target, {"share": after})
    directed = target.comparator in ("increase", "decrease") and not target.soft
    if not directed or before is None or after is None:
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
