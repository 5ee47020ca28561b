"""Reading a written figure back, for tests of how figures are written."""

from __future__ import annotations

import re
from fractions import Fraction

from geo.figures.units import Unit

FACTORS = {"%": Fraction(1, 100), "km²": Fraction(10**6), "km": Fraction(1000)}


def read(text: str, unit: Unit) -> Fraction:
    """The number that a text states, in the unit that the figure is held in."""
    found = re.fullmatch(r"(-?[\d,]+(?:\.\d+)?(?:E[+-]\d+)?) ?(.*)", text)
    assert found, text
    number, symbol = Fraction(found[1].replace(",", "")), found[2]
    own = (unit.symbol.zh, unit.symbol.en) if unit.symbol else ("",)
    if symbol in own and not unit.percent:
        return number
    return number * FACTORS[symbol]
