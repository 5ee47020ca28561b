"""Results as canonical JSON: stated digits, stated order, the same bytes whenever recomputed."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo import words
from geo.errors import EcoAtlasError, declare
from geo.figures.said import said
from geo.figures.units import METRES, SQUARE_METRES, Unit
from geo.words import Text

AREA_DIGITS = 6
"""Areas are given to 1e-6 m²: far below any survey, and 1e-9 of whatever is over 1000 m²."""
LENGTH_DIGITS = 6
OVER_ONE = 1e-8
"""So little more than all is all."""
SHARE_DIGITS = 12
ROUNDING = 1e-11
"""Part of a sum that rounded coordinates can make."""
LEAST_SHOWN = 0.005
"""Half of the last digit that an area or a length is written with, in m² or m."""
PARTS_DO_NOT_ADD_UP = declare(
    "parts-do-not-add-up",
    "error",
    Text(
        "各部分之和 {parts} 与整体 {whole} 相差 {difference}（{what}），结果没有保存。",
        "The parts add up to {parts}, the whole is {whole}: a difference of {difference} ({what})."
        " No result was kept.",
    ),
    Text(
        "这是程序的错误，不是数据的错误；请把图层和参数交给维护人员。",
        "This is a fault of the program, not of the data: give layers and parameters to whoever "
        "maintains it.",
    ),
)


def area(value_m2: float) -> float:
    # Adding zero turns -0.0 into 0.0.
    return round(float(value_m2), AREA_DIGITS) + 0.0


def length(value_m: float) -> float:
    return round(float(value_m), LENGTH_DIGITS) + 0.0


def share(part_m2: float, whole_m2: float) -> float | None:
    """part ÷ whole, None where there is no whole. Over 1 by rounding of the two areas is 1."""
    exact = ratio(part_m2, whole_m2)
    return None if exact is None else round(exact, SHARE_DIGITS) + 0.0


def ratio(part: float, whole: float) -> float | None:
    """The same with all its digits, to judge by."""
    if whole <= 0:
        return None
    exact = float(part) / float(whole)
    return 1.0 if 1.0 < exact < 1.0 + OVER_ONE else exact


def by_rounding(area_m2: float, of_m2: float) -> bool:
    """Whether so little of an area is what polygons that only share an edge have in common by
    rounding: it grows with the length of the edge, and not with small areas."""
    return area_m2 <= max(ROUNDING * of_m2, LEAST_SHOWN / 5)


def overlap(removed_m2: float, summed_m2: float) -> float:
    """An overlap as a figure: what is one by rounding alone is none."""
    return 0.0 if by_rounding(removed_m2, summed_m2) else area(removed_m2)


def require_sum(what: str, whole: float, parts: Iterable[float]) -> None:
    """Raises `parts-do-not-add-up` where parts miss their whole by more than can be written."""
    every = list(parts)
    together = math.fsum(every)
    room = max(LEAST_SHOWN, 10 * ROUNDING * math.fsum(map(abs, (whole, *every))))
    if not abs(together - whole) <= room:
        raise EcoAtlasError(
            PARTS_DO_NOT_ADD_UP,
            what=what,
            parts=together,
            whole=whole,
            difference=together - whole,
        )


def add_up(what: str, whole_m2: float, parts_m2: Mapping[str, float]) -> dict[str, float]:
    """Parts as figures whose digits add up to those of their whole, `area(whole_m2)`.

    What rounding leaves, some millionths of a m², goes to the largest of them. Raises
    `parts-do-not-add-up` where it is more than can be written.
    """
    require_sum(what, whole_m2, parts_m2.values())
    given = {name: area(part) for name, part in parts_m2.items()}
    largest = max(given, key=lambda name: given[name])
    others = math.fsum(part for name, part in given.items() if name != largest)
    given[largest] = area(area(whole_m2) - others)
    return given


def canonical(value: Any) -> str:
    """JSON in the declared order of keys, without spaces, Chinese as it is, never NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def fingerprint(value: Any) -> str:
    """SHA-256 of a value, whatever the order of its keys."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a note with its unit: kept as it is, written as every figure is.

    `exact`: every digit of it, for what somebody set.
    """

    value: float | None
    unit: Unit
    exact: bool = False


def area_amount(value_m2: float) -> Amount:
    return Amount(area(value_m2), SQUARE_METRES)


def length_amount(value_m: float) -> Amount:
    return Amount(length(value_m), METRES)


def note(code: str, zh: str, en: str, **values: Any) -> dict[str, Any]:
    """Something the reader of a figure has to know: a code with its values, and the sentence."""
    sentence = Text(zh, en).format(**{name: _written(one) for name, one in values.items()})
    return {"code": code, **{n: _kept(one) for n, one in values.items()}, **sentence.as_dict()}


def _written(value: Any) -> Any:
    if isinstance(value, Amount):
        return said(value.value, value.unit, exact=value.exact)
    return value


def _kept(value: Any) -> Any:
    """A number as it is, words as they are in Chinese."""
    if isinstance(value, Amount):
        return value.value
    return value.zh if isinstance(value, Text) else value


def split(text: str | None) -> tuple[str, ...]:
    """What a text that holds several names, parted by comma, 、 or semicolon; each once."""
    parts = (part.strip() for part in re.split("[,，、;；]", text or ""))
    return tuple(dict.fromkeys(part for part in parts if part))


def same_place(one: str, other: str) -> bool:
    """Whether two names are one place: 武汉 is 武汉市."""
    return _bare(one) == _bare(other)


def _bare(place: str) -> str:
    return place.strip().removesuffix("市")


def listed(keys: Iterable[object], shown: int = 10) -> Text | str:
    """The first few keys, parted as each language parts them; nothing of none."""
    every = list(keys)
    return words.listed(every, shown) if every else ""


def listed_zh(keys: Iterable[object], shown: int = 10) -> str:
    """The same in a row of a result, which is one whoever reads it."""
    found = listed(keys, shown)
    return found.zh if isinstance(found, Text) else found


def both(text: Text) -> str:
    """Words that stand in a row of a result, which is the same whoever reads it."""
    return f"{text.zh} · {text.en}"


def text_or_none(value: Any) -> str | None:
    """A name as text; what is empty or not-a-number is no name."""
    return None if value is None or value != value or value == "" else str(value)
