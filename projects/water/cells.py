"""Cells of readings: numbers, what was not detected, and what was not measured."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from projects.water.items import TEMPERATURE

PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
NUMBER = r"((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)"
BELOW = re.compile(rf"[<≤≦]\s*{NUMBER}|{NUMBER}\s*l")
NOT_DETECTED = re.compile(
    rf"(?:未检出|nd|n\.d\.?|未检测出|低于检出限|bdl)(?:\s*[(<]?\s*{NUMBER}\s*\)?)?"
)
NOTHING = frozenset(
    {"", "*", "**", "-", "--", "---", "—", "——", "/", "\\", "无", "na", "n/a", "null", "none",
     "nan", "未测", "未监测", "维护", "停站", "缺测", "停测"}
)  # fmt: skip
BelowRule = Literal["half", "zero", "limit"]
SHARES: dict[BelowRule, float] = {"half": 0.5, "zero": 0.0, "limit": 1.0}
VALUE, UNDER, ABSENT = 0, 1, 2
Flags = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Cells:
    """Values of a column in the unit that they are written in, NaN where there is none.

    flags: VALUE, UNDER the detection limit, ABSENT. `bad` are places of what is no value;
    `unlimited` of what was not detected, below a limit that nobody knows.
    """

    values: NDArray[np.float64]
    flags: Flags
    bad: NDArray[np.int64]
    negative: NDArray[np.int64]
    unlimited: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))


def read_cells(
    texts: pa.Array, *, item: str, detection_limit: float | None, below: BelowRule = "half"
) -> Cells:
    """detection_limit: that of the item, in the unit of the column, where the file has none."""
    trimmed = pc.utf8_trim_whitespace(pc.fill_null(texts, ""))
    plain = pc.match_substring_regex(trimmed, PLAIN)
    numbers = pc.cast(pc.if_else(plain, trimmed, pa.scalar(None, pa.string())), pa.float64())
    values = np.array(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)
    flags: Flags = np.zeros(len(values), dtype=np.int8)
    rest = np.flatnonzero(~plain.to_numpy(zero_copy_only=False))
    bad, unlimited = _rest(trimmed, rest, values, flags, _reader(detection_limit, SHARES[below]))
    negative = np.empty(0, dtype=np.int64)
    if item != TEMPERATURE:
        negative = np.flatnonzero(values < 0)
        values[negative] = np.nan
        flags[negative] = ABSENT
    return Cells(values, flags, bad, negative, unlimited)


Read = Callable[[str], tuple[float, int] | None]


def _rest(
    texts: pa.Array, places: NDArray[np.int64], values: NDArray[np.float64], flags: Flags,
    read: Read,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    """Reads what is no plain number, each spelling once."""
    coded = pc.dictionary_encode(texts.take(pa.array(places)))
    spelt = [read(one) for one in coded.dictionary.to_pylist()]
    codes = coded.indices.to_numpy(zero_copy_only=False)
    number = np.array([one[0] if one else np.nan for one in spelt], dtype=np.float64)
    flag = np.array([one[1] if one else ABSENT for one in spelt], dtype=np.int8)
    wrong = np.array([one is None for one in spelt], dtype=bool)
    if not len(codes):
        return places, places
    values[places] = number[codes]
    flags[places] = flag[codes]
    unlimited = (flag[codes] == UNDER) & np.isnan(number[codes])
    return places[wrong[codes]], places[unlimited]


def _reader(detection_limit: float | None, share: float) -> Read:
    def read(written: str) -> tuple[float, int] | None:
        text = unicodedata.normalize("NFKC", written).strip().casefold()
        if text in NOTHING:
            return np.nan, ABSENT
        under = BELOW.fullmatch(text)
        if under:
            return float(under[1] or under[2]) * share, UNDER
        found = NOT_DETECTED.fullmatch(text)
        if found:
            limit = float(found[1]) if found[1] else detection_limit
            return (np.nan if limit is None else limit * share), UNDER
        return _number(text)

    return read


def _number(text: str) -> tuple[float, int] | None:
    """A number in full-width digits, or with commas between thousands."""
    joined = re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", text)
    return (float(joined), VALUE) if re.match(PLAIN, joined) else None
