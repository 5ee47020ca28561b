"""The class of surface water by single factor: the class of the worst item that was measured.

Source: GB 3838-2002 (limits) and 环办〔2011〕22号 (which items count, words, main pollutants). A
value equal to a limit meets it; where two classes have one limit the better one is met. Oxygen is
the more the better, pH lies between two limits. Saturated oxygen is 468 / (31.6 + t) mg/L, t in °C
(HJ 2.3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.words import Text
from projects.water.class_words import WORDS
from projects.water.items import TEMPERATURE, Items
from projects.water.limits import CLASSES, GRADES, THIRD, Bound, Limits

WORST = len(CLASSES)


MAIN_POLLUTANTS = 3


# Means of decimal numbers are a few bits off: (0.1 + 0.2 + 0.3) / 3 is above 0.2.
OFF = 1e-9


Numbers = NDArray[np.float64]


Grades = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Over:
    """An item over the limit of a class; `times` = (value − limit) / limit where that is told."""

    item: str
    value: float
    limit: float
    grade: str
    times: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The class of one set of values, with what it rests on.

    grade: None where no item that counts was measured. items: those it rests on, with the class
    of each; missing: the others that count. worst: items of that class. over: above class III, or
    above the target class. pollutants: the main ones. apart: classes of what does not count
    (total nitrogen of lakes, coliforms). source_over: above the limits of source water.
    no_limit: items that count and were measured, but have no limit on the day.
    """

    grade: str | None
    items: Mapping[str, str]
    missing: tuple[str, ...]
    worst: tuple[str, ...] = ()
    over: tuple[Over, ...] = ()
    pollutants: tuple[Over, ...] = ()
    apart: Mapping[str, str] = field(default_factory=dict)
    source_over: tuple[Over, ...] = ()
    no_limit: tuple[str, ...] = ()

    @property
    def word(self) -> Text | None:
        return WORDS[self.grade] if self.grade else None

    @property
    def good(self) -> bool | None:
        """Whether the class is I to III (水质优良)."""
        return CLASSES.index(self.grade) < THIRD if self.grade else None


def judge(
    values: Mapping[str, float],
    limits: Limits,
    items: Items,
    *,
    target: str | None = None,
) -> Judged:
    """The class of values, each in its item's unit; `target` is a class I … V to be met.

    Limits are those of rivers or of lakes as they were asked for: a lake is judged as a lake.
    """
    classes = {item: CLASSES[_grade(item, values, limits) - 1] for item in _bounded(values, limits)}
    counted = {item: classes[item] for item in items.counted if item in classes}
    grade = max(counted.values(), key=CLASSES.index, default=None)
    over = _over(values, limits, items, counted, target or GRADES[THIRD - 1])
    main = _over(values, limits, items, counted, GRADES[THIRD - 1])
    return Judged(
        grade,
        counted,
        tuple(item for item in items.counted if item not in values),
        tuple(item for item, one in counted.items() if one == grade),
        over,
        _main(main, counted) if grade and CLASSES.index(grade) >= THIRD else (),
        {item: classes[item] for item in items.apart if item in classes},
        _source_over(values, limits, items),
        tuple(item for item in items.counted if item in values and item not in limits.by_item),
    )


def _bounded(values: Mapping[str, float], limits: Limits) -> list[str]:
    return [item for item in values if item in limits.by_item]


def _grade(item: str, values: Mapping[str, float], limits: Limits) -> int:
    return int(grades_of(item, values[item], limits, temperature=values.get(TEMPERATURE)).item())


def grades_of(
    item: str, values: ArrayLike, limits: Limits, *, temperature: ArrayLike | None = None
) -> Grades:
    """Places in `CLASSES`, from 1, of many values of one item; 0 where a value is NaN.

    temperature: of the same readings, for the saturation of oxygen; NaN or None where unknown.
    """
    given = np.asarray(values, dtype=np.float64)
    degrees = None if temperature is None else np.asarray(temperature, dtype=np.float64)
    result: Grades = np.full(given.shape, WORST, dtype=np.int8)
    for place, bound in reversed([*enumerate(limits.by_item[item], 1)]):
        result[meets(given, bound, degrees)] = place
    result[np.isnan(given)] = 0
    return result


def meets(values: Numbers, bound: Bound, degrees: Numbers | None = None) -> NDArray[np.bool_]:
    """Which values meet a bound; one that is a few bits off the limit is equal to it."""
    met = np.ones(values.shape, dtype=bool)
    if bound.high is not None:
        met &= values <= bound.high * (1 + OFF)
    if bound.low is not None:
        enough = values >= bound.low * (1 - OFF)
        if bound.saturation is not None and degrees is not None:
            enough |= values >= bound.saturation * saturated_oxygen(degrees) * (1 - OFF)
        met &= enough
    return met


def saturated_oxygen(degrees: Numbers) -> Numbers:
    """mg/L of oxygen that fresh water of a temperature in °C holds."""
    return 468.0 / (31.6 + degrees)


def exceeded(value: float, bound: Bound) -> float:
    """The limit that a value does not meet."""
    below = bound.low is not None and value < bound.low
    limit = bound.low if below or bound.high is None else bound.high
    if limit is None:
        raise ValueError("a bound without a limit is always met")
    return limit


def _over(
    values: Mapping[str, float],
    limits: Limits,
    items: Items,
    counted: Mapping[str, str],
    grade: str,
) -> tuple[Over, ...]:
    place = CLASSES.index(grade)
    found = [
        _over_one(item, values[item], limits.by_item[item][place], grade, items)
        for item, own in counted.items()
        if CLASSES.index(own) > place
    ]
    return tuple(found)


def _over_one(item: str, value: float, bound: Bound, grade: str, items: Items) -> Over:
    limit = exceeded(value, bound)
    times = (value - limit) / limit if items[item].times else None
    return Over(item, value, limit, grade, times)


def _main(over: Sequence[Over], counted: Mapping[str, str]) -> tuple[Over, ...]:
    """By class, then by multiple; what has none comes after those of its class."""
    order = sorted(over, key=lambda one: (-CLASSES.index(counted[one.item]), -(one.times or 0.0)))
    return tuple(order[:MAIN_POLLUTANTS])


def _source_over(values: Mapping[str, float], limits: Limits, items: Items) -> tuple[Over, ...]:
    return tuple(
        _over_one(item, values[item], bound, "source", items)
        for item, bound in limits.source.items()
        if item in values and item in items and not meets(np.asarray(values[item]), bound)
    )
