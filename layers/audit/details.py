"""What of an entry is kept: plain JSON values that every database gives back as they were.

The hash is computed over what is kept, so it has to be the same before the database and after it.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 16_000
DEEPEST = 4
LONGEST_NAME = 64
HIDDEN = "•••"
# Callers hand no secrets over. Should one come along all the same, it goes no further than this.
SECRET_NAME = re.compile(r"passw|secret|cookie|authorization|csrf|^token$", re.IGNORECASE)
SECRET_VALUE = re.compile(r"eco_[\w-]{16,}|\$argon2\S+|(?<=bearer )\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The longest text and the longest list that are kept whole."""

    text: int
    items: int


TIGHTER = (Bounds(2000, 500), Bounds(300, 50), Bounds(60, 5))


def kept(details: Mapping[str, Any]) -> dict[str, Any]:
    """Details as they are stored; what is too long is cut, and says how much is missing."""
    size = 0
    for bounds in TIGHTER:
        plain: dict[str, Any] = _mapping(details, bounds, 0)
        size = len(canonical(plain))
        if size <= MOST_BYTES:
            return plain
    return {"cut": f"{size} bytes"}


def clean(text: str, longest: int) -> str:
    """Text that every database can keep, with nothing in it that looks like one of our secrets."""
    text = SECRET_VALUE.sub(HIDDEN, text.replace("\x00", "\N{REPLACEMENT CHARACTER}"))
    text = text.encode("utf-8", "replace").decode()
    if len(text) <= longest:
        return text
    left = f"… +{len(text) - longest}"
    return text[: longest - len(left)] + left


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8: the bytes that are hashed."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _plain(value: Any, bounds: Bounds, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping) and depth < DEEPEST:
        return _mapping(value, bounds, depth)
    if isinstance(value, list | tuple) and depth < DEEPEST:
        return _items(value, bounds, depth)
    if isinstance(value, dt.date):
        return value.isoformat()
    return clean(str(value), bounds.text)


def _mapping(value: Mapping[str, Any], bounds: Bounds, depth: int) -> dict[str, Any]:
    pairs = list(value.items())
    found = {
        clean(str(name), LONGEST_NAME): _named(str(name), one, bounds, depth + 1)
        for name, one in pairs[: bounds.items]
    }
    return found | ({"…": f"+{len(pairs) - bounds.items}"} if len(pairs) > bounds.items else {})


def _named(name: str, value: Any, bounds: Bounds, depth: int) -> Any:
    if isinstance(value, str) and SECRET_NAME.search(name):
        return HIDDEN
    return _plain(value, bounds, depth)


def _items(value: Iterable[Any], bounds: Bounds, depth: int) -> list[Any]:
    items = list(value)
    found = [_plain(one, bounds, depth + 1) for one in items[: bounds.items]]
    return found + ([f"… +{len(items) - bounds.items}"] if len(items) > bounds.items else [])


def _number(value: float) -> int | float | str:
    """PostgreSQL gives 1e20 back as a whole number, and knows neither nan nor inf."""
    if not math.isfinite(value):
        return str(value)
    return int(value) if float(value).is_integer() else value
