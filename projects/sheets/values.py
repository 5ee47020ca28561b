"""Rows of a sheet read as declared: every fault told at once, by row and column."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from geo.errors import EcoAtlasError, Problem
from geo.figures.said import grouped
from geo.words import Text, listed
from layers.reading.fields.dates import iso_date
from projects.sheets.declaration import SheetColumn, SheetKind
from projects.sheets.errors import (
    CELL_INVALID,
    CELL_MISSING,
    CELL_UNKNOWN_COLUMN,
    DATES_REVERSED,
    ROWS_TWICE,
    SHEET_EMPTY,
    SHEET_REFUSED,
    SHEET_TOO_LONG,
)

Row = dict[str, Any]
FAULTS_TOLD = 50
TEXT_LENGTH = 1000
MAX_ROWS = 50_000  # a day a row: 130 years
A_DAY = len("2025-06-01")
RATIOS = ("", "—", "ratio (0–1)")


def read_rows(
    kind: SheetKind,
    rows: Iterable[Mapping[str, Any]],
    numbers: Sequence[int] | None = None,
    problems: Iterable[Problem] = (),
) -> list[Row]:
    """Rows with every declared column: numbers as float, dates as ISO text, blanks None.

    numbers: what each row is called in messages, 1, 2, … by default.
    problems: faults found before, told with those found here.
    Raises `sheet-refused` with a problem for each fault, `sheet-empty`, `sheet-too-long`.
    """
    given = list(islice(rows, MAX_ROWS + 1))
    if len(given) > MAX_ROWS:
        raise EcoAtlasError(SHEET_TOO_LONG, limit=MAX_ROWS)
    called = numbers or range(1, len(given) + 1)
    found: list[Problem] = []
    read = [_row(kind, row, at, found) for at, row in zip(called, given, strict=True)]
    found += _twice(kind, read, called)
    found += _reversed(kind, read, called)
    every = _together(list(problems), found)
    if every:
        told = tuple(every[:FAULTS_TOLD])
        raise EcoAtlasError(SHEET_REFUSED, problems=told, count=len(every))
    if not read:
        raise EcoAtlasError(SHEET_EMPTY)
    return read


def _together(before: list[Problem], found: list[Problem]) -> list[Problem]:
    """By row; of a cell that was faulty before nothing more is said."""
    told = {(one.feature, one.field) for one in before}
    rest = [one for one in found if (one.feature, one.field) not in told]
    return sorted([*before, *rest], key=lambda one: one.feature or 0)


def hash_of(kind: SheetKind, rows: list[Row]) -> str:
    """SHA-256 of the rows, in their order; empty columns that came later do not count."""
    later = {one.name for one in kind.columns if one.later}
    kept = [{n: v for n, v in row.items() if v is not None or n not in later} for row in rows]
    text = json.dumps({"kind": kind.id, "rows": kept}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _row(kind: SheetKind, row: Mapping[str, Any], number: int, problems: list[Problem]) -> Row:
    for name in row:
        if kind.column(name) is None:
            known = listed(one.name for one in kind.columns)
            values = {"column": name, "known": known}
            problems.append(Problem(CELL_UNKNOWN_COLUMN, values, number, name))
    return {one.name: _cell(one, row.get(one.name), number, problems) for one in kind.columns}


def _cell(column: SheetColumn, value: Any, number: int, problems: list[Problem]) -> Any:
    try:
        read = None if is_blank(value) else READERS[column.type](column, value)
    except (TypeError, ValueError, OverflowError):
        values = {
            "row": number,
            "column": column.title,
            "value": str(value)[:60],
            "expected": expected(column),
        }
        problems.append(Problem(CELL_INVALID, values, number, column.name))
        return None
    if read is None and column.required:
        values = {"row": number, "column": column.title}
        problems.append(Problem(CELL_MISSING, values, number, column.name))
    return read


def is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _text(_column: SheetColumn, value: Any) -> str:
    """One line: breaks within a cell become blanks; a whole number has no decimals."""
    whole = isinstance(value, float) and value.is_integer()
    text = " ".join(str(int(value) if whole else value).split())
    if len(text) > TEXT_LENGTH or any(not char.isprintable() for char in text):
        raise ValueError(text)
    return text


def _number(column: SheetColumn, value: Any) -> float:
    if isinstance(value, bool):
        raise ValueError(value)
    number = _written(column, value) if isinstance(value, str) else float(value)
    low, high = _bounds(column)
    if not (math.isfinite(number) and low <= number <= high):
        raise ValueError(value)
    return number


def _written(column: SheetColumn, text: str) -> float:
    """A number as people write it; a percentage where the unit is percent or none."""
    digits = text.strip().removesuffix("%")
    if "_" in digits:  # Python's own, nobody else's
        raise ValueError(text)
    value = float(digits)
    if digits == text.strip() or _unit(column) == "%":
        return value
    if _unit(column) not in RATIOS:
        raise ValueError(text)
    return round(value / 100, 12)


def _unit(column: SheetColumn) -> str:
    return column.unit.en if column.unit else ""


def _date(_column: SheetColumn, value: Any) -> str | None:
    """A whole day: rules are compared with days, and a month is none."""
    day = iso_date(value)
    if day is not None and len(day) != A_DAY:
        raise ValueError(value)
    return day


def _code(column: SheetColumn, value: Any) -> str:
    asked = str(value).strip()
    for code, title in column.codes:
        if asked in (code, title.zh, title.en):
            return code
    raise ValueError(value)


READERS: dict[str, Callable[[SheetColumn, Any], Any]] = {
    "text": _text,
    "number": _number,
    "date": _date,
    "code": _code,
    "law": _text,
}


def _bounds(column: SheetColumn) -> tuple[float, float]:
    low = -math.inf if column.low is None else column.low
    return low, math.inf if column.high is None else column.high


def expected(column: SheetColumn) -> Text:
    """What a column wants, in words."""
    if column.type == "code":
        titles = [title for _, title in column.codes]
        return listed(titles)
    if column.type == "date":
        return Text("日期，如 2025-06-01", "a date such as 2025-06-01")
    if column.type == "law":
        return Text("“法律、标准与文件”表中的编号或名称", "an id or a name of the sheet of laws")
    if column.type == "text":
        return Text(f"不超过 {TEXT_LENGTH} 字的文字", f"text of at most {TEXT_LENGTH} characters")
    low, high = column.low, column.high
    if low is None and high is None:
        return Text("数字", "a number")
    lowest, highest = ("" if edge is None else grouped(edge) for edge in (low, high))
    return Text(f"{lowest} 到 {highest} 之间的数字", f"a number from {lowest} to {highest}")


def with_later(kind: SheetKind, rows: Sequence[Row]) -> Sequence[Row]:
    """Rows with the columns that came after they had been saved, empty."""
    lacking = {one.name: None for one in kind.columns if one.later}
    return [row | {n: v for n, v in lacking.items() if n not in row} for row in rows]


def key_of(kind: SheetKind, row: Row) -> tuple[Any, ...]:
    """What a row is known by within its sheet."""
    return tuple(row[name] for name in kind.keys)


def _reversed(kind: SheetKind, rows: list[Row], numbers: Sequence[int]) -> list[Problem]:
    """Rows that end before they begin: they would hold on no day, and nothing would say so."""
    problems = []
    for number, row in zip(numbers, rows, strict=True):
        for start, end in kind.spans:
            since, until = row[start], row[end]
            if since and until and until < since:
                titles = {"start": _title(kind, start), "end": _title(kind, end)}
                values = {"row": number, "key": _shown(kind, row), "since": since, "until": until}
                problems.append(Problem(DATES_REVERSED, titles | values, number, end))
    return problems


def _title(kind: SheetKind, name: str) -> Text:
    column = kind.column(name)
    return column.title if column else Text(name, name)


def _shown(kind: SheetKind, row: Row) -> str:
    """What a row is known by, for a message."""
    return " · ".join(str(part) for part in key_of(kind, row) if part is not None)


def _twice(kind: SheetKind, rows: list[Row], numbers: Sequence[int]) -> list[Problem]:
    seen: dict[tuple[Any, ...], int] = {}
    problems = []
    for number, row in zip(numbers, rows, strict=True):
        key = key_of(kind, row)
        first = seen.setdefault(key, number)
        if first != number:
            values = {"row": number, "first": first, "key": _shown(kind, row)}
            problems.append(Problem(ROWS_TWICE, values, number))
    return problems
