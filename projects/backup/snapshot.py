"""One state of the database, read while others write.

SQLite is copied by its own online backup into a scratch file, which is then checked; PostgreSQL
shows one state for the length of a transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine

from geo.errors import EcoAtlasError
from layers.system.database import engine_for_url
from projects.backup.errors import DATABASE_DAMAGED


@contextmanager
def snapshot(engine: Engine, folder: Path) -> Iterator[Connection]:
    """A connection that sees one state; scratch files go to `folder`.

    Raises `backup-database-damaged`, and OSError where the copy cannot be written.
    """
    if engine.dialect.name == "sqlite":
        with _copied(engine, folder / "snapshot.sqlite") as connection:
            yield connection
    else:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**options) as connection:
            yield connection


@contextmanager
def _copied(engine: Engine, copy: Path) -> Iterator[Connection]:
    _copy(engine, copy)
    copied = engine_for_url(f"sqlite:///{copy.as_posix()}")
    try:
        with copied.connect() as connection:
            yield connection
    finally:
        copied.dispose()
        for file in copy.parent.glob(f"{copy.name}*"):
            file.unlink()


def _copy(engine: Engine, copy: Path) -> None:
    """In one step: a copy made in several begins again whenever somebody writes in between."""
    try:
        with closing(engine.raw_connection()) as source, closing(sqlite3.connect(copy)) as target:
            cast(sqlite3.Connection, source.driver_connection).backup(target)
            check(target)
    except sqlite3.OperationalError as error:
        # The disk is full or the file is locked: that says nothing against the database.
        raise OSError(str(error)) from error
    except sqlite3.DatabaseError as error:
        raise EcoAtlasError(DATABASE_DAMAGED, why=error) from error


def check(database: sqlite3.Connection) -> None:
    """Raises `backup-database-damaged` where SQLite finds fault with its file or with a key."""
    said = [row[0] for row in database.execute("PRAGMA integrity_check(1)")]
    if said != ["ok"]:
        raise EcoAtlasError(DATABASE_DAMAGED, why=said[0])
    orphan = database.execute("PRAGMA foreign_key_check").fetchone()
    if orphan is not None:
        why = f"{orphan[0]} #{orphan[1]} → {orphan[2]}"
        raise EcoAtlasError(DATABASE_DAMAGED, why=why)
