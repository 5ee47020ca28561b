"""Numbers as offices write them: with units in the text or in the column's name."""

from __future__ import annotations

import re
import unicodedata

# By the unit of the field: spelling -> how many of the field's units it is.
SPELLINGS: dict[str, dict[str, float]] = {
    "m": {"": 1, "m": 1, "米": 1, "km": 1000, "公里": 1000, "千米": 1000},
    "m³/d": {
        "": 1,
        "m3/d": 1,
        "m3/日": 1,
        "m3/天": 1,
        "立方米/日": 1,
        "立方米/天": 1,
        "吨/日": 1,
        "吨/天": 1,
        "t/d": 1,
        "万吨/日": 10_000,
        "万吨/天": 10_000,
        "万吨": 10_000,
        "万t/d": 10_000,
        "万m3/d": 10_000,
        "万立方米/日": 10_000,
        "万立方米/天": 10_000,
        "万": 10_000,
    },
}
_NUMBER = re.compile(r"^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$", re.IGNORECASE)
_THOUSANDS = re.compile(r"^([+-]?\d{1,3}(?:,\d{3})+)(?![\d,])")


def plain(text: str) -> str:
    """Full-width forms made half-width, blanks at the ends removed."""
    return unicodedata.normalize("NFKC", text).strip()


def factor_of(spelling: str, unit: str | None) -> float | None:
    """How many of `unit` one of `spelling` is; None when the spelling is not known."""
    known = SPELLINGS.get(unit or "", {"": 1.0})
    cleaned = plain(spelling).replace(" ", "").lower()
    return known.get(cleaned, known.get(cleaned.replace("每", "/")))


def number_and_rest(text: str) -> tuple[float, str]:
    """The leading number and what follows it; raises ValueError when there is no plain number.

    A comma is taken as a thousands separator only where it can be nothing else.
    """
    cleaned = plain(text)
    thousands = _THOUSANDS.match(cleaned)
    if thousands:
        cleaned = thousands[1].replace(",", "") + cleaned[thousands.end() :]
    found = _NUMBER.match(cleaned)
    if not found:
        raise ValueError(text)
    return float(found[1]), found[2].strip()
