"""Money in 10,000 yuan (万元), exact to the fen: read with its unit, kept as whole fen."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

from geo.figures.said import significant
from geo.words import Text

FEN_IN_WAN = 10**6
MOST_WAN = Decimal(10**9)
WAN_YUAN = Text("万元", "10,000 yuan")
UNITS: dict[str, Decimal] = {
    "亿元": Decimal(10_000),
    "万元": Decimal(1),
    "元": Decimal("0.0001"),
    "亿": Decimal(10_000),
    "万": Decimal(1),
}
"""How many 10,000 yuan one of each is."""
NUMBER = re.compile(r"(-?[\d,]*\.?\d+)\s*(亿元|万元|元|亿|万)?")
UNIT_IN_HEAD = re.compile(r"[(\[（【_:：]\s*(?:单位[:：]?)?\s*(亿元|万元|元)\s*[)\]）】]?")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 10,000 yuan; `unit` as written beside the number, None where none was."""

    wan: Decimal
    unit: str | None

    @property
    def exact(self) -> bool:
        """Whether it is a whole number of fen."""
        return self.wan * FEN_IN_WAN == (self.wan * FEN_IN_WAN).to_integral_value()


class Money(TypeDecorator[Decimal]):
    """An amount in 10,000 yuan, kept as whole fen, so that sums are exact on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        del dialect
        if value is None:
            return None
        fen = Decimal(str(value)) * FEN_IN_WAN
        if fen != fen.to_integral_value():
            raise ValueError(f"{value} is no whole number of fen")
        return int(fen)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        del dialect
        return None if value is None else Decimal(int(value)) / FEN_IN_WAN


def read_amount(raw: Any, unit: str = "万元") -> Amount | None:
    """An amount as written, in `unit` where it names none; None where it is no amount.

    Numbers of a spreadsheet are taken as they are shown, not as binary fractions.
    """
    if isinstance(raw, bool):
        return None
    # A spreadsheet shows 15 digits of a number; those behind them are none that anybody wrote.
    shown = significant(raw, 15) if isinstance(raw, float) else str(raw)
    text = unicodedata.normalize("NFKC", shown).replace("¥", "").strip()
    found = NUMBER.fullmatch(text.replace(" ", ""))
    if found is None or not commas_fit(found[1]):
        return _from_float(text, unit)
    try:
        number = Decimal(found[1].replace(",", ""))
    except InvalidOperation:
        return None
    return Amount(number * UNITS[found[2] or unit], found[2])


def _from_float(text: str, unit: str) -> Amount | None:
    """A number in the notation of machines, such as 1e3."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    # An exponent that no amount has would overflow, and an underscore is none of its digits.
    if "_" in text or not number.is_finite() or abs(number.adjusted()) > 30:
        return None
    return Amount(number * UNITS[unit], None)


def commas_fit(number: str) -> bool:
    """Whether commas part thousands (12,500) or ten-thousands (1,2500), all alike."""
    whole = number.lstrip("-").partition(".")[0]
    if "," not in whole:
        return True
    first, *groups = whole.split(",")
    return first != "" and any(all(len(one) == size for one in groups) for size in (3, 4))


def unit_of_head(head: str) -> str | None:
    """The unit of money that a head says, as in 总投资（亿元）."""
    found = UNIT_IN_HEAD.search(unicodedata.normalize("NFKC", head))
    return found[1] if found else None


def plain_number(wan: Decimal | None) -> float | int | None:
    """An amount for JSON and for cells."""
    if wan is None:
        return None
    return int(wan) if wan == wan.to_integral_value() else float(wan)
