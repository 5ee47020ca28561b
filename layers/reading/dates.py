"""Dates in the forms that offices use, kept as exact as they were written.

The result is ISO 8601 text: a day (2025-06-01), a month (2025-06) or a year (2025). A month that is
not known is not made up.
"""

from __future__ import annotations

import datetime
import re

from layers.reading.units import plain

_FORMS = (
    re.compile(r"^(\d{4})(\d{2})(\d{2})$"),
    re.compile(r"^(\d{4})(\d{2})$"),
    re.compile(r"^(\d{4})年?$"),
    re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})月?$"),
    re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[T ]\d{1,2}:\d{2}.*)?$"),
)
_NO_DATE = frozenset({"", "0", "00000000", "/", "-", "--", "无", "未知", "不详"})
_YEARS = range(1800, 2200)


def iso_date(value: object) -> str | None:
    """The date as ISO text, None when there is none; raises ValueError when it is no date."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    text = _text(value)
    if text in _NO_DATE:
        return None
    for form in _FORMS:
        found = form.match(text)
        if found:
            return _checked(*(int(part) for part in found.groups()))
    raise ValueError(text)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return plain(str(value))


def _checked(year: int, month: int | None = None, day: int | None = None) -> str:
    if year not in _YEARS:
        raise ValueError(year)
    datetime.date(year, month or 1, day or 1)
    parts = [f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)]
    return "-".join(parts)
