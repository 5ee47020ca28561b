"""Reading a GeoPackage as the database that it is: every value of every table, shapes as hashes.

GDAL would show the layers only, not what says where on earth they lie or which index finds them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import shapely

from projects.statements.faces.geopackage import ENVELOPE
from projects.statements.verifying.marks import Mark
from projects.statements.verifying.places import Place, Reading

CONTENTS, SHAPES, SYSTEMS = "gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"
NAMED_BY = {CONTENTS: "table_name", SHAPES: "table_name", SYSTEMS: "srs_id"}
MOMENTS = frozenset({(CONTENTS, "last_change")})
SHADOWS = ("_node", "_parent", "_rowid")
ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
HEAD_BYTES = 8


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Read as it lies there: without a journal beside it, and without trusting its schema."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
        database.execute("PRAGMA trusted_schema = OFF")
        yield database


def envelope_text(path: Path) -> str | None:
    with _opened(path) as database:
        query = f"SELECT text FROM {ENVELOPE} ORDER BY piece"  # noqa: S608  # nosec B608 - our own name
        return "".join(str(one) for (one,) in database.execute(query))


def read(path: Path) -> Reading:
    values: dict[Place, Any] = {}
    rows: dict[Place, str] = {}
    columns: dict[Place, str] = {}
    with _opened(path) as database:
        shaped = _shaped(database)
        used = {srs for _, srs in shaped.values()}
        for table in _tables(database):
            for row, place, column, value in _values(database, table, shaped, used):
                values[place], rows[place], columns[place] = value, row, column
    return Reading(values, rows, columns)


def _tables(database: sqlite3.Connection) -> list[str]:
    """Tables with something to read; those in which an index is kept are read through it."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
    found = {str(name): str(sql) for name, sql in database.execute(query)}
    indexes = [name for name, sql in found.items() if "virtual table" in sql[:40].lower()]
    shadows = {f"{one}{ending}" for one in indexes for ending in SHADOWS}
    kept = found.keys() - shadows - {ENVELOPE}
    return [one for one in found if one in kept and not one.startswith("sqlite_")]


def _shaped(database: sqlite3.Connection) -> dict[tuple[str, str], tuple[str, int]]:
    query = f"SELECT table_name, column_name, srs_id FROM {SHAPES}"  # noqa: S608  # nosec B608 - our own name
    try:
        return {(table, column): (table, srs) for table, column, srs in database.execute(query)}
    except sqlite3.Error:  # no table in it has shapes
        return {}


def _values(
    database: sqlite3.Connection,
    table: str,
    shaped: Mapping[tuple[str, str], Any],
    used: set[int],
) -> Iterator[tuple[str, Place, str, Any]]:
    quoted = table.replace('"', '""')
    found = database.execute(f'SELECT * FROM "{quoted}" ORDER BY 1')  # noqa: S608  # nosec B608 - quoted
    columns = [str(one[0]) for one in found.description]
    named = NAMED_BY.get(table, "key" if "key" in columns else columns[0])
    for number, row in enumerate(found, start=1):
        values = dict(zip(columns, row, strict=True))
        if table == SYSTEMS and values.get("srs_id") not in used:
            continue  # programs add the systems that they know
        name = str(values[named])
        spot = name if table in NAMED_BY else str(number)
        for column, value in values.items():
            if (table, column) not in MOMENTS:
                is_shape = (table, column) in shaped
                read = _shape(value) if is_shape else _plain(value)
                yield name, Place(table, f"{spot}.{column}"), column, read


def _plain(value: Any) -> Any:
    return hashlib.sha256(value).hexdigest()[:16] if isinstance(value, bytes) else value


def _shape(value: Any) -> str | None:
    """A shape in few letters with the number of its system; the order of parts says nothing."""
    if not isinstance(value, bytes):
        return None if value is None else str(value)
    flags = value[3]
    srs = int.from_bytes(value[4:HEAD_BYTES], "little" if flags & 1 else "big", signed=True)
    shape = shapely.from_wkb(value[HEAD_BYTES + ENVELOPE_BYTES[flags >> 1 & 7] :])
    if shape is None or shape.is_empty:
        return None
    written = shapely.to_wkb(shapely.normalize(shape), byte_order=1)
    return f"{hashlib.sha256(written).hexdigest()[:16]} @{srs}"


def marks(path: Path) -> Iterator[Mark]:
    """What acts on the tables: triggers, views, indexes, and how the tables are defined."""
    with _opened(path) as database:
        query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        for kind, name, sql in database.execute(query):
            yield Mark("definitions" if kind == "table" else "triggers", str(name), str(sql))
