"""What a GeoPackage promises, looked at before GDAL opens it.

A GeoPackage is a database, and a database can hold queries: a view that never ends in the place of
a table, a virtual table that reaches for a file. Only plain tables that are listed as layers are
read. Everything is asked of a connection that may do nothing but read the listing.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from collections.abc import Iterator

from geo.errors import EcoAtlasError, Problem
from layers.reading.file_errors import DAMAGED, NO_SPATIAL_LAYER
from layers.reading.format_errors import VIEWS_LEFT_OUT
from layers.reading.listing import Listing
from layers.reading.shown import shown_name
from layers.reading.staging import Source

LAYERS_LIMIT = 10_000
SECONDS = 10.0
_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL\b", re.IGNORECASE)
# Tables that GDAL reads to know the layers; under these names nothing but a table is bearable.
_OWN = re.compile(r"(gpkg|sqlite|layer_styles|rtree)", re.IGNORECASE)
_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_LISTED = """
    SELECT c.table_name FROM gpkg_contents AS c
    JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name
    WHERE c.data_type = 'features' ORDER BY c.rowid LIMIT ?
"""


def gpkg_layers(source: Source) -> Listing:
    """Names of the layers that are plain tables; views among them are told.

    Raises `damaged` for a file whose own listing is not made of tables.
    """
    try:
        with _opened(source) as connection:
            kinds = dict(_kinds(connection))
            _refuse_disguised(kinds, source)
            rows = connection.execute(_LISTED, (LAYERS_LIMIT,)).fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # What SQLite says of a damaged schema quotes it, and need not be UTF-8 either.
        raise EcoAtlasError(DAMAGED, file=source.file, where="gpkg_contents") from error
    names = list(dict.fromkeys(str(row[0]) for row in rows))
    plain = [name for name in names if kinds.get(name.lower()) == "table"]
    problems = _left_out(source, [name for name in names if name not in plain])
    if not plain:
        problems.append(Problem(NO_SPATIAL_LAYER, {"file": source.file}))
    return Listing(plain, problems)


@contextlib.contextmanager
def _opened(source: Source) -> Iterator[sqlite3.Connection]:
    """Read-only, able to do nothing but read tables, for some seconds at most."""
    connection = sqlite3.connect(f"{source.path.as_uri()}?mode=ro&immutable=1", uri=True)
    end = time.monotonic() + SECONDS
    try:
        # Nothing keeps a program from writing other bytes than UTF-8.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.set_progress_handler(lambda: time.monotonic() > end, 10_000)
        connection.set_authorizer(_permit)
        yield connection
    finally:
        connection.close()


def _permit(action: int, *_about: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _kinds(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """What each name stands for: table, virtual, view."""
    found = connection.execute("SELECT type, name, sql FROM sqlite_master")
    for kind, name, sql in found:
        if kind in ("table", "view"):
            virtual = kind == "table" and _VIRTUAL.match(sql or "")
            yield str(name).lower(), "virtual" if virtual else kind


def _refuse_disguised(kinds: dict[str, str], source: Source) -> None:
    """The spatial index alone is a virtual table by right."""
    for name, kind in kinds.items():
        is_index = kind == "virtual" and name.startswith("rtree_")
        if kind != "table" and _OWN.match(name) and not is_index:
            raise EcoAtlasError(DAMAGED, file=source.file, where=shown_name(name))


def _left_out(source: Source, names: list[str]) -> list[Problem]:
    if not names:
        return []
    shown = "、".join(shown_name(name) for name in names[:20])
    return [Problem(VIEWS_LEFT_OUT, {"file": source.file, "names": shown})]
