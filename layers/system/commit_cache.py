"""Answers that hold while nobody has written to the database, so that they need no second look.

A map asks for tiles by the hundred; who asks and what he may see is the same for all of them.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast
from urllib.parse import quote

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError

Answer = TypeVar("Answer")
# What changes with the clock alone, such as a session that ends, is noticed this much later.
HOLDS_S = 5.0
MOST = 1024
# Not None, which is an answer too.
MISSING = object()


class Unwritten:
    """Remembers answers until any connection commits to the database, and `HOLDS_S` at most.

    SQLite counts the commits of others (`PRAGMA data_version`) and tells it in microseconds.
    PostgreSQL tells which transactions had ended when it was asked: as long as it says the same,
    none has been committed in between. Of a database in memory nothing is remembered.
    """

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._kept: dict[Hashable, tuple[float, Any]] = {}
        self._version: object = None
        self._watch = _watch_of(engine)
        self._watching: Watch | None = None

    def answer(self, key: Hashable, find: Callable[[], Answer]) -> Answer:
        """What `find` said of this key, while that must still be true; else asked again."""
        if self._watch is None:
            return find()
        try:
            version, found = self._look(key)
        except (sqlite3.Error, SQLAlchemyError, OSError):
            # Whatever is wrong with the database, who reads from it says it better.
            self._watching = None
            return find()
        if found is not MISSING:
            return cast(Answer, found)
        fresh = find()
        self._keep(key, version, fresh)
        return fresh

    def _look(self, key: Hashable) -> tuple[object, Any]:
        # Not under the lock: whoever waits for the database, and then for his turn, keeps nobody
        # waiting.
        version = self._now()
        with self._lock:
            if version != self._version or len(self._kept) > MOST:
                self._kept.clear()
                self._version = version
            until, found = self._kept.get(key, (0.0, MISSING))
            return version, found if time.monotonic() < until else MISSING

    def _keep(self, key: Hashable, version: object, fresh: object) -> None:
        """Unless somebody has written since the version was read: what was found may be older."""
        with self._lock:
            if version == self._version:
                now = time.monotonic()
                self._drop(now)
                self._kept.pop(key, None)  # so that the latest stands last
                self._kept[key] = (now + HOLDS_S, fresh)

    def _drop(self, now: float) -> None:
        """What holds no longer, which stands first: a long answer is not kept for nothing."""
        while self._kept:
            key, (until, _) = next(iter(self._kept.items()))
            if now < until:
                return
            del self._kept[key]

    def _now(self) -> object:
        watching = self._watching
        if watching is None and self._watch is not None:
            with self._lock:
                # Two connections of SQLite count differently: all threads ask the same one.
                watching = self._watching = self._watching or self._watch()
        return watching and watching()


Watch = Callable[[], object]
"""Says something else whenever a transaction has been committed since it was asked last."""


def _watch_of(engine: Engine) -> Callable[[], Watch] | None:
    """How to begin to watch a database; None where that cannot be."""
    path = engine.url.database
    if engine.dialect.name == "postgresql":
        return lambda: _watch_postgresql(engine)
    if path in (None, "", ":memory:"):
        return None
    return lambda: _watch_sqlite(str(path))


def _watch_sqlite(path: str) -> Watch:
    """By a connection that never writes: to it every commit is another's."""
    connection = sqlite3.connect(
        f"file:{quote(path)}?mode=rw",
        uri=True,
        check_same_thread=False,
        isolation_level=None,
    )
    return lambda: connection.execute("PRAGMA data_version").fetchone()[0]


def _watch_postgresql(engine: Engine) -> Watch:
    """By the snapshot that a transaction would read now: a commit is in every later one."""

    turn = threading.Lock()
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def now() -> object:
        # A connection answers one thread at a time.
        with turn:
            try:
                return connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one()
            except BaseException:
                _end(connection)
                raise

    def end_with_engine(_engine: Engine) -> None:
        with turn:
            _end(connection)

    event.listen(engine, "engine_disposed", end_with_engine, once=True)
    return now


def _end(connection: Connection) -> None:
    """Close it towards the database too: an engine closes only what was given back to it."""
    if not connection.closed:
        connection.invalidate()
        connection.close()
