"""Databases of tests: opened, filled, copied."""

from __future__ import annotations

import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Dialect, Engine, inspect
from sqlalchemy.util import LRUCache

from layers.system import sqlite_file
from layers.system.database import Database, engine_for_url
from projects.migrations.revisions import known
from projects.migrations.running import upgrade, upgrade_within
from projects.policy.register import load_policy
from projects.units.register import load_units

if TYPE_CHECKING:
    import pytest


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(engine_for_url(url))
    try:
        yield database
    finally:
        database.close()


def migrate(url: str) -> None:
    """The tables of today and the registers of policies and units."""
    with opened(url) as database:
        make_tables(database.engine)


def make_tables(engine: Engine) -> None:
    """The tables of today and the registers, as offices have them that are opened.

    For SQLite they are made once in each process, and every test has a copy. Tests of migrations
    call `upgrade` themselves.
    """
    if engine.dialect.name != "sqlite" or inspect(engine).get_table_names():
        _bring(engine)
        return
    with closing(engine.raw_connection()) as pooled:
        own = pooled.driver_connection
        assert isinstance(own, sqlite3.Connection)
        with closing(sqlite3.connect(_made())) as like:
            like.backup(own)


def copy_within(connection: Connection, revision: str = "head") -> None:
    """What `upgrade_within` makes of an empty file of SQLite, copied from one made before."""
    if revision != known()[-1] or inspect(connection).get_table_names():
        upgrade_within(connection, revision)
        return
    for statement in _statements():
        connection.exec_driver_sql(statement)


@cache
def _statements() -> tuple[str, ...]:
    """What makes the tables of the file, their rows, and all that hangs on them; a virtual table
    brings its own (`iterdump` of Python 3.11.2, which Debian 12 has, makes those a second time)."""
    with closing(sqlite3.connect(migrated())) as like:
        asked = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = "
        shadow = {name for (name,) in like.execute(asked + "'shadow'")}
        plain = [name for (name,) in like.execute(asked + "'table'") if name != "sqlite_schema"]
        made = like.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        parts = [(kind == "table", sql) for kind, name, sql in made if name not in shadow]
        rows = [row for name in plain for row in _rows(like, name)]
        tables = [sql for is_table, sql in parts if is_table]
        return (*tables, *rows, *(sql for is_table, sql in parts if not is_table))


def _rows(like: sqlite3.Connection, table: str) -> list[str]:
    columns = [name for _, name, *_ in like.execute(f'PRAGMA table_info("{table}")')]
    values = " || ', ' || ".join(f'quote("{name}")' for name in columns)
    said = f"""'INSERT INTO "{table}" VALUES (' || {values} || ')'"""
    return [sql for (sql,) in like.execute(f'SELECT {said} FROM "{table}"')]


@cache
def migrated() -> str:
    """Path of a file of SQLite with what all migrations make, to be copied."""
    path = Path(_FOLDER.name) / "migrated.sqlite"
    with opened(f"sqlite:///{path}") as database:
        upgrade(database.engine)
    return str(path)


@cache
def _made() -> str:
    path = Path(_FOLDER.name) / "office.sqlite"
    with opened(f"sqlite:///{path}") as database:
        _bring(database.engine)
    return str(path)


def _bring(engine: Engine) -> None:
    upgrade(engine)
    with Database(engine).transaction() as session:
        load_policy(session)
        load_units(session)


class Compiled(LRUCache[Any, Any]):
    """Statements as SQLAlchemy compiled them, for all engines alike that have one such memory.

    It begins each key with the dialect, which every engine has for itself.
    """

    def get(self, key: tuple[Dialect, ...], default: Any = None) -> Any:
        return super().get(_of_any(key), default)

    def __setitem__(self, key: tuple[Dialect, ...], value: Any) -> None:
        super().__setitem__(_of_any(key), value)


def _of_any(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return (key[0].name, *key[1:])


def remembering(create_engine: Callable[..., Engine], memory: Compiled) -> Callable[..., Engine]:
    """The same, every engine with this memory."""

    def create(*given: Any, **more: Any) -> Engine:
        engine = create_engine(*given, **more)
        engine.update_execution_options(compiled_cache=memory)
        return engine

    return create


def never_wait(patched: pytest.MonkeyPatch, module: ModuleType) -> None:
    """Files of SQLite that this module opens are not waited for until the disk has them, also while
    a new one is turned to a log of its own."""
    never, set_mode = "synchronous=OFF", sqlite_file.set_mode

    def set_it(connection: sqlite3.Connection, mode: str, wait_s: float) -> None:
        if mode == "journal_mode=WAL":
            # It looks into the file; what is wrong with that is said by what comes next.
            with suppress(sqlite3.Error):
                connection.execute(f"PRAGMA {never}")
        set_mode(connection, mode, wait_s)

    patched.setattr(module, "TO_DISK", never)
    patched.setattr(module, "set_mode", set_it)


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
