"""One unit for all figures of a column, which stands in its head."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from geo.figures.units import (
    KILOMETRES,
    METRES,
    NO_UNIT,
    SQUARE_KILOMETRES,
    SQUARE_METRES,
    YEAR,
    Unit,
)
from geo.figures.writing import exactly
from geo.words import Text

LARGER = {
    SQUARE_METRES.id: (1e5, SQUARE_KILOMETRES),
    METRES.id: (1e4, KILOMETRES),
}
"""From which figure on a whole column is told in a larger unit."""


def unit_for(unit: Unit, values: Iterable[Any]) -> Unit:
    """The one unit that figures of this unit are told in."""
    if unit.id not in LARGER:
        return unit
    least, larger = LARGER[unit.id]
    numbers = [abs(float(one)) for one in values if exactly(one) is not None]
    return larger if max(numbers, default=0.0) >= least else replace(unit, large=None)


def head_of(unit: Unit) -> Text | None:
    """What stands in the head: nothing of a percentage, a year or a number without a unit."""
    if unit.percent or unit in (NO_UNIT, YEAR) or unit.en == NO_UNIT.en:
        return None
    return unit.symbol or unit.words
