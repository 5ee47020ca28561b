"""A class or a share beside an earlier one: last month, last year, a base year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from projects.water.limits import CLASSES
from projects.water.ratios import Counted

BETTER, SAME, WORSE = "better", "same", "worse"


def direction(now: str | None, before: str | None) -> str | None:
    """Whether a class is better or worse than before; None where either is not known."""
    if now is None or before is None:
        return None
    moved = CLASSES.index(now) - CLASSES.index(before)
    return SAME if moved == 0 else WORSE if moved > 0 else BETTER


@dataclass(frozen=True, slots=True)
class Compared:
    """`points`: how far the share of classes I–III moved, of the digits that are printed."""

    better: tuple[str, ...]
    worse: tuple[str, ...]
    same: int
    points: Decimal | None


def compare(
    now: Mapping[str, str | None],
    before: Mapping[str, str | None],
    counted: Counted,
    counted_before: Counted,
) -> Compared:
    """Sections that have a class in both, by code; the others are not compared."""
    moved = {code: direction(grade, before.get(code)) for code, grade in now.items()}
    share, earlier = counted.good.percent, counted_before.good.percent
    return Compared(
        tuple(code for code, way in moved.items() if way == BETTER),
        tuple(code for code, way in moved.items() if way == WORSE),
        sum(way == SAME for way in moved.values()),
        None if share is None or earlier is None else share - earlier,
    )
