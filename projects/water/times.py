"""When a reading was taken, as offices write it: a moment, a day or a whole month."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

Grain = Literal["moment", "day", "month"]
# Clocks of the place, as they are written.
SERIAL_DAY_0 = dt.datetime(1899, 12, 30)
SERIALS = (20_000.0, 80_001.0)
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})?(?:(\d{2})(\d{2})?)?")
CLOCK = re.compile(r"(\d{1,2})(?:[:时点](\d{1,2})?)?(?:[:分](\d{1,2})?)?秒?(?:\.\d+)?")
NUMBER = re.compile(r"\d+(\.\d+)?")
HALF_DAYS = {"上午": 0, "下午": 12}


@dataclass(frozen=True, slots=True)
class When:
    """A time of the place; of a day or a month its beginning."""

    at: dt.datetime
    grain: Grain


def read_time(value: Any) -> When | None:
    """The time that a cell holds; None where it is none."""
    if isinstance(value, dt.datetime):
        return _of_moment(value)
    if isinstance(value, dt.date):
        return When(dt.datetime(value.year, value.month, value.day), "day")
    text = unicodedata.normalize("NFKC", str(value)).strip().replace("T", " ")
    try:
        return _of_number(text) or _of_text(text)
    except (ValueError, OverflowError):
        return None


def _of_moment(value: dt.datetime) -> When:
    plain = value.replace(tzinfo=None, second=0, microsecond=0)
    return When(plain, "moment" if (value.hour or value.minute) else "day")


def _of_number(text: str) -> When | None:
    if not NUMBER.fullmatch(text):
        return None
    number = float(text)
    if SERIALS[0] <= number < SERIALS[1] and len(text.partition(".")[0]) == len("45356"):
        minutes = round(number * 24 * 60)
        return _of_moment(SERIAL_DAY_0 + dt.timedelta(minutes=minutes))
    found = PACKED.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute = (int(one) if one else None for one in found.groups())
    clock = None if hour is None else (hour, minute or 0)
    return _when(int(year or 0), int(month or 0), day, clock)


def _of_text(text: str) -> When | None:
    found = DAY.match(text)
    if found:
        year, month, day = (int(one) for one in found.groups())
        return _when(year, month, day, _clock(text[found.end() :]))
    found = MONTH.fullmatch(text)
    return _when(int(found[1]), int(found[2]), None, None) if found else None


def _clock(text: str) -> tuple[int, int] | None:
    rest, later = "".join(text.split()), 0
    for word, hours in HALF_DAYS.items():
        if rest.startswith(word):
            rest, later = rest.removeprefix(word), hours
    if not rest:
        return None
    found = CLOCK.fullmatch(rest)
    if not found:
        raise ValueError(text)
    hour = int(found[1])
    return hour + (later if hour < later else 0), int(found[2] or 0)


def _when(year: int, month: int, day: int | None, clock: tuple[int, int] | None) -> When:
    if day is None:
        return When(dt.datetime(year, month, 1), "month")
    if clock is None:
        return When(dt.datetime(year, month, day), "day")
    hour, minute = clock
    start = dt.datetime(year, month, day) + dt.timedelta(days=hour // 24)
    return When(start.replace(hour=hour % 24, minute=minute), "moment")
