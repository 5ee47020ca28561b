"""China Standard Time, in which every time is shown: on pages, in the terminal and in files.

The zone of the machine does not count: a server kept in UTC would show every time eight hours
early, and a signature late in the evening a day too soon. The offset is fixed; China has no summer
time, and the tables of time zones need not be installed.
"""

from __future__ import annotations

import datetime as dt

CHINA = dt.timezone(dt.timedelta(hours=8))


def china_time(moment: dt.datetime) -> dt.datetime:
    """The same moment, told in China; raises ValueError for one that names no zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(CHINA)


def minute(moment: dt.datetime) -> str:
    """`2025-06-30 08:05`"""
    return china_time(moment).strftime("%Y-%m-%d %H:%M")


def second(moment: dt.datetime) -> str:
    """`2025-06-30 08:05:09`"""
    return china_time(moment).strftime("%Y-%m-%d %H:%M:%S")


def day(moment: dt.datetime) -> dt.date:
    """The day that it is in China."""
    return china_time(moment).date()


def today() -> dt.date:
    """The day that it is in China now."""
    return day(dt.datetime.now(dt.UTC))
