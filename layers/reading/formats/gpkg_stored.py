"""What a table of a GeoPackage really holds, against what GDAL has made of it.

SQLite keeps whatever it is given: a column of whole numbers may hold '12,000' or 3.7, a date may be
any text. GDAL turns such values into 12, 3 or nothing without a word. So values of another type
than was read are looked for, and a column that holds any is read again as it is stored, to be
judged row by row as the cells of a table are. So is a column whose declared type (VARCHAR, DECIMAL)
is none of the format's: GDAL leaves it out.
"""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from geo.errors import Problem
from geo.words import Text, listed
from layers.reading.formats.tables.grid import says_more, typed
from layers.reading.intake.format_errors import STORED_OTHERWISE
from layers.reading.intake.gpkg_guard import columns_of, quoted
from layers.reading.shapes.checking import ROWS_NAMED
from layers.reading.shown import shown_name

_EXACT = 2**53
_DATE_FORM = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*"
_TITLES = (
    (pa.types.is_boolean, Text("是否", "yes or no")),
    (pa.types.is_integer, Text("整数", "whole numbers")),
    (pa.types.is_floating, Text("数字", "numbers")),
    (pa.types.is_date, Text("日期", "dates")),
    (pa.types.is_timestamp, Text("日期时间", "dates with time")),
    (pa.types.is_string, Text("文字", "text")),
    (pa.types.is_large_string, Text("文字", "text")),
)


# Stand for columns that GDAL has not read.
UNKNOWN, GEOMETRY = pa.null(), pa.binary(0)
_GEOMETRIES = re.compile(
    "GEOMETRY|(MULTI)?(POINT|LINESTRING|POLYGON|CURVE|SURFACE)|CIRCULARSTRING|COMPOUNDCURVE"
    "|CURVEPOLYGON|GEOMETRYCOLLECTION",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Stored:
    """`rows` in the table. `columns` that have to take the place of those that GDAL has read;
    `written` as `RawLayer.written`."""

    rows: int
    columns: dict[str, pa.ChunkedArray] = field(default_factory=dict)
    written: dict[str, pa.ChunkedArray] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def unknown_to_gdal(
    connection: sqlite3.Connection, table: str, known: Collection[str]
) -> dict[str, pa.DataType]:
    """Columns that GDAL leaves out for their types: geometries beside the first one, or unknown."""
    return {
        name: GEOMETRY if _GEOMETRIES.fullmatch(kind.strip()) else UNKNOWN
        for name, kind in columns_of(connection, table).items()
        if name not in known
    }


def stored_as_read(
    connection: sqlite3.Connection, table: str, key: str, columns: Mapping[str, pa.DataType]
) -> Stored:
    """Compare a table with the types that GDAL has read. key: the column that numbers its rows."""
    odd = {name: test for name, kind in columns.items() if (test := _odd(quoted(name), kind))}
    counts = ", ".join(["count(*)", *(f"total({test})" for test in odd.values())])
    rows, *found = connection.execute(f"SELECT {counts} FROM {quoted(table)}").fetchone()  # noqa: S608  # nosec B608
    stored = Stored(int(rows))
    for (name, test), count in zip(odd.items(), found, strict=True):
        if count or columns[name] in (pa.float32(), UNKNOWN):
            order = f"{quoted(table)} ORDER BY {quoted(key)}"
            cells = connection.execute(f"SELECT {quoted(name)}, {test} FROM {order}").fetchall()  # noqa: S608  # nosec B608
            _take(stored, name, columns[name], cells)
    return stored


def _odd(column: str, kind: pa.DataType) -> str:
    """A condition in SQL that holds for values which GDAL would change; empty: there are none."""
    stored = f"typeof({column})"
    if pa.types.is_boolean(kind):
        return f"({stored} NOT IN ('integer', 'null') OR {column} NOT IN (0, 1))"
    if pa.types.is_integer(kind):
        most = 2 ** (kind.bit_width - 1)
        bounds = f"{-most} AND {most - 1}"
        return f"({stored} NOT IN ('integer', 'null') OR {column} NOT BETWEEN {bounds})"
    if pa.types.is_floating(kind):
        long = f"{stored} = 'integer' AND {column} NOT BETWEEN {-_EXACT} AND {_EXACT}"
        return f"({stored} NOT IN ('real', 'integer', 'null') OR ({long}))"
    if pa.types.is_date(kind):
        return f"({column} IS NOT {_day(column)} OR {stored} NOT IN ('text', 'null'))"
    if pa.types.is_timestamp(kind):
        return f"({stored} <> 'null' AND NOT ({_is_timestamp(column)}))"
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return f"({stored} IN ('blob', 'real') OR instr({column}, char(0)) > 0)"
    if kind == UNKNOWN:
        return "0"
    return f"{stored} NOT IN ('blob', 'null')" if _is_bytes(kind) else ""


def _day(text: str) -> str:
    """The day as it is in the calendar: without adding to it, SQLite lets 02-30 pass."""
    return f"date({text}, '+0 days')"


def _is_bytes(kind: pa.DataType) -> bool:
    return kind in (pa.large_binary(), pa.binary())


def _is_timestamp(column: str) -> str:
    """A day that there is, at its place, and a time that SQLite understands."""
    day = f"substr({column}, 1, 10)"
    return (
        f"typeof({column}) = 'text' AND {column} GLOB '{_DATE_FORM}'"
        f" AND julianday({column}) IS NOT NULL AND {_day(day)} IS {day}"
    )


def _take(
    stored: Stored, name: str, kind: pa.DataType, cells: list[tuple[Any, int | None]]
) -> None:
    """A column as it is stored. cells: value, and whether GDAL would change it."""
    odd = [(row, value) for row, (value, is_odd) in enumerate(cells, 1) if is_odd]
    if kind == pa.float32() and not odd:
        # Singles to GDAL, doubles in the file.
        stored.columns[name] = pa.chunked_array([pa.array([v for v, _ in cells], pa.float64())])
        return
    text = pa.chunked_array([pa.array([_as_text(value) for value, _ in cells], pa.string())])
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    stored.columns[name] = text if is_text else typed(text)
    if says_more(text, stored.columns[name]):
        stored.written[name] = text
    if odd:
        stored.problems.append(_told(name, kind, odd))


def _told(name: str, kind: pa.DataType, odd: list[tuple[int, Any]]) -> Problem:
    declared = next((title for test, title in _TITLES if test(kind)), Text("字节", "bytes"))
    values = {
        "field": shown_name(name),
        "declared": declared,
        "count": len(odd),
        "rows": listed((row for row, _ in odd), ROWS_NAMED),
        "value": shown_name(_as_text(odd[0][1]) or "", 60),
    }
    return Problem(STORED_OTHERWISE, values, field=name)


def _as_text(value: Any) -> str | None:
    """Numbers with every digit; bytes as the text that they are, else in base64."""
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        value = int(value)
    # No text of a table holds zero bytes; some programs fill up with them.
    return None if value is None else str(value).replace("\0", "")
