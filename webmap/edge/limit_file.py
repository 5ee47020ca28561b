"""Counts of failures in a file of the data folder, which all processes of this machine share.

A restart forgets none of them. Names and addresses are not in it: what somebody types as his name
may be his password.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue

from limits.storage.base import MovingWindowSupport, Storage

from layers.system.sqlite_file import TO_DISK, set_mode

NAME = "limits.sqlite"
WAITS_S = 2.0
# What is over is removed each time that so many have been added.
TIDY_EVERY = 500
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# One row for each time that something was counted, until it counts no more (seconds, Unix time).
TABLE = """
CREATE TABLE IF NOT EXISTS counted (key BLOB NOT NULL, until REAL NOT NULL);
CREATE INDEX IF NOT EXISTS counted_key ON counted (key, until);
CREATE INDEX IF NOT EXISTS counted_until ON counted (until);
"""
ADDED = """
INSERT INTO counted (key, until)
WITH RECURSIVE times (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM times WHERE n < :amount)
SELECT :key, :until FROM times
WHERE (SELECT count(*) FROM counted WHERE key = :key AND until > :now) <= :room
"""
STANDING = "SELECT count(*), min(until) FROM counted WHERE key = ? AND until > ?"


class FileStorage(Storage, MovingWindowSupport):
    """A storage of `limits` in an SQLite file; raises `StorageError` where it cannot be had."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), wrap_exceptions=True)
        self._path = path
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._added = 0

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count, unless there would be more than `limit` within `expiry` seconds: then False."""
        now = time.time()
        return self._add(key, now, now + expiry, amount, limit - amount)

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the oldest that still counts was counted (Unix time), and how many there are."""
        del limit
        now = time.time()
        count, until = self._standing(key, now)
        return until - expiry, count

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count within a fixed window of `expiry` seconds; it begins where there is none."""
        now = time.time()
        count, until = self._standing(key, now)
        self._add(key, now, until if count else now + expiry, amount, sys.maxsize)
        return self.get(key)

    def get(self, key: str) -> int:
        return self._standing(key, time.time())[0]

    def get_expiry(self, key: str) -> float:
        """When the oldest that counts will count no more (Unix time)."""
        return self._standing(key, time.time())[1]

    def check(self) -> bool:
        try:
            self._standing("", 0.0)
        except sqlite3.Error:
            return False
        return True

    def reset(self) -> int:
        with self._connection() as connection:
            return connection.execute("DELETE FROM counted").rowcount

    def clear(self, key: str) -> None:
        with self._connection() as connection:
            connection.execute("DELETE FROM counted WHERE key = ?", (_digest(key),))

    def _standing(self, key: str, now: float) -> tuple[int, float]:
        """How many count, and when the oldest no longer does; now where there is none."""
        with self._connection() as connection:
            count, until = connection.execute(STANDING, (_digest(key), now)).fetchone()
        return int(count), float(until or now)

    def _add(self, key: str, now: float, until: float, amount: int, room: int) -> bool:
        given = {"key": _digest(key), "now": now, "until": until, "amount": amount, "room": room}
        with self._connection() as connection:
            added = connection.execute(ADDED, given).rowcount > 0
            self._added += added
            if self._added >= TIDY_EVERY:
                self._added = 0
                connection.execute("DELETE FROM counted WHERE until <= ?", (now,))
        return added

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses meanwhile; each statement is a transaction."""
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._opened()
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            connection.close()
            if getattr(error, "sqlite_errorcode", None) in DAMAGED:
                self._begin_anew()
            raise
        self._idle.put(connection)

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=WAITS_S, isolation_level=None, check_same_thread=False
        )
        try:
            set_mode(connection, "journal_mode=WAL", WAITS_S)
            connection.execute(f"PRAGMA {TO_DISK}")
            connection.executescript(TABLE)
        except sqlite3.Error as error:
            connection.close()
            if error.sqlite_errorcode in DAMAGED:
                self._begin_anew()
            raise
        return connection

    def _begin_anew(self) -> None:
        """Counts are all that a damaged file holds: the next one begins without them."""
        self.close()
        for end in ("", "-wal", "-shm"):
            self._path.with_name(f"{NAME}{end}").unlink(missing_ok=True)

    def close(self) -> None:
        """Close what is open and idle."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=16).digest()
