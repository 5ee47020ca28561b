"""Rows of every table as JSON lines, the same for every database, and back again.

A line is the list of a row's values in the order of the columns. A column that holds JSON is kept
as the text of that JSON, so that nothing of it changes on the way.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator, TypeEngine

from layers.system.database import UtcDateTime
from projects.backup.manifest import Form, TableEntry

AT_ONCE = 500
LONGEST_LINE = 256 * 2**20
TYPES: dict[Form, TypeEngine[Any]] = {
    "text": sa.Text(),
    "integer": sa.BigInteger(),
    "float": sa.Double(),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "moment": UtcDateTime(),
    "json": sa.Text(),
}
READ: dict[Form, Callable[[Any], Any]] = {
    "date": dt.date.fromisoformat,
    "moment": dt.datetime.fromisoformat,
}


def entry_of(table: sa.Table, rows: int = 0) -> TableEntry:
    """Name and columns of a table, as a backup tells them."""
    columns = tuple((column.name, form_of(column.type)) for column in table.columns)
    return TableEntry(name=table.name, columns=columns, rows=rows)


def form_of(kind: TypeEngine[Any]) -> Form:
    """The form of a column's values; raises TypeError for a type that is not known here."""
    if isinstance(kind, TypeDecorator) and not isinstance(kind, UtcDateTime):
        return form_of(kind.impl_instance)
    known: tuple[tuple[type[TypeEngine[Any]] | type[UtcDateTime], Form], ...] = (
        (UtcDateTime, "moment"),
        (sa.JSON, "json"),
        (sa.Boolean, "boolean"),
        (sa.Date, "date"),
        (sa.Integer, "integer"),
        (sa.Float, "float"),
        (sa.String, "text"),
    )
    for one, form in known:
        if isinstance(kind, one):
            return form
    raise TypeError(f"a backup cannot hold columns of type {kind!r}")


def plain_table(entry: TableEntry) -> sa.TableClause:
    """The table with plain columns: no defaults, no types of ours, no ORM."""
    return sa.table(entry.name, *(sa.column(name, TYPES[form]) for name, form in entry.columns))


def write_rows(connection: Connection, entry: TableEntry, file: Path) -> int:
    """Write every row of a table, a few in memory at a time; answers how many."""
    table = plain_table(entry)
    shown = [
        sa.cast(table.c[name], sa.Text) if form == "json" else table.c[name]
        for name, form in entry.columns
    ]
    query = sa.select(*shown).execution_options(yield_per=AT_ONCE)
    count = 0
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for row in connection.execute(query):
            lines.write(json.dumps([_written(value) for value in row], ensure_ascii=False) + "\n")
            count += 1
    return count


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def load_rows(connection: Connection, entry: TableEntry, file: Path) -> int:
    """Insert the rows of a file into a table; raises ValueError where it does not read as rows."""
    table = plain_table(entry)
    values = {name: _inserted(connection, name, form) for name, form in entry.columns}
    statement = sa.insert(table).values(values)
    count = 0
    with file.open(encoding="utf-8", newline="\n") as lines:
        for some in _batches(_rows(lines, entry)):
            connection.execute(statement, some)
            count += len(some)
    _follow_numbers(connection, entry)
    return count


def _inserted(connection: Connection, name: str, form: Form) -> sa.ColumnElement[Any]:
    value = sa.bindparam(f"v_{name}", type_=TYPES[form])
    if form == "json" and connection.dialect.name == "postgresql":
        return sa.cast(value, sa.dialects.postgresql.JSONB)
    return value


def _rows(lines: IO[str], entry: TableEntry) -> Iterator[dict[str, Any]]:
    while line := lines.readline(LONGEST_LINE):
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(entry.columns):
            raise ValueError("a line is no row")
        yield {
            f"v_{name}": value if value is None else READ.get(form, _same)(value)
            for (name, form), value in zip(entry.columns, values, strict=True)
        }


def _same(value: Any) -> Any:
    return value


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _follow_numbers(connection: Connection, entry: TableEntry) -> None:
    """PostgreSQL counts ids apart from the table: go on after the highest one."""
    if connection.dialect.name != "postgresql":
        return
    for name, form in entry.columns:
        if form != "integer":
            continue
        sequence = connection.scalar(
            sa.select(sa.func.pg_get_serial_sequence(f'"{entry.name}"', name))
        )
        if sequence:
            highest = connection.scalar(sa.select(sa.func.max(plain_table(entry).c[name])))
            following = sa.func.setval(sequence, highest or 1, highest is not None)
            connection.execute(sa.select(following))
