"""Dates in the forms that offices use, kept as exact as they were written.

The result is ISO 8601 text: a day (2025-06-01), a month (2025-06) or a year (2025). A month that is
not known is not made up.
"""

from __future__ import annotations

import datetime
import re

from layers.reading.fields.units import plain

_FORMS = (
    re.compile(r"^(\d{4})(\d{2})(\d{2})$"),
    re.compile(r"^(\d{4})(\d{2})$"),
    re.compile(r"^(\d{4})年?$"),
    re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})月?$"),
    re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[T ]\d{1,2}:\d{2}.*)?$"),
)
_NO_DATE = frozenset({"", "0", "00000000", "/", "-", "--", "无", "未知", "不详"})
_YEARS = range(1800, 2200)
# Days since the last of 1899, as Excel counts them: 1954 to 2119. Other numbers of five digits are
# no date in any form.
_SERIALS = range(20_000, 80_001)
_EXCEL_DAY_0 = datetime.date(1899, 12, 30)
_SERIAL = re.compile(r"^\d{5}(\.\d+)?$")
_UTC_EVENING = re.compile(
    r"^(?P<day>\d{4}-\d\d-\d\d)[T ](?P<hour>1[6-9]|2[0-3])(?P<rest>:[\d:.]*)(Z|\+00:?00)$"
)
_CHINESE = re.compile(
    r"^([〇零○一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,2})月)?"
    r"(?:([一二三四五六七八九十]{1,3})日)?$"
)
_DIGITS = {"〇": 0, "零": 0, "○": 0} | {word: n for n, word in enumerate("一二三四五六七八九", 1)}


def iso_date(value: object) -> str | None:
    """The date as ISO text, None when there is none; raises ValueError when it is no date."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if lost_a_zero(value):
        raise ValueError(value)
    text = _text(value)
    if text in _NO_DATE:
        return None
    if is_serial(value):
        return (_EXCEL_DAY_0 + datetime.timedelta(int(float(text)))).isoformat()
    if is_utc_evening(value):
        return _in_china(text)
    for form in _FORMS:
        found = form.match(text)
        if found:
            return _checked(*(int(part) for part in found.groups()))
    return _in_words(text)


def is_serial(value: object) -> bool:
    """Whether this is a day as a spreadsheet counts them (45809 is 2025-06-01)."""
    text = _text(value) if isinstance(value, str | int | float) else ""
    return _SERIAL.match(text) is not None and int(float(text)) in _SERIALS


def is_utc_evening(value: object) -> bool:
    """Whether this is a moment in UTC at which it is the next day in China already."""
    return isinstance(value, str) and _UTC_EVENING.match(plain(value)) is not None


def _in_china(text: str) -> str:
    """The day of a midnight of China that a GeoPackage keeps in UTC. Any other hour may as well be
    one of China that nobody has converted: then it is no day at all."""
    found = _UTC_EVENING.match(text)
    if found is None or found["hour"] != "16" or found["rest"].strip(":.0"):
        raise ValueError(text)
    return (datetime.date.fromisoformat(found["day"]) + datetime.timedelta(1)).isoformat()


def lost_a_zero(value: object) -> bool:
    """Whether a number such as 2025.1 could be October, its last zero lost; a text keeps it."""
    if not isinstance(value, float) or not 1800 <= value < 2200:
        return False
    return f"{value:.6f}".rstrip("0").endswith(".1")


def _in_words(text: str) -> str:
    """二〇二五年六月十五日."""
    found = _CHINESE.match(text)
    if not found:
        raise ValueError(text)
    year = int("".join(str(_DIGITS[word]) for word in found[1]))
    try:
        return _checked(year, *(_counted(part) for part in found.groups()[1:] if part))
    except KeyError:  # 十十 and the like
        raise ValueError(text) from None


def _counted(words: str) -> int:
    """Up to ninety-nine, as 六, 十二, 二十, 二十一."""
    tens, ten, ones = words.partition("十")
    if not ten:
        return int("".join(str(_DIGITS[word]) for word in words))
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return plain(str(value))


def _checked(year: int, month: int | None = None, day: int | None = None) -> str:
    if year not in _YEARS:
        raise ValueError(year)
    datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    parts = [f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)]
    return "-".join(parts)
