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

from sqlalchemy import Engine

Answer = TypeVar("Answer")
# What changes with the clock alone, such as a session that ends, is noticed this much later.
HOLDS_S = 5.0
MOST = 1024
# Not None, which is an answer too.
MISSING = object()


class Unwritten:
    """Remembers answers until any connection commits to the database, and `HOLDS_S` at most.

    SQLite counts the commits of others (`PRAGMA data_version`) and tells it in microseconds. With
    another database, or one in memory, nothing is remembered.
    """

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._kept: dict[Hashable, tuple[float, Any]] = {}
        self._version = -1
        self._path = _file(engine)
        self._watching: sqlite3.Connection | None = None

    def answer(self, key: Hashable, find: Callable[[], Answer]) -> Answer:
        """What `find` said of this key, while that must still be true; else asked again."""
        if self._path is None:
            return find()
        try:
            version, found = self._look(key)
        except sqlite3.Error:
            # Whatever is wrong with the database, who reads from it says it better.
            return find()
        if found is not MISSING:
            return cast(Answer, found)
        fresh = find()
        self._keep(key, version, fresh)
        return fresh

    def _look(self, key: Hashable) -> tuple[int, Any]:
        # Not under the lock: whoever waits for SQLite, and then for his turn, keeps nobody waiting.
        version = self._now()
        with self._lock:
            if version != self._version or len(self._kept) > MOST:
                self._kept.clear()
                self._version = version
            until, found = self._kept.get(key, (0.0, MISSING))
            return version, found if time.monotonic() < until else MISSING

    def _keep(self, key: Hashable, version: int, fresh: object) -> None:
        """Unless somebody has written since the version was read: what was found may be older."""
        with self._lock:
            if version == self._version:
                self._kept[key] = (time.monotonic() + HOLDS_S, fresh)

    def _now(self) -> int:
        if self._watching is None:
            with self._lock:
                # Two connections count differently: all threads ask the same one.
                self._watching = self._watching or self._watch()
        return int(self._watching.execute("PRAGMA data_version").fetchone()[0])

    def _watch(self) -> sqlite3.Connection:
        """A connection that never writes: to it every commit is another's."""
        return sqlite3.connect(
            f"file:{quote(str(self._path))}?mode=rw",
            uri=True,
            check_same_thread=False,
            isolation_level=None,
        )


def _file(engine: Engine) -> str | None:
    path = engine.url.database
    return path if engine.dialect.name == "sqlite" and path not in ("", ":memory:") else None
