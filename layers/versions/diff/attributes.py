"""What happened to the attributes of features that both versions have, column by column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from layers.storage.content import canonical_column


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """The pairs (positions) in which a column's value differs, with both values."""

    field: str
    rows: NDArray[np.intp]
    old: list[Any]
    new: list[Any]
    retyped: bool


def compare_columns(
    before: pd.DataFrame, after: pd.DataFrame, columns: list[str]
) -> Iterator[ColumnChange]:
    """Each column of two tables whose rows belong together, also one in which nothing differs."""
    for name in columns:
        old, new = canonical_column(before[name]), canonical_column(after[name])
        rows = np.flatnonzero(_differ(*_comparable(old, new)))
        chosen = pa.array(rows)
        yield ColumnChange(
            name,
            rows,
            old.take(chosen).to_pylist(),
            new.take(chosen).to_pylist(),
            old.type != new.type and _has_values(old) and _has_values(new),
        )


def filled(column: pd.Series) -> int:
    """How many values a column has."""
    return int(column.notna().sum())


def _has_values(array: pa.Array) -> bool:
    # A column without a value has no type of its own: reading gives it one by chance.
    return bool(array.null_count < len(array))


def _comparable(old: pa.Array, new: pa.Array) -> tuple[pa.Array, pa.Array]:
    """In one type: numbers as numbers, anything else as the text it would be written as."""
    if old.type == new.type:
        return old, new
    if _is_number(old) and _is_number(new):
        # Whole numbers beyond 2^53 are rounded, as they were when one side was written.
        return old.cast(pa.float64(), safe=False), new.cast(pa.float64(), safe=False)
    return _as_text(old), _as_text(new)


def _is_number(array: pa.Array) -> bool:
    return bool(pa.types.is_integer(array.type) or pa.types.is_floating(array.type))


def _as_text(array: pa.Array) -> pa.Array:
    texts = [None if value is None else _written(value) for value in array.to_pylist()]
    return pa.array(texts, pa.large_string())


def _written(value: Any) -> str:
    """As a table of text would have it: 5 for 5.0, the day alone for its midnight."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.tzinfo is None and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def _differ(old: pa.Array, new: pa.Array) -> NDArray[np.bool_]:
    """Where two values differ; nothing and nothing are the same."""
    unequal = pc.fill_null(pc.not_equal(old, new), False)
    one_is_missing = pc.xor(pc.is_null(old), pc.is_null(new))
    differ: NDArray[np.bool_] = pc.or_(unequal, one_is_missing).to_numpy(zero_copy_only=False)
    return differ
