"""The series of an item at a section, laid out for a chart: bands of the limits, points, control.

Places are percents of the width and height of the chart; whoever draws it turns them into pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.words import Text
from projects.water.items import Item
from projects.water.limits import CLASSES, GRADES, THIRD, Bound, Limits
from projects.water.means import Values
from projects.water.within import is_within

LEAST_HEADROOM = 1.15
"""The chart reaches so much above the highest value or the limit of the target."""
LEFT, RIGHT = 3.0, 86.0
"""Points lie between these percents; right of them stand the names of the classes."""


@dataclass(frozen=True, slots=True)
class Point:
    month: str
    x: float
    y: float
    value: float
    over: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Where a class lies; the last one is worse than V. Heights are percents from the top."""

    grade: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """Between two months that follow one another; where one is missing there is no line."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Chart:
    """limit: the value that the target asks for, `limit_y` its height; None without one."""

    item: Item
    months: tuple[str, ...]
    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    control: tuple[Point, ...]
    control_lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    limit: float | None
    limit_y: float | None
    top: float

    @property
    def title(self) -> Text:
        return self.item.title

    @property
    def over(self) -> tuple[Point, ...]:
        return tuple(one for one in self.points if one.over)


def charts_of(
    months: Sequence[str],
    own: Mapping[str, Values],
    control: Mapping[str, Values],
    items: Iterable[Item],
    limits: Limits,
    target: str | None,
) -> tuple[Chart, ...]:
    """One chart of each item that was measured, in the order of the items."""
    return tuple(
        _chart(item, months, own, control, limits, target)
        for item in items
        if any(item.id in own.get(month, {}) for month in months)
    )


def _chart(
    item: Item,
    months: Sequence[str],
    own: Mapping[str, Values],
    control: Mapping[str, Values],
    limits: Limits,
    target: str | None,
) -> Chart:
    bounds = limits.by_item.get(item.id, ())
    asked = bounds[GRADES.index(target or GRADES[THIRD - 1])] if bounds else None
    limit = _limit(asked)
    values = [found[item.id] for found in (*own.values(), *control.values()) if item.id in found]
    top = max([*values, limit or 0.0]) * LEAST_HEADROOM or 1.0
    points = _points(item.id, months, own, top, asked)
    beside = _points(item.id, months, control, top, None)
    return Chart(
        item,
        tuple(months),
        points,
        _lines(points, months),
        beside,
        _lines(beside, months),
        tuple(_bands(bounds, top)),
        limit,
        None if limit is None else _y(limit, top),
        top,
    )


def _limit(bound: Bound | None) -> float | None:
    """The one limit of a bound; pH has two, and none of them is drawn as a line."""
    if bound is None or (bound.low is not None and bound.high is not None):
        return None
    return bound.low if bound.high is None else bound.high


def _points(
    item: str,
    months: Sequence[str],
    values: Mapping[str, Values],
    top: float,
    bound: Bound | None,
) -> tuple[Point, ...]:
    return tuple(
        Point(
            month,
            _x(at, len(months)),
            _y(values[month][item], top),
            values[month][item],
            bound is not None and not is_within(values[month], item, bound),
        )
        for at, month in enumerate(months)
        if item in values.get(month, {})
    )


def _lines(points: Sequence[Point], months: Sequence[str]) -> tuple[Line, ...]:
    places = {month: at for at, month in enumerate(months)}
    return tuple(
        Line(one.x, one.y, other.x, other.y)
        for one, other in pairwise(points)
        if places[other.month] == places[one.month] + 1
    )


def _bands(bounds: Sequence[Bound], top: float) -> Iterable[Band]:
    """From class I on, each from the limit of the better class to its own; equal limits leave the
    better class the whole of it."""
    if not bounds or _limit(bounds[0]) is None:
        return
    rising = bounds[0].high is not None
    edges = [limit for bound in bounds if (limit := _limit(bound)) is not None]
    starts = [0.0 if rising else top, *edges]
    ends = [*edges, top if rising else 0.0]
    for grade, start, end in zip(CLASSES, starts, ends, strict=True):
        high, low = min(max(start, end), top), min(start, end)
        if high > low:
            yield Band(grade, _y(high, top), _y(low, top) - _y(high, top))


def _x(at: int, count: int) -> float:
    return LEFT if count < 2 else LEFT + (RIGHT - LEFT) * at / (count - 1)


def _y(value: float, top: float) -> float:
    return 100.0 * (1 - value / top)
