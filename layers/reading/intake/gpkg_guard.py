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
from geo.words import listed
from layers.reading.intake.file_errors import DAMAGED
from layers.reading.intake.format_errors import VIEWS_LEFT_OUT
from layers.reading.intake.gpkg_wal import take_in_log
from layers.reading.intake.staging import Source
from layers.reading.listing import Listing
from layers.reading.shown import NAMES_TOLD, shown_name

LAYERS_LIMIT = 10_000
# The listing is read in a moment; a whole table takes as long as its bytes.
SECONDS, TABLE_SECONDS = 10.0, 600.0
_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL\b", re.IGNORECASE)
# Tables that GDAL reads to know the layers; under these names nothing but a table is bearable.
_OWN = re.compile(r"(gpkg|sqlite|layer_styles|rtree)", re.IGNORECASE)
_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
# What is asked of values and of columns; a query of the file's own is never run.
_FUNCTIONS = frozenset(
    {"typeof", "count", "sum", "total", "date", "julianday", "substr", "instr", "char", "glob"}
)
_COLUMNS = "table_xinfo"
# Hidden in that list: 2 is computed when read, 3 when written.
VIRTUAL = 2
_LISTED = """
    SELECT c.table_name, g.column_name FROM gpkg_contents AS c
    JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name
    WHERE c.data_type = 'features' ORDER BY c.rowid LIMIT ?
"""


def gpkg_layers(source: Source) -> Listing:
    """Names of the layers that are plain tables; views among them are told.

    A log beside the file is taken in first. Raises `damaged` for a file whose own listing is not
    made of tables, `database-unfinished` for a log that does not fit.
    """
    problems = take_in_log(source)
    try:
        with opened(source) as connection:
            kinds = dict(_kinds(connection))
            _refuse_disguised(kinds, source, connection)
            rows = connection.execute(_LISTED, (LAYERS_LIMIT,)).fetchall()
            listed = {str(name): str(geometry) for name, geometry in rows}
            plain = [n for n, g in listed.items() if _is_plain(n, g, kinds, connection)]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # What SQLite says of a damaged schema quotes it, and need not be UTF-8 either.
        raise EcoAtlasError(DAMAGED, file=source.file, where="gpkg_contents") from error
    problems += _left_out(source, [name for name in listed if name not in plain])
    return Listing(plain, problems)


@contextlib.contextmanager
def opened(source: Source, seconds: float = SECONDS) -> Iterator[sqlite3.Connection]:
    """Read-only, able to do nothing but read tables, for some seconds at most."""
    connection = sqlite3.connect(f"{source.path.as_uri()}?mode=ro&immutable=1", uri=True)
    end = time.monotonic() + seconds
    try:
        # Nothing keeps a program from writing other bytes than UTF-8.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.set_progress_handler(lambda: time.monotonic() > end, 10_000)
        connection.set_authorizer(_permit)
        yield connection
    finally:
        connection.close()


def columns_of(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The columns that are kept in the file, with the types that they are declared as."""
    found = connection.execute(f"PRAGMA {_COLUMNS}({quoted(table)})")
    return {str(name): str(kind) for _, name, kind, *_, hidden in found if hidden != VIRTUAL}


def computed(connection: sqlite3.Connection, table: str) -> list[str]:
    """Columns that are worked out whenever they are read; one may grow without end."""
    found = connection.execute(f"PRAGMA {_COLUMNS}({quoted(table)})")
    return [str(name) for _, name, *_, hidden in found if hidden == VIRTUAL]


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _permit(action: int, *about: str | None) -> int:
    asked = about[1] if action == sqlite3.SQLITE_FUNCTION else about[0]
    named = {sqlite3.SQLITE_FUNCTION: _FUNCTIONS, sqlite3.SQLITE_PRAGMA: {_COLUMNS}}
    may = action in _READING or asked in named.get(action, ())
    return sqlite3.SQLITE_OK if may else sqlite3.SQLITE_DENY


def _is_plain(
    name: str, geometry: str, kinds: dict[str, str], connection: sqlite3.Connection
) -> bool:
    return kinds.get(name.lower()) == "table" and geometry not in computed(connection, name)


def _kinds(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """What each name stands for: table, virtual, view."""
    found = connection.execute("SELECT type, name, sql FROM sqlite_master")
    for kind, name, sql in found:
        if kind in ("table", "view"):
            virtual = kind == "table" and _VIRTUAL.match(sql or "")
            yield str(name).lower(), "virtual" if virtual else kind


def _refuse_disguised(
    kinds: dict[str, str], source: Source, connection: sqlite3.Connection
) -> None:
    """The spatial index alone is a virtual table by right."""
    for name, kind in kinds.items():
        is_index = kind == "virtual" and name.startswith("rtree_")
        if _OWN.match(name) and not is_index and (kind != "table" or computed(connection, name)):
            raise EcoAtlasError(DAMAGED, file=source.file, where=shown_name(name))


def _left_out(source: Source, names: list[str]) -> list[Problem]:
    if not names:
        return []
    shown = listed(map(shown_name, names), NAMES_TOLD)
    return [Problem(VIEWS_LEFT_OUT, {"file": source.file, "names": shown})]
