"""Coordinates as people write them into a cell: decimal numbers, degrees with minutes and seconds.

    114.3057    38 551 234.56    114°18′20.5″    114-18-20    E114°18'20"    30度33分

Every form is read strictly: what does not fit is no number, and nothing is rounded on the way.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# What people write into a cell to say that there is nothing.
NOTHING = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "null", "none", "nan", "n/a", "#n/a", "无"}
)
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([ ,]\d{3})+(\.\d+)?")
_MARKS = str.maketrans(
    {"′": "'", "’": "'", "‘": "'", "`": "'", "″": '"', "”": '"', "“": '"', "º": "°"}
)
_HEMISPHERE = r"(?P<side>东经|西经|北纬|南纬|[EWNS])"
_PARTS = (
    r"(?P<d>\d{1,3})\s*(?:°|度)\s*(?:(?P<m>\d{1,2}(?:\.\d+)?)\s*(?:'|分)\s*"
    r"(?:(?P<s>\d{1,2}(?:\.\d+)?)\s*(?:\"|''|秒)?)?)?"
)
_DASHED = r"(?P<d>\d{1,3})(?P<sep>[-: ])(?P<m>\d{1,2})(?P=sep)(?P<s>\d{1,2}(?:\.\d+)?)"
_DECIMAL_DEGREES = r"(?P<d>\d{1,3}\.\d+)\s*(?:°|度)?"
_FORMS = tuple(
    re.compile(f"(?:{_HEMISPHERE}\\s*)?{form}(?:\\s*{_HEMISPHERE.replace('side', 'after')})?", re.I)
    for form in (_PARTS, _DASHED, _DECIMAL_DEGREES)
)
_NEGATIVE = frozenset({"西经", "南纬", "W", "S"})


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column read as numbers: NaN where empty; `bad` rows (0-based) hold something unreadable."""

    values: Floats
    bad: tuple[int, ...] = ()
    sexagesimal: bool = False
    """Some of the values are written with minutes."""

    @property
    def known(self) -> Floats:
        return self.values[np.isfinite(self.values)]

    def mostly(self, total: int) -> bool:
        """At least nine in ten of the cells that hold something are numbers."""
        return len(self.known) > 0 and len(self.bad) * 9 <= total - len(self.bad)


def read_numbers(column: pa.ChunkedArray) -> Numbers:
    """A column of a table as coordinates."""
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        values = column.cast(pa.float64(), safe=False).to_numpy()
        return Numbers(np.array(values, dtype=float))
    values = np.full(len(column), np.nan)
    bad: list[int] = []
    minutes = False
    for row, cell in enumerate(column.to_pylist()):
        if is_nothing(cell):
            continue
        value = parse(str(cell))
        if value is None:
            bad.append(row)
        else:
            values[row], with_minutes = value
            minutes = minutes or with_minutes
    return Numbers(values, tuple(bad), minutes)


def is_nothing(cell: Any) -> bool:
    return cell is None or str(cell).strip().casefold() in NOTHING


def parse(text: str) -> tuple[float, bool] | None:
    """The number in a cell, and whether it is written with minutes; None when it is none."""
    cleaned = unicodedata.normalize("NFKC", text.translate(_MARKS)).translate(_MARKS).strip()
    if _DECIMAL.fullmatch(cleaned):
        return _finite(float(cleaned)), False
    if _THOUSANDS.fullmatch(cleaned):
        return float(re.sub(r"[ ,]", "", cleaned)), False
    for form in _FORMS:
        match = form.fullmatch(cleaned)
        if match:
            return _angle(match.groupdict())
    return None


def _finite(value: float) -> float:
    """1e999 is written with digits too; as infinite it is refused with the geometry."""
    return value if isfinite(value) else float("inf")


def _angle(parts: dict[str, str | None]) -> tuple[float, bool] | None:
    minutes, seconds = float(parts.get("m") or 0.0), float(parts.get("s") or 0.0)
    if minutes >= 60.0 or seconds >= 60.0:
        return None
    value = float(parts["d"] or 0.0) + minutes / 60.0 + seconds / 3600.0
    side = (parts.get("side") or parts.get("after") or "").upper()
    return (-value if side in _NEGATIVE else value), parts.get("m") is not None
