"""A value as somebody wrote it: a number in the target's unit, done or not, or words."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from geo.errors import ErrorCode
from geo.figures.said import grouped
from geo.words import Text
from projects.figures.demands import amount_text
from projects.targets import errors
from projects.targets.measured import PERCENT, Measured

LONGEST_TEXT = 1000
LARGEST = 1e15
NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(\S*)")
GROUPED = re.compile(r"(?<=\d),(?=\d{3})")
MAGNITUDES = {"万": 1e4, "亿": 1e8}
DONE = frozenset({"完成", "已完成", "是", "done", "yes", "true", "√", "✓"})
NOT_DONE = frozenset({"未完成", "否", "notdone", "no", "false", "×"})
# A value so near to the target once it is multiplied (by 万, or by a hundred) was meant so, likely.
NEAR = (0.5, 2.0)
NO_UNIT = Text("原定单位", "the unit of the plan")
NOTHING = Text("（空）", "(empty)")
DONE_TEXT = {True: Text("完成", "done"), False: Text("未完成", "not done")}

Fault = tuple[ErrorCode, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Value:
    """A number, done or not, or words; nothing where all three are None."""

    number: float | None = None
    done: bool | None = None
    text: str | None = None


def read_value(written: Any, target: Measured, *, noted: bool = False) -> Value | Fault:
    """The value, or the code of what is wrong with it and what its message says.

    noted: the writer has explained the value, so that its size is not doubted.
    """
    text = _plain(written)
    if not text:
        return Value()
    if target.form == "done":
        return _done(text, written)
    said = _done(text, written)
    if target.by_person and isinstance(said, Value):
        return said
    if target.form == "text":
        return _words(written)
    found = _number(text, written, target, noted=noted)
    if target.form == "any" and not isinstance(found, Value):
        return _words(written)
    return found


def _plain(written: Any) -> str:
    if written is None:
        return ""
    if isinstance(written, float) and written.is_integer() and abs(written) < LARGEST:
        written = int(written)
    return unicodedata.normalize("NFKC", str(written)).strip()


def _done(text: str, written: Any) -> Value | Fault:
    said = "".join(text.casefold().split())
    if written is True or said in DONE:
        return Value(done=True)
    if written is False or said in NOT_DONE:
        return Value(done=False)
    return errors.NOT_DONE_OR_NOT, {"value": text[:40]}


def _words(written: Any) -> Value | Fault:
    """As they were written, Ⅲ and full-width commas too."""
    text = str(written).strip()
    if len(text) > LONGEST_TEXT:
        return errors.TOO_LONG, {"length": len(text), "limit": LONGEST_TEXT}
    return Value(text=text)


def _number(text: str, written: Any, target: Measured, *, noted: bool) -> Value | Fault:
    unit = target.unit or NO_UNIT
    shown = {"value": text[:40], "unit": unit}
    found = NUMBER.fullmatch(GROUPED.sub("", text.casefold()))
    number = float(found[1]) if found else math.nan
    if isinstance(written, bool) or not abs(number) < LARGEST:
        return errors.NOT_A_NUMBER, shown
    suffix = found[2] if found else ""
    if suffix and not _is_unit(suffix, target):
        return _of_suffix(number, suffix, target, shown)
    if target.is_share and not 0 <= number <= 100:
        return errors.NO_SHARE, shown
    return _of_doubtful_size(number, suffix, target, shown, noted=noted) or Value(number=number)


def _of_doubtful_size(
    number: float, suffix: str, target: Measured, shown: dict[str, Any], *, noted: bool
) -> Fault | None:
    """A number that would be near to what is asked in 万, in single units, or as a share of one."""
    if noted:
        return None
    if _in_ten_thousands(number, target):
        return errors.TEN_THOUSANDS, shown | {"meant": grouped(number * 1e4)}
    own = _own(target)
    if not suffix and own > 1 and _is_near(number / own, target):
        return errors.SINGLE_UNITS, shown | {"meant": grouped(number / own)}
    if not suffix and target.is_share and 0 < number <= 1 and _is_near(number * 100, target):
        return errors.HUNDREDTH, shown | {"meant": grouped(number * 100)}
    return None


def _is_unit(suffix: str, target: Measured) -> bool:
    """Whether what stands behind a number is the target's own unit, or its 万 alone."""
    if target.unit is None:
        return False
    spellings = {
        unicodedata.normalize("NFKC", one).casefold() for one in target.unit.as_dict().values()
    }
    return suffix in spellings or (suffix in MAGNITUDES and target.unit.zh.startswith(suffix))


def _of_suffix(number: float, suffix: str, target: Measured, shown: dict[str, Any]) -> Fault:
    times = MAGNITUDES.get(suffix[0])
    if times is not None:
        return errors.TEN_THOUSANDS, shown | {"meant": grouped(number * times / _own(target))}
    if suffix[0].isalpha() or suffix == PERCENT:
        return errors.OTHER_UNIT, shown
    return errors.NOT_A_NUMBER, shown


def _own(target: Measured) -> float:
    """What the unit of a target multiplies: ten thousand in 万亩, one in 个."""
    return MAGNITUDES.get(target.unit.zh[:1], 1.0) if target.unit else 1.0


def _in_ten_thousands(number: float, target: Measured) -> bool:
    asked, unit = target.asked or 0.0, target.unit
    if asked < 1e4 or number <= 0 or (unit and unit.zh.startswith(tuple(MAGNITUDES))):
        return False
    return _is_near(number * 1e4, target)


def _is_near(number: float, target: Measured) -> bool:
    return bool(target.asked) and NEAR[0] <= number / (target.asked or 1.0) <= NEAR[1]


def value_text(value: Value, unit: Text | None) -> Text:
    """A value as pages and messages write it."""
    if value.number is not None:
        return amount_text(value.number, unit)
    if value.done is not None:
        return DONE_TEXT[value.done]
    return Text(value.text, value.text) if value.text else NOTHING
