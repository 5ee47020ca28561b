"""Marks by which a spreadsheet is kept from making a number of a code: ="00123" and '00123."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import Problem
from geo.words import listed
from layers.reading.fields.table_errors import TEXT_GUARDS_REMOVED

_FORMULA = r'^\s*="(.*)"\s*$'
# Only before a number: other words may start with an apostrophe.
_APOSTROPHE = r"^\s*'([+-]?\d[^']*)$"
_COLUMNS_TOLD = 10


def unguarded(
    columns: Mapping[str, pa.ChunkedArray],
) -> tuple[dict[str, pa.ChunkedArray], list[Problem]]:
    """The texts without their guards, and what is to be told of it."""
    found: dict[str, pa.ChunkedArray] = {}
    counts: dict[str, int] = {}
    for name, column in columns.items():
        guarded = [pc.match_substring_regex(column, form) for form in (_FORMULA, _APOSTROPHE)]
        counts[name] = sum(pc.sum(mask).as_py() or 0 for mask in guarded)
        found[name] = _without(column, *guarded) if counts[name] else column
    touched = [name for name, count in counts.items() if count]
    if not touched:
        return found, []
    values = {"count": sum(counts.values()), "columns": listed(touched, _COLUMNS_TOLD)}
    example = _first(columns[touched[0]], found[touched[0]])
    return found, [Problem(TEXT_GUARDS_REMOVED, values | example)]


def bare_name(text: str) -> str:
    """The name of a column without its guard."""
    inner = text.strip()
    return inner[2:-1].replace('""', '"') if inner[:2] == '="' and inner[3:].endswith('"') else text


def _without(
    column: pa.ChunkedArray, formula: pa.ChunkedArray, apostrophe: pa.ChunkedArray
) -> pa.ChunkedArray:
    bare = pc.replace_substring_regex(column, _FORMULA, r"\1")
    column = pc.if_else(formula, pc.replace_substring(bare, '""', '"'), column)
    return pc.if_else(apostrophe, pc.replace_substring_regex(column, _APOSTROPHE, r"\1"), column)


def _first(old: pa.ChunkedArray, new: pa.ChunkedArray) -> dict[str, str]:
    row = pc.index(pc.not_equal(old, new), True).as_py()
    return {"raw": str(old[row])[:60], "read": str(new[row])[:60]}
