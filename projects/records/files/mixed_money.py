"""Columns of money in which amounts are written in different units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from geo.errors import Problem
from geo.figures.said import typed
from geo.words import BETWEEN_CLAUSES, Text, listed
from projects.records.files.grid import NO_RESULT
from projects.records.files.heads import Meaning
from projects.records.model.list_errors import RECORDS_MIXED_UNITS, RECORDS_UNIT_DOUBTFUL
from projects.records.model.money import read_amount

FACTOR = 10_000
"""A number of 元 among numbers of 万元 is so many times too large."""
LEAST = 4
"""Of fewer amounts nothing can be said of one of them."""
UNIT_ROWS = Text("{unit}：第 {rows} 行", "{unit}: rows {rows}")
ROWS_NAMED = 5


def mixed_units(
    rows: Sequence[tuple[int, Mapping[str, Any]]],
    meanings: Mapping[str, Meaning],
    accept: frozenset[str],
) -> Iterator[Problem]:
    """Columns that say two units, and single amounts that are ten thousand times the others."""
    for name, meaning in meanings.items():
        if meaning.field.type != "money":
            continue
        read = [
            (number, amount)
            for number, values in rows
            for raw in [values.get(name)]
            if raw not in (None, "") and raw is not NO_RESULT
            for amount in [read_amount(raw, meaning.unit or "万元")]
            if amount is not None
        ]
        said = {amount.unit or meaning.unit for _, amount in read}
        if len(said) > 1 and RECORDS_MIXED_UNITS.code not in accept:
            yield _mixed(name, meaning, read)
        bare = [(number, amount.wan) for number, amount in read if amount.unit is None]
        if len(bare) >= LEAST and RECORDS_UNIT_DOUBTFUL.code not in accept:
            middle = median(wan for _, wan in bare)
            for number, wan in bare:
                if middle > 0 and wan >= 1000 * middle and wan % FACTOR == 0:
                    values = {
                        "row": number,
                        "column": meaning.field.title,
                        "value": typed(wan),
                        "meant": typed(wan / FACTOR),
                    }
                    yield Problem(RECORDS_UNIT_DOUBTFUL, values, number, name)


def _mixed(name: str, meaning: Meaning, read: Sequence[tuple[int, Any]]) -> Problem:
    rows: dict[str, list[int]] = {}
    for number, amount in read:
        rows.setdefault(amount.unit or meaning.unit or "—", []).append(number)
    named = {unit: listed(some, ROWS_NAMED) for unit, some in rows.items()}
    each = (UNIT_ROWS.format(unit=unit, rows=some) for unit, some in named.items())
    fewest = min(rows.values(), key=len)
    units = listed(each, between=BETWEEN_CLAUSES)
    values = {"column": meaning.field.title, "units": units}
    return Problem(RECORDS_MIXED_UNITS, values, fewest[0], name)
