"""Databases of tests: opened, filled, copied."""

from __future__ import annotations

import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, inspect

from layers.system.database import Database, engine_for_url
from projects.migrations import upgrade


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(engine_for_url(url))
    try:
        yield database
    finally:
        database.close()


def migrate(url: str) -> None:
    """Every table of today, empty."""
    with opened(url) as database:
        make_tables(database.engine)


def make_tables(engine: Engine) -> None:
    """The tables of today, as `upgrade` makes them, which tests of migrations call themselves: for
    an empty SQLite file the migrations run once in each process, and every test has a copy."""
    if engine.dialect.name != "sqlite" or inspect(engine).get_table_names():
        upgrade(engine)
        return
    with closing(engine.raw_connection()) as pooled:
        own = pooled.driver_connection
        assert isinstance(own, sqlite3.Connection)
        with closing(sqlite3.connect(_migrated())) as like:
            like.backup(own)


@cache
def _migrated() -> str:
    path = Path(_FOLDER.name) / "migrated.sqlite"
    with opened(f"sqlite:///{path}") as database:
        upgrade(database.engine)
    return str(path)


_FOLDER = tempfile.TemporaryDirectory(prefix="ecoatlas-tests-", ignore_cleanup_errors=True)


@contextmanager
def own_postgresql(server_url: str, like: str = "template1") -> Iterator[tuple[str, str]]:
    """Name and URL of a new database, a copy of another one; it is dropped afterwards."""
    import psycopg

    name = f"ecoatlas_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        try:
            yield name, f"{server_url.rsplit('/', 1)[0]}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
