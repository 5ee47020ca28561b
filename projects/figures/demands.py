"""What a target or a limit asks, the figure it is asked of and what is missing, as one writing.

The three are read side by side, so they are written to the same digits: figure and gap add up to
the demand, and none of them is rounded to the other side of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from geo.figures.said import at_least_at_most, typed
from geo.figures.units import PERCENT, POINTS, RATIO, WATER_CLASS, Unit
from geo.figures.writing import EXACT, Written, exactly, written
from geo.words import Language, Text
from projects.figures.target_units import TARGET_UNITS

SIGNS: Mapping[str, Text] = {
    "=": Text("达到 {amount}", "reach {amount}"),
    ">=": Text("≥ {amount}", "≥ {amount}"),
    "<=": Text("≤ {amount}", "≤ {amount}"),
    ">": Text("> {amount}", "> {amount}"),
    "between": Text("{amount}", "{amount}"),
    "class<=": Text("水质不低于 {amount} 类", "water class {amount} or better"),
    "grade<=": Text("不低于{amount}", "grade {amount} or better"),
    "service_time": Text("{amount}以内", "within {amount}"),
    "basically_zero": Text("基本消除", "basically eliminated"),
    "delegated": Text("目标值由上级下达", "value set by a higher authority"),
    "milestone": Text("按期完成", "to be completed"),
    "increase": Text("提高", "to rise"),
    "decrease": Text("下降", "to fall"),
    "rank": Text("位次目标", "a rank to reach"),
    "duration": Text("持续 {amount}", "kept up for {amount}"),
}
"""Every comparator of the policy register in words."""
NONE_AT_ALL = Text("为 {amount}", "{amount}")
WITHOUT_NUMBER = Text("未给出数值", "no number given")
CLASSES = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ", 5: "Ⅴ"}
OF_CLASS = Text("{amount} 类", "class {amount}")
WORSE_THAN_V = Text("劣Ⅴ 类", "worse than class Ⅴ")
GRADES = {
    1: Text("一级A", "1A"),
    2: Text("一级B", "1B"),
    3: Text("二级", "2"),
    4: Text("三级", "3"),
}
"""Grades of effluent of GB 18918-2002, from the best: their numbers are an order, no amounts."""
ZERO = (Fraction(0),)
SAME = 1e-6
"""Totals and what was judged are kept to different digits."""


def demand_text(
    comparator: str, value: float | None, value_to: float | None, unit: Text | Unit | None
) -> Text:
    """What is asked, as in `≥ 50%`: the numbers as they were set, with every digit."""
    sign = SIGNS.get(comparator, WITHOUT_NUMBER)
    if "{amount}" not in sign.zh:
        return sign
    if value is None:
        return WITHOUT_NUMBER
    if comparator == "=" and value == 0:
        sign = NONE_AT_ALL
    if comparator == "grade<=":
        return sign.format(amount=GRADES.get(int(value), typed(value)))
    if comparator == "class<=":
        return sign.format(amount=CLASSES.get(int(value), typed(value)))
    return sign.format(amount=_amount([value] if value_to is None else [value, value_to], unit))


def amount_text(value: float, unit: Text | Unit | None) -> Text:
    """A number that somebody set or reported, with every digit, in its unit."""
    return _amount([value], unit)


def _amount(ends: list[float], unit: Text | Unit | None) -> Text:
    own = unit if isinstance(unit, Unit) else Unit("", unit or Text("—", "—"), symbol=unit)
    *first, last = (written(end, own, exact=True) for end in ends)
    numbers = "–".join((*(one.number for one in first), last.number))
    return Written(numbers, last.symbol).text


@dataclass(frozen=True, slots=True)
class Demand:
    """What a result is compared with; `unit` is None where no figure has such a unit."""

    comparator: str
    value: float | None
    value_to: float | None
    unit: Unit | None

    @classmethod
    def of(cls, target: Mapping[str, Any] | None) -> Demand | None:
        """The demand of a target as results have it."""
        if not target:
            return None
        unit = TARGET_UNITS.get(target.get("unit") or "")
        return cls(target["comparator"], target.get("value"), target.get("value_to"), unit)

    @property
    def text(self) -> Text:
        return demand_text(self.comparator, self.value, self.value_to, self.unit)

    def ends(self, unit: Unit) -> tuple[Fraction, ...]:
        """The numbers that are asked, in another unit; none where it measures something else."""
        own = self.unit
        if own is None or own.measure is None or own.measure != unit.measure:
            return ()
        found = (exactly(end) for end in (self.value, self.value_to))
        return tuple(Fraction(end) * own.scale / unit.scale for end in found if end is not None)

    def measured(self, value: Any) -> Written:
        """The figure that is judged, in the unit of the demand; a percentage is held as a share."""
        unit = _held(self.unit)
        if unit is WATER_CLASS:
            return class_written(value)
        return written(value, unit, self.ends(unit))

    def spanned(self, least: Any, most: Any) -> Text:
        """The figure that is judged where something of it is not known; no number is no end."""
        ends = (None if exactly(end) is None else self.measured(end).text for end in (least, most))
        return at_least_at_most(*ends)

    def is_judged(self, value: Any, unit: Unit, measured: Any) -> bool:
        """Whether a figure in `unit` is the one that was judged; `measured`: that one, if it was
        kept apart."""
        number, judged = exactly(value), exactly(measured)
        if number is None or self.unit is None or unit.measure != self.unit.measure:
            return False
        if judged is None:
            return True
        own = float(Fraction(judged) * _held(self.unit).scale)
        return math.isclose(float(Fraction(number) * unit.scale), own, rel_tol=SAME)

    def gap(self, gap: Any, measured: Any = None) -> Written:
        """What is missing or too much. Beside the figure it is what the two texts differ by."""
        unit = _held(self.unit)
        number = exactly(gap)
        if number is None:
            return written(None, unit)
        number = number.scaleb(2, EXACT) if unit.percent else number
        shown = self.measured(measured).shown
        beside = None if shown is None else self._between(number, shown, unit)
        return written(number if beside is None else beside, POINTS if unit.percent else unit, ZERO)

    def _between(self, gap: Decimal, shown: Decimal, unit: Unit) -> Decimal | None:
        """An end less the figure as it is shown, where that is the gap but for rounding."""
        quantum = Fraction(Decimal((0, (1,), int(shown.as_tuple().exponent))))
        for end in self.ends(unit):
            apart = abs((end * 100 if unit.percent else end) - Fraction(shown))
            steps = apart / quantum
            if gap and apart and steps.denominator == 1 and abs(apart - Fraction(gap)) <= quantum:
                return Decimal(int(steps)).scaleb(shown.as_tuple().exponent, EXACT)  # type: ignore[arg-type]
        return None


@dataclass(frozen=True, slots=True)
class ClassWritten(Written):
    """A class of water: no number before a symbol, but a name of its own in each language."""

    named: Text = WORSE_THAN_V

    def in_(self, language: Language) -> str:
        return self.named.in_(language)


def class_written(value: Any) -> Written:
    """The place of a class of water, from 1, as it is told; past the last one it is worse than V.
    A place that no class has is written as the number it is."""
    number = exactly(value)
    if number is None or number != int(number) or number < 1:
        return written(value, WATER_CLASS)
    known = CLASSES.get(int(number))
    named = WORSE_THAN_V if known is None else OF_CLASS.format(amount=known)
    return ClassWritten(named.zh, named=named)


def _held(unit: Unit | None) -> Unit:
    """The unit in which a figure is held that is asked in this one."""
    if unit is None:
        raise ValueError("a demand without a unit has no figure to compare")
    return RATIO if unit is PERCENT else unit
