"""What somebody may have meant by a cell that is refused: told as a proposal, never taken."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from geo.errors import declare
from geo.figures.said import typed
from geo.words import Text
from projects.water.cells import NUMBER
from projects.water.items import Item
from projects.water.units import factor, is_unit, plain_unit

UNIT_IN_CELL = declare(
    "water-unit-in-cell",
    "error",
    Text(
        "第 {row} 行：“{column}”的格里写着“{value}”，数值和单位 {unit} 在一起。",
        "Row {row}: “{value}” of “{column}” is a number with its unit, {unit}.",
    ),
    Text(
        "格里只写数值，单位写进列名：是否应为 {proposed}（{wanted}）？没有换算。",
        "Write the number alone, and the unit in the head: is {proposed} ({wanted}) meant? "
        "Nothing was converted.",
    ),
)
TIME_MEANT = Text("是否指 {proposed}？", "Is {proposed} meant? ")
BETWEEN = Text("或", " or ")
WITH_UNIT = re.compile(rf"(?P<sign>[<≤]?)\s*{NUMBER}\s*(?P<unit>\D.*)", re.IGNORECASE)
DIGITS = {ord(one): str(at) for at, one in enumerate("零一二三四五六七八九")} | {ord("〇"): "0"}
TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
NO_ZEROS = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?")


def number_meant(written: str, item: Item) -> tuple[str, str] | None:
    """The unit that stands in a cell, and the cell without it in the unit of the item; None where
    it holds no number, or no unit that can be brought to the item's own."""
    found = WITH_UNIT.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if not found or not is_unit(found["unit"]):
        return None
    times = factor(found["unit"], item.unit)
    if times is None:
        return None
    value = float(f"{float(found[2]) * times:.12g}")
    return _as_written(written, found["unit"]), f"{found['sign']}{typed(value)}"


def _as_written(written: str, unit: str) -> str:
    """The unit as it was typed: ℃ is no °C to who looks for it."""
    for at in range(len(written)):
        if plain_unit(written[at:]) == plain_unit(unit):
            return written[at:].strip()
    return unit


def times_meant(written: str) -> list[str]:
    """Days or months that a text may mean which is not read as a time: 二〇二六年九月 one,
    03/04/2026 two."""
    text = unicodedata.normalize("NFKC", written).strip()
    last = YEAR_LAST.fullmatch(text)
    if last:
        first, second, year = (int(one) for one in last.groups())
        return list(dict.fromkeys(_days(year, ((first, second), (second, first)))))
    found = NO_ZEROS.fullmatch(TENS.sub(_ten, text).translate(DIGITS))
    if not found:
        return []
    year, month = int(found[1]), int(found[2])
    if found[3]:
        return list(_days(year, ((month, int(found[3])),)))
    return [one[: len("2026-09")] for one in _days(year, ((month, 1),))]


def _days(year: int, pairs: tuple[tuple[int, int], ...]) -> Iterator[str]:
    for month, day in pairs:
        try:
            yield dt.date(year, month, day).isoformat()
        except ValueError:
            continue


def _ten(found: re.Match[str]) -> str:
    """十二 as 12, 二十 as 20."""
    tens = found[1].translate(DIGITS) or "1"
    return f"{tens}{found[2].translate(DIGITS) or '0'}"


def said_of_time(written: str) -> Text | str:
    """The sentence that proposes a time; empty where none is near."""
    proposed = times_meant(written)
    if not proposed:
        return ""
    found = Text(BETWEEN.zh.join(proposed), BETWEEN.en.join(proposed))
    return TIME_MEANT.format(proposed=found)
