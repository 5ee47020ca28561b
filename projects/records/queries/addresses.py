"""The filters of projects as an address holds them, read and written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from geo.years import FIRST_YEAR, LAST_YEAR
from layers.system.compared_text import plain
from projects.policy.divisions import DIVISIONS, division_text
from projects.records.model.codes import KINDS, SOURCES, STATUSES, StatusCode, by_word
from projects.records.queries.asked import LARGEST_PAGE, Asked
from projects.records.queries.pool_conditions import POOL_CHOICES
from projects.records.queries.query import SORTS

YES, NO = ("1", "true", "yes", "是"), ("0", "false", "no", "否")

FILTER_UNKNOWN = declare(
    "project-filter-unknown",
    "error",
    Text("没有名为“{name}”的查询条件。", "There is no filter called “{name}”."),
    Text("可用的条件：{choices}。", "The filters are: {choices}."),
    status=400,
)
FILTER_INVALID = declare(
    "project-filter-invalid",
    "error",
    Text("查询条件“{name}”不能是“{value}”。", "The filter “{name}” cannot be “{value}”."),
    Text("可以是：{choices}。", "It can be: {choices}."),
    status=400,
)


def read_asked(given: Mapping[str, str], on: dt.date | None = None) -> Asked:
    """The filters of an address; empty ones say nothing.

    `stage` is another name of `status`, `overdue` of `late`, `item_id` of `item`, `q` of `text`.
    Raises `project-filter-unknown` for a name that is none, `project-filter-invalid`.
    """
    read: dict[str, Any] = {}
    for said, value in given.items():
        name = OTHER_NAMES.get(said, said)
        if name not in READERS:
            raise EcoAtlasError(FILTER_UNKNOWN, name=said[:60], choices=", ".join(names()))
        if value.strip():
            read[name] = READERS[name](said, value.strip())
    asked = Asked(**read)
    return replace(asked, today=on) if on else asked


def names() -> list[str]:
    """Every name that an address may hold."""
    return sorted([*READERS, *OTHER_NAMES])


def as_query(asked: Asked) -> dict[str, str]:
    """The filters as an address holds them: `read_asked` gives the same back."""
    plain_ = Asked(today=asked.today)
    return {
        one.name: _said(getattr(asked, one.name))
        for one in fields(Asked)
        if one.name != "today" and getattr(asked, one.name) != getattr(plain_, one.name)
    }


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _invalid(name: str, value: str, choices: Any) -> EcoAtlasError:
    return EcoAtlasError(FILTER_INVALID, name=name, value=value[:60], choices=choices)


def _plain_text(name: str, value: str) -> str:
    if len(value) > 200:
        raise _invalid(name, value, Text("至多 200 字", "at most 200 characters"))
    return value


def _codes(codes: tuple[StatusCode, ...]) -> Callable[[str, str], tuple[str, ...]]:
    words = by_word(codes)

    def read(name: str, value: str) -> tuple[str, ...]:
        found = [words.get(plain(one)) for one in value.replace("、", ",").split(",")]
        known = [one.value for one in found if one is not None]
        if len(known) < len(found):
            choices = ", ".join(f"{one.value} {one.title.zh}" for one in codes)
            raise _invalid(name, value, choices)
        return tuple(dict.fromkeys(known))

    return read


def _whole(low: int, high: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        number = int(value) if re.fullmatch("[0-9]{1,9}", value) else low - 1
        if not low <= number <= high:
            raise _invalid(name, value, f"{low}–{high}")
        return number

    return read


def _yes(name: str, value: str) -> bool:
    if value.casefold() in YES:
        return True
    if value.casefold() in NO:
        return False
    raise _invalid(name, value, "1, 0")


def _division(name: str, value: str) -> str:
    for code in DIVISIONS:
        title = division_text(code)
        if plain(value) in (plain(code), plain(title.zh), plain(title.en)):
            return code
    raise _invalid(name, value, Text("区划代码或名称", "a division's code or name"))


def _pool(name: str, value: str) -> str:
    if value not in POOL_CHOICES:
        raise _invalid(name, value, ", ".join(POOL_CHOICES))
    return value


def _sort(name: str, value: str) -> str:
    if value.removeprefix("-") not in SORTS:
        raise _invalid(name, value, ", ".join(SORTS))
    return value


READERS: dict[str, Callable[[str, str], Any]] = {
    "text": _plain_text,
    "status": _codes(STATUSES),
    "kind": _codes(KINDS),
    "unit": _plain_text,
    "lead": _plain_text,
    "item": lambda name, value: _plain_text(name, value).upper(),
    "document": lambda name, value: _plain_text(name, value).upper(),
    "action": lambda name, value: _plain_text(name, value).upper(),
    "year": _whole(FIRST_YEAR, LAST_YEAR),
    "district": _division,
    "fund": _codes(SOURCES),
    "layer": _plain_text,
    "late": _yes,
    "stagnant": _yes,
    "without_place": _yes,
    "without_item": _yes,
    "without_unit": _yes,
    "without_district": _yes,
    "open_problems": _yes,
    "pool": _pool,
    "sort": _sort,
    "page": _whole(1, 100_000),
    "size": _whole(1, LARGEST_PAGE),
}
OTHER_NAMES = {
    "stage": "status",
    "overdue": "late",
    "item_id": "item",
    "q": "text",
    "without_clause": "without_item",
}
