"""Opening the database file, also where little or nothing can be written beside it.

Readers and writers share memory in a file beside the database (`-shm`, 32 KiB). On a disk without
room for it, one process alone can still read; on a disk that is read-only, the file is read as it
lies there, unless newer records wait beside it.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlalchemy import Engine

from geo.errors import EcoAtlasError
from layers.faults.codes import RECORDS_ASIDE
from layers.faults.disk import is_there, is_writable

BUSY_TIMEOUT_MS = 15_000
TO_DISK = "synchronous=NORMAL"
"""A power cut may take the last records, and never the database."""
ASKS_AGAIN_S = 0.005
NO_SHARED_MEMORY = "SQLITE_IOERR_SHM"
CLOSED = ("SQLITE_CANTOPEN", "SQLITE_READONLY")


def open_sqlite(path: Path) -> sqlite3.Connection:
    """A connection without the driver's own transactions, which commit behind our back.

    Raises what SQLite raises, and `database-records-aside`.
    """
    try:
        return _opened(str(path), "journal_mode=WAL")
    except sqlite3.OperationalError as error:
        name = error.sqlite_errorname
        if name.startswith(NO_SHARED_MEMORY):
            return _opened(str(path), "locking_mode=EXCLUSIVE")
        if name.startswith(CLOSED) and is_there(path) and not is_writable(path.parent):
            return _as_it_lies(path)
        raise


def set_mode(connection: sqlite3.Connection, mode: str, wait_s: float) -> None:
    """Set a pragma such as `journal_mode=WAL`; raises what SQLite raises after `wait_s` seconds.

    While two processes turn one new file to a write-ahead log, SQLite refuses the second at once
    whatever time it was told to wait.
    """
    until = time.monotonic() + wait_s
    while True:
        try:
            connection.execute(f"PRAGMA {mode}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(ASKS_AGAIN_S)
        else:
            return


def is_held_alone(engine: Engine) -> bool:
    """Whether the database is one that no other process can read beside this one."""
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA locking_mode").scalar_one()
    return mode == "exclusive" or engine.url.database in (None, "", ":memory:")


def open_in_memory() -> sqlite3.Connection:
    """A database that is gone with its connection."""
    return _opened(":memory:", "journal_mode=MEMORY")


def _opened(address: str, mode: str, *, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address,
        timeout=BUSY_TIMEOUT_MS / 1000,
        check_same_thread=False,
        isolation_level=None,
        uri=uri,
    )
    try:
        set_mode(connection, mode, BUSY_TIMEOUT_MS / 1000)
        for pragma in ("foreign_keys=ON", TO_DISK):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _as_it_lies(path: Path) -> sqlite3.Connection:
    wal = path.with_name(f"{path.name}-wal")
    if is_there(wal) and wal.stat().st_size > 0:
        raise EcoAtlasError(RECORDS_ASIDE, wal=wal.name)
    return _opened(f"{path.as_uri()}?mode=ro&immutable=1", "query_only=ON", uri=True)
