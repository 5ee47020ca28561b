"""Writing a figure: the same text on every page, in every file and interface.

The number itself is not changed. Rounding is half away from zero, as workbooks round what they
show, so that a workbook shows the same text of the exact number it holds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

from geo.figures.units import Unit
from geo.words import Language, Text

NO_VALUE = "—"
HUGE, TINY = 15, -9
"""Powers of ten past which a number is written with its power: workbooks keep fifteen digits."""
CLOSE = ("%", "°")
"""Symbols that stand at the number without a space."""
# More digits than the shortest decimal of any double has between its first and its last.
EXACT = Context(prec=1000, rounding=ROUND_HALF_UP, Emax=MAX_EMAX, Emin=MIN_EMIN)


@dataclass(frozen=True, slots=True)
class Written:
    """A figure as it is written: number and symbol, and the number format of workbooks that
    shows the same of the exact number. `shown` is the rounded number in the unit written."""

    number: str
    symbol: Text | None = None
    workbook: str = "General"
    shown: Decimal | None = None

    @property
    def text(self) -> Text:
        return Text(self.in_("zh"), self.in_("en"))

    def in_(self, language: Language) -> str:
        if self.symbol is None:
            return self.number
        symbol = self.symbol.in_(language)
        return f"{self.number}{'' if symbol in CLOSE else ' '}{symbol}"

    def workbook_in(self, language: Language) -> str:
        """The number format with the symbol of this language."""
        if self.symbol is None:
            return self.workbook
        symbol = self.symbol.in_(language)
        if symbol == "%":
            return self.workbook + symbol
        return f'{self.workbook}"{"" if symbol in CLOSE else " "}{symbol}"'


def write(
    value: Any,
    unit: Unit,
    language: Language,
    ends: Sequence[Fraction] = (),
    *,
    exact: bool = False,
) -> str:
    """A figure in one language; see `written`."""
    return written(value, unit, ends, exact=exact).in_(language)


def written(
    value: Any, unit: Unit, ends: Sequence[Fraction] = (), *, exact: bool = False
) -> Written:
    """A number of `unit` as it is written; a dash where there is none (None, not finite).

    ends: what it is compared with, in `unit`. Digits are added until the text is on the same side
    of each as the number, equal only where the number is. `exact`: every digit and no larger unit,
    for what somebody set: a limit, a parameter.
    """
    number = exactly(value)
    if number is None:
        return Written(NO_VALUE)
    power, symbol, digits = _scale(number, unit, exact=exact)
    shown = number.scaleb(power, EXACT)
    commas = "," * (-power // 3) if power < 0 else ""
    against = [end * Fraction(10) ** power for end in ends]
    if shown and not TINY <= shown.adjusted() < HUGE:
        least = max(unit.significant, 3) - 1 - shown.adjusted()
        rounded, digits = _kept_apart(shown, least, against, exact=exact)
        # 9.996 becomes 10.0: one digit more stands before the point, and one less behind it.
        carried = rounded.adjusted() - shown.adjusted()
        own = -int(rounded.normalize(EXACT).as_tuple().exponent)
        decimals, text = _with_power(_rounded(rounded, own if exact else digits - carried))
        return Written(text, symbol, f"0{decimals}E+00{commas}", rounded)
    if shown:  # of a small number two digits, so that it is not shown as nothing
        own = -int(shown.normalize(EXACT).as_tuple().exponent)
        digits = max(digits, min(unit.significant - 1 - shown.adjusted(), own))
    rounded, digits = _kept_apart(shown, digits, against, exact=exact)
    if not unit.fixed or exact:
        digits = max(-int(rounded.normalize(EXACT).as_tuple().exponent), 0)
    whole = "#,##0" if unit.grouped else "0"
    workbook = f"{whole}{'.' if digits else ''}{'0' * digits}{commas}"
    text = format(_rounded(rounded, digits), ",f" if unit.grouped else "f")
    return Written(text, symbol, workbook, rounded)


def exactly(value: Any) -> Decimal | None:
    """The number as its shortest decimal says it, zero without a sign; None for no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, float):
        value = repr(float(value)) if math.isfinite(value) else None
    return None if value is None else Decimal(value) or Decimal(0)


def _scale(number: Decimal, unit: Unit, *, exact: bool) -> tuple[int, Text | None, int]:
    """The power of ten to multiply by, the symbol, the decimals."""
    large = unit.large
    if unit.percent:
        return 2, unit.symbol, unit.digits
    if large is None or exact or abs(number) < large.least:
        return 0, unit.symbol, unit.digits
    return -3 * large.thousands, large.symbol, large.digits


def _kept_apart(
    shown: Decimal, digits: int, ends: Sequence[Fraction], *, exact: bool
) -> tuple[Decimal, int]:
    """Rounded to `digits`, or to as many more as keep it on its side of each end."""
    most = max(-int(shown.as_tuple().exponent), digits)
    if exact:
        return _rounded(shown, most), most
    near = [end for end in ends if not _far(shown, end, digits)]
    for more in range(digits, most):
        rounded = _rounded(shown, more)
        if all(_side(rounded, end) == _side(shown, end) for end in near):
            return rounded, more
    return _rounded(shown, most), most


def _far(shown: Decimal, end: Fraction, digits: int) -> bool:
    """Whether an end is so far off that no rounding to `digits` reaches it."""
    distance = abs(Fraction(shown) - end)
    return distance > Fraction(10) ** -digits


def _side(one: Decimal, other: Fraction) -> int:
    exact = Fraction(one)
    return (exact > other) - (exact < other)


def _rounded(shown: Decimal, digits: int) -> Decimal:
    """To `digits` decimals, to tens and hundreds where negative, half away from zero."""
    return shown.quantize(Decimal((0, (1,), -digits)), ROUND_HALF_UP, EXACT)


def _with_power(rounded: Decimal) -> tuple[str, str]:
    """The decimals of a workbook's format, and the number as `1.23E-12`."""
    power, digits = rounded.adjusted(), len(rounded.as_tuple().digits)
    mantissa = rounded.scaleb(-power, EXACT)
    sign = "-" if power < 0 else "+"
    return (
        f"{'.' if digits > 1 else ''}{'0' * (digits - 1)}",
        f"{mantissa:f}E{sign}{abs(power):02d}",
    )
