"""Judging a measured value against a target of the register.

Where the plan gives no number to judge by, there is no verdict, and the reason is said: a value set
elsewhere, a milestone, a direction, or 基本消除, for which the plans name no tolerance. A word that
softens the demand (力争) gives none either: a person decides whether the figure is enough.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.policy.errors import NOT_A_NUMBER, SHARE_EXPECTED
from projects.policy.soft_words import soft_text

ROUNDING = 1e-9
"""How far a share may pass 1 through rounding of its two areas."""


class Judged(Protocol):
    """What is needed of a target; `PolicyTarget` has it."""

    @property
    def id(self) -> str: ...
    @property
    def comparator(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def value_to(self) -> float | None: ...
    @property
    def unit_en(self) -> str | None: ...
    @property
    def soft(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class TargetEvaluation:
    """`met` is None where there is no verdict; `gap` is what is missing or too much, else 0.

    `measured`, `low`, `high` and `gap` are in the target's unit; a percentage is a share (0–1).
    """

    target_id: str
    measured: float
    low: float | None
    high: float | None
    met: bool | None
    gap: float | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Bounds:
    low: float | None = None
    high: float | None = None
    open_low: bool = False


NO_VERDICT = {
    "delegated": Text(
        "目标值由上级另行下达，本文件没有数值，不能判定。",
        "The value is set elsewhere and is not in the plan, so there is no verdict.",
    ),
    "basically_zero": Text(
        "“基本消除”没有给出容许值，只报告数量，不作判定。",
        "“Basically eliminated” has no stated tolerance: the figure is reported without a verdict.",
    ),
    "milestone": Text(
        "这是完成与否的目标，由人员核实后登记，不按数值判定。",
        "This target is done or not done; a person confirms it, no number decides.",
    ),
    "increase": Text(
        "目标只要求提高，需要前后两期数据对比。",
        "The target asks for a rise; two dates have to be compared.",
    ),
    "decrease": Text(
        "目标只要求减少，需要前后两期数据对比。",
        "The target asks for a fall; two dates have to be compared.",
    ),
    "rank": Text(
        "目标是位次，须与其他地区比较后判定。",
        "The target is a rank; it takes the figures of the others.",
    ),
    "duration": Text(
        "目标是持续的年限，由人员核实后登记。",
        "The target is a number of years to keep going; a person confirms it.",
    ),
}
SOFTENED = Text(
    "原文用“{words}”减弱了要求，不能只按数值判定，由人员核实后登记。",
    "The plan softens the demand (“{words}”), so no number alone decides; a person confirms it.",
)
NO_NUMBER = Text(
    "文件没有给出可比较的数值，不能判定。",
    "The plan gives no number to compare with, so there is no verdict.",
)
MET = Text("达到目标。", "The target is met.")
NOT_MET = Text("未达到目标。", "The target is not met.")


def evaluate_target(target: Judged, measured: float) -> TargetEvaluation:
    """Judge `measured` by the comparator of the target.

    `measured` is in the unit of the target; for a percentage it is a share (0.53 for 53 %, compared
    as 0.53 >= 50/100). “达到 N” (`=`) is judged as at least N, except that a target of 0 must be 0.
    A target with soft words has no verdict, whatever is measured.
    Raises `share-expected` for a percentage above 1 and `measured-not-a-number`.
    """
    scale = 100.0 if target.unit_en == "%" else 1.0
    _check_measured(target, measured, is_share=scale != 1.0)
    low = _scaled(target.value, scale)
    bounds = _bounds(target.comparator, low, _scaled(target.value_to, scale))
    if bounds is None:
        reason = NO_VERDICT.get(target.comparator, NO_NUMBER)
        return TargetEvaluation(target.id, measured, None, None, None, None, reason)
    if target.soft:
        reason = SOFTENED.format(words=soft_text(target.soft))
        return TargetEvaluation(target.id, measured, bounds.low, bounds.high, None, None, reason)
    gap = _outside(measured, bounds)
    met = _meets(measured, bounds)
    reason = MET if met else NOT_MET
    return TargetEvaluation(target.id, measured, bounds.low, bounds.high, met, gap, reason)


def verdict_over(target: Judged, least: float, most: float) -> bool | None:
    """The verdict that every figure from `least` to `most` has; None where they differ, or where
    nothing can be compared. Figures are as `evaluate_target` takes them, or infinite.
    """
    scale = 100.0 if target.unit_en == "%" else 1.0
    ends = _scaled(target.value, scale), _scaled(target.value_to, scale)
    bounds = _bounds(target.comparator, *ends)
    if bounds is None or target.soft:
        return None
    # What meets a target is one range: with both ends of a span all of it lies inside.
    if _meets(least, bounds) and _meets(most, bounds):
        return True
    return False if _below(most, bounds) or _above(least, bounds) else None


def _meets(figure: float, bounds: Bounds) -> bool:
    return not _below(figure, bounds) and not _above(figure, bounds)


def _below(figure: float, bounds: Bounds) -> bool:
    low = bounds.low
    return low is not None and (figure < low or (bounds.open_low and figure == low))


def _above(figure: float, bounds: Bounds) -> bool:
    return bounds.high is not None and figure > bounds.high


def _check_measured(target: Judged, measured: float, *, is_share: bool) -> None:
    if not math.isfinite(measured):
        raise EcoAtlasError(NOT_A_NUMBER, target=target.id)
    if is_share and abs(measured) > 1.0 + ROUNDING:
        raise EcoAtlasError(SHARE_EXPECTED, target=target.id, measured=measured)


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value / scale


def _bounds(comparator: str, value: float | None, value_to: float | None) -> Bounds | None:
    """The range that meets the target, or None where nothing can be compared."""
    if value is None or comparator in NO_VERDICT:
        return None
    at_most = Bounds(high=value)
    ranges = {
        "=": at_most if value == 0 else Bounds(low=value),
        ">=": Bounds(low=value),
        ">": Bounds(low=value, open_low=True),
        "<=": at_most,
        "class<=": at_most,
        "grade<=": at_most,
        "service_time": at_most,
        "between": Bounds(low=value, high=value_to),
    }
    return ranges[comparator]


def _outside(measured: float, bounds: Bounds) -> float:
    if bounds.low is not None and measured < bounds.low:
        return bounds.low - measured
    if bounds.high is not None and measured > bounds.high:
        return measured - bounds.high
    return 0.0
