"""The units of policy targets that a figure can be compared with."""

from __future__ import annotations

from collections.abc import Mapping

from geo.figures.units import (
    ENTERPRISES,
    ITEMS,
    KILOMETRES,
    MU,
    NET_CHANGE,
    PERCENT,
    SQUARE_KILOMETRES,
    TEN_THOUSAND_MU,
    TIMES_A_YEAR,
    TONNES_A_DAY,
    WATER_BODIES,
    WATER_CLASS,
    Unit,
)
from geo.words import Text

TARGET_UNITS: Mapping[str, Unit] = {
    "%": PERCENT,
    "km": KILOMETRES,
    "km²": SQUARE_KILOMETRES,
    "mu": MU,
    "ten thousand mu": TEN_THOUSAND_MU,
    "items": ITEMS,
    "enterprises": ENTERPRISES,
    "water bodies (reaches)": WATER_BODIES,
    "t/d": TONNES_A_DAY,
    "net change": NET_CHANGE,
    "class (total nitrogen left out)": WATER_CLASS,
    "times a year": TIMES_A_YEAR,
    # The share of the sections of a river that are at the class set for them.
    "water-quality target of the river": PERCENT,
}
"""By the name the register has."""


def target_unit_words(name: str | None) -> Text:
    """The unit of a target in both languages; one without words keeps its own name."""
    unit = TARGET_UNITS.get(name or "")
    return unit.words if unit else Text(name or "—", name or "—")
