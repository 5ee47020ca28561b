"""The attribute columns of a finished layer: canonical ones, the file's own, and the key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa

from geo.errors import Problem
from geo.words import Text
from layers.kinds import Kind
from layers.reading.fields.errors import DIGITS_LOST, DUPLICATE_KEYS, FIELD_RENAMED, KEY_EMPTY
from layers.reading.fields.long_numbers import rows_with_digits_lost
from layers.reading.fields.mapping import FieldMap, names_of_codes
from layers.reading.fields.values import as_text, read_column, text_column
from layers.reading.raw import RawLayer
from layers.reading.rows import by_row

# Names that the stored file needs for itself.
TAKEN = frozenset({"geometry", "bbox"})
_NULLABLE: dict[pa.DataType, Any] = {
    kind: pd.Int64Dtype()
    for kind in (
        pa.int8(),
        pa.int16(),
        pa.int32(),
        pa.int64(),
        pa.uint8(),
        pa.uint16(),
        pa.uint32(),
    )
} | {pa.uint64(): pd.UInt64Dtype()}


def mapped_columns(
    raw: RawLayer,
    kind: Kind | None,
    fields: FieldMap,
    told: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> tuple[dict[str, pd.Series], list[Problem]]:
    """Canonical fields in the order of the kind, then what else the file has, under its own name.

    told: ours -> {their word: our code}, what a person says about words beside the code list.
    """
    columns: dict[str, pd.Series] = {}
    problems: list[Problem] = []
    for field in kind.fields if kind else ():
        theirs = fields.theirs.get(field.name)
        if theirs is not None:
            series = _written(raw, theirs) if field.type == "text" else _series(raw, theirs)
            column = read_column(series, field, fields.units.get(field.name), told.get(field.name))
            columns[field.name] = column.values
            problems += [replace(problem, field=theirs) for problem in column.problems]
            problems += _short(raw, theirs, field.title) if field.type == "text" else []
    used = set(fields.theirs.values())
    codes = {fields.key_field} if kind else {fields.key_field, *names_of_codes(raw.names)}
    for name in raw.names:
        if name not in used:
            kept = _free_name(name, {*columns, *fields.none})
            is_key = name == fields.key_field
            columns[kept] = (_written if is_key else _series)(raw, name)
            problems += _short(raw, name, name) if name in codes else []
            if kept != name:
                problems.append(Problem(FIELD_RENAMED, {"field": name, "kept": kept}))
    return columns, problems


def _short(raw: RawLayer, name: str, title: Text | str) -> list[Problem]:
    """Codes that have lost digits on their way, by row."""
    column = raw.written.get(name, raw.attributes[name])

    def values(row: int) -> dict[str, Any]:
        return {"field": title, "value": as_text(column[row].as_py())}

    found = by_row(DIGITS_LOST, rows_with_digits_lost(column), values)
    return [replace(problem, field=name) for problem in found]


def keys_of(column: pd.Series, key_field: str) -> tuple[pd.Series, list[Problem]]:
    """The key as text, and the rows where it is empty or used a second time."""
    keys = text_column(column)
    empty = keys.isna()
    problems = by_row(
        KEY_EMPTY, empty.to_numpy().nonzero()[0].tolist(), lambda _: {"key": key_field}
    )
    again = keys.duplicated(keep="first") & ~empty
    if not again.any():
        return keys, problems
    first = {key: row for row, key in reversed(list(enumerate(keys)))}

    def values(row: int) -> dict[str, Any]:
        return {"value": keys.iloc[row], "first": first[keys.iloc[row]] + 1}

    return keys, problems + by_row(DUPLICATE_KEYS, again.to_numpy().nonzero()[0].tolist(), values)


def _written(raw: RawLayer, name: str) -> pd.Series:
    """As text that may be a code: 3.10 is not 3.1."""
    column = raw.written.get(name)
    return _series(raw, name) if column is None else column.to_pandas()


def _series(raw: RawLayer, name: str) -> pd.Series:
    column = raw.attributes[name]
    if pa.types.is_temporal(column.type):
        # Dates as they are written; a time zone shift could turn one day into another.
        column = column.cast(pa.string())
    # Beside an empty cell pandas would make doubles of whole numbers, and round the long ones.
    gaps = pa.types.is_integer(column.type) and column.null_count > 0
    series: pd.Series = column.to_pandas(types_mapper=_NULLABLE.get if gaps else None)
    return series


def _free_name(name: str, columns: Collection[str]) -> str:
    """The file's own name, unless one of ours (or of the store) has it already."""
    taken = {kept.casefold() for kept in columns} | TAKEN
    while name.casefold() in taken:
        name = f"{name}_source"
    return name
