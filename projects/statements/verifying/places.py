"""Two readings of a file, place by place: what it states, and what it should."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

FIGURE = re.compile(r"-?\d[\d,]*\.\d+%?")
SHOWN, WRITTEN = " =", " 格式 format"
"""End the spot of what a formula shows, and of how a number is written, beside the cell's own."""
SAME = 1e-12
"""Relative: below the digits that results are given to, above what saving a file anew may lose.
Nothing absolute: no declaration has such a tolerance, and an index of connectivity may be 1e-12."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: the sheet, page or table, and the spot in it, each as it is named."""

    part: str
    spot: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Every value of a file by its place; `rows` and `columns` name places in words."""

    values: Mapping[Place, Any]
    rows: Mapping[Place, str]
    columns: Mapping[Place, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a file states something else than it should."""

    part: str
    spot: str
    row: str
    column: str
    stated: Any
    computed: Any

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def differences(stated: Reading, expected: Reading) -> Iterator[Finding]:
    """What differs, in the order of what is expected; what should not be there comes last."""
    for place, value in expected.values.items():
        there = stated.values.get(place)
        # Programs that never compute drop what a formula shows; the formula itself is compared.
        dropped = there is None and place.spot.endswith(SHOWN)
        if not dropped and not same(there, value):
            yield _finding(place, expected, there, value)
    for place, value in stated.values.items():
        if place not in expected.values and value not in (None, ""):
            yield _finding(place, stated, value, None)


def other_figures(stated: Reading, expected: Reading) -> Iterator[Finding]:
    """Figures that stand anywhere in one reading and nowhere in the other, for other layouts."""
    ours, theirs = _figures(expected), _figures(stated)
    for figure in sorted(theirs.keys() - ours.keys()):
        for place in theirs[figure]:
            yield _finding(place, stated, stated.values[place], None)
    for figure in sorted(ours.keys() - theirs.keys()):
        place = ours[figure][0]
        yield _finding(place, expected, None, expected.values[place])


def _figures(reading: Reading) -> dict[str, list[Place]]:
    """Places by the figures in them: numbers to twelve digits, or as they are written in text."""
    found: dict[str, list[Place]] = {}
    for place, value in reading.values.items():
        if place.spot.endswith(WRITTEN):
            continue
        texts = [f"{value:.12g}"] if _number(value) else FIGURE.findall(str(value or ""))
        for text in texts:
            found.setdefault(text, []).append(place)
    return found


def _finding(place: Place, named: Reading, stated: Any, computed: Any) -> Finding:
    row, column = named.rows.get(place, ""), named.columns.get(place, "")
    return Finding(place.part, place.spot, row, column, stated, computed)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same figure or the same text; an empty text is nothing."""
    if _number(one) and _number(other):
        return math.isclose(one, other, rel_tol=SAME)
    if one in (None, "") or other in (None, ""):
        return one in (None, "") and other in (None, "")
    return type(one) is type(other) and bool(one == other)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def flattened(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a JSON document by their path, as `result.zones[2].met_m2`."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from flattened(one, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from flattened(one, f"{path}[{number}]")
    else:
        yield path, value
