"""Numbers as sentences and pages have them, all through the one writer of figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from geo.figures.units import DEGREES, KILOMETRES, METRES, NO_UNIT, RATIO, Unit
from geo.figures.writing import written
from geo.words import Text, listed

WHOLE_PERCENT = replace(RATIO, id="whole_percent", digits=0, significant=1)
ROUGH_METRES = replace(METRES, id="rough_m", digits=0, significant=1)
ROUGH_KILOMETRES = replace(KILOMETRES, id="rough_km", digits=0, significant=1)
NONE_AND_ALL = (Fraction(0), Fraction(1))
BETWEEN = Text("至少 {least}，至多 {most}", "at least {least}, at most {most}")
AT_LEAST = Text("至少 {end}，上限不明", "at least {end}, no upper end known")
AT_MOST = Text("至多 {end}", "at most {end}")
NO_ENDS = Text("情况不明", "not known")
MEGABYTES = replace(NO_UNIT, id="MB", digits=1, fixed=True, symbol=Text("MB", "MB"))


def said(value: Any, unit: Unit, ends: tuple[Fraction, ...] = (), *, exact: bool = False) -> Text:
    """A figure in both languages; see `written`."""
    return written(value, unit, ends, exact=exact).text


def change(value: float, unit: Unit) -> Text:
    """How much more or less something is: with its sign, and none where it is the same."""
    text = said(value, unit)
    return Text(f"+{text.zh}", f"+{text.en}") if value > 0 else text


def at_least_at_most(least: Text | None, most: Text | None) -> Text:
    """A figure of which something is not known: its two ends as they are written, or the one that
    there is."""
    if least is None or most is None:
        return (
            NO_ENDS
            if least is most
            else (AT_LEAST if most is None else AT_MOST).format(end=least or most)
        )
    return BETWEEN.format(least=least, most=most)


def grouped(value: Any) -> str:
    """A number without a unit, thousands parted, without noise past its fifteenth digit."""
    kept = float(f"{value:.15g}") if isinstance(value, float) else value
    return written(kept, NO_UNIT, exact=True).number


def significant(value: float, digits: int) -> str:
    """A number of `digits` digits at most, thousands not parted."""
    return typed(float(f"{value:.{digits}g}"))


def typed(value: float | Decimal) -> str:
    """A number as somebody types it: every digit, thousands not parted."""
    return written(value, NO_UNIT, exact=True).number.replace(",", "")


def part(share: float) -> str:
    """A share in whole percent; less than all is never written as all, more than none as none."""
    return written(share, WHOLE_PERCENT, NONE_AND_ALL).in_("zh")


def degrees(value: float, digits: int) -> str:
    """Degrees with `digits` decimals and no sign of them."""
    return written(value, replace(DEGREES, digits=digits, fixed=True, significant=1)).number


def degrees_minutes(value: float, digits: int) -> str:
    """Degrees, minutes and seconds with `digits` decimals, no sign of them: 114°06′20.9″."""
    parts = round(abs(Decimal(repr(value))) * 3600, digits)
    minutes, seconds = divmod(parts, 60)
    whole, minutes = divmod(minutes, 60)
    second = written(seconds, replace(NO_UNIT, digits=digits, fixed=True, significant=1)).number
    start = second.partition(".")[0]
    return f"{whole:.0f}°{int(minutes):02d}′{second.zfill(len(second) + 2 - len(start))}″"


def metres_of_grid(value: float, digits: int) -> str:
    """A coordinate in metres, its thousands not parted."""
    unit = replace(NO_UNIT, digits=digits, fixed=True, significant=1)
    return written(value, unit).number.replace(",", "")


def place(lon: float, lat: float, digits: int) -> Text:
    """Longitude and latitude of a place in China, in degrees."""
    return listed([f"{degrees(lon, digits)}°E", f"{degrees(lat, digits)}°N"])


def file_size(size: int) -> str:
    """Bytes as people say them."""
    if size < 1_000_000:
        return f"{grouped(max((size + 500) // 1000, 1))} KB"
    return written(size / 1_000_000, MEGABYTES).in_("zh")
