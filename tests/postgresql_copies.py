"""Databases of PostgreSQL that tests begin with: copies of one that was filled once, which the next
test has again after what was written is taken back.

The server makes hundreds of files for a copy and throws them away afterwards, and asks for all of
the catalogue anew when it is opened: ten times what taking back costs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from tests.databases import own_postgresql

Fill = Callable[[str], None]
# What was deleted stays in the files: each of thousands of tests would read past it.
MOST_USES = 50
A_MOMENT_S, PATIENCE_S = 0.1, 5
DEFINED_IN = (
    "pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_trigger", "pg_proc",
    "pg_type", "pg_namespace", "pg_extension", "pg_db_role_setting",
)  # fmt: skip
DEFINED = " UNION ALL ".join(
    f"SELECT count(*), max(xmin::text::bigint) FROM {one}" for one in DEFINED_IN
)
TABLES = """
    SELECT oid::regclass::text, pg_relation_size(oid) > 0 FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY oid
"""
SEQUENCES = """
    SELECT seqrelid::regclass::text, seqstart, pg_sequence_last_value(seqrelid) FROM pg_sequence
"""
OTHERS = """
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Copy:
    """A database of a test's own, as long as it is open, and how it was when it was new."""

    def __init__(self, server_url: str, like: str) -> None:
        import psycopg

        with ExitStack() as opening:
            _, self.url = opening.enter_context(own_postgresql(server_url, like))
            connection = psycopg.connect(self.url, autocommit=True)
            self._connection = opening.enter_context(connection)
            self.close = opening.pop_all().close
        self._uses = 0
        self._defined = self._ask(DEFINED)
        self._rows = {name: self._written(name) for name, filled in self._ask(TABLES) if filled}
        self._counts = {name: self._count(name) for name in self._rows}
        self._sequences = self._ask(SEQUENCES)
        self._since = self._now()

    def take_back(self) -> bool:
        """Everything as it was; False where that cannot be, as what a test has defined anew stays,
        or is not worth the while."""
        self._uses += 1
        self._end_others()
        if self._uses >= MOST_USES or self._ask(DEFINED) != self._defined:
            return False
        with self._connection.transaction():
            # Neither triggers nor references stand in the way: the rows come in no order.
            self._connection.execute("SET LOCAL session_replication_role = replica")
            for name, filled in self._ask(TABLES):
                if filled:
                    self._take_back_rows(name)
            self._take_back_sequences()
            self._since = self._now()
        return True

    def _take_back_rows(self, table: str) -> None:
        """What was written since goes; rows that are missing then were changed or deleted."""
        later = f"DELETE FROM {table} WHERE xmin::text::bigint > {self._since}"
        self._connection.execute(later)
        if table in self._rows and self._count(table) != self._counts[table]:
            self._connection.execute(f"DELETE FROM {table}")
            with self._connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(self._rows[table])

    def _take_back_sequences(self) -> None:
        both = zip(self._sequences, self._ask(SEQUENCES), strict=True)
        for (name, start, before), (_, _, now) in both:
            if before != now:
                last, is_taken = (start, False) if before is None else (before, True)
                self._connection.execute("SELECT setval(%s, %s, %s)", (name, last, is_taken))

    def _end_others(self) -> None:
        """A connection that a test has closed is gone a moment later; others are ended."""
        begun = time.monotonic()
        while others := self._ask(OTHERS):
            waited = time.monotonic() - begun
            assert waited < PATIENCE_S, "a connection does not end"
            if waited > A_MOMENT_S:
                self._connection.execute("SELECT pg_terminate_backend(%s)", others[0])
            time.sleep(0.002)

    def _written(self, table: str) -> bytes:
        with self._connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
            return b"".join(bytes(part) for part in copy)

    def _count(self, table: str) -> int:
        return int(self._ask(f"SELECT count(*) FROM {table}")[0][0])

    def _now(self) -> int:
        return int(self._ask("SELECT txid_current()")[0][0])

    def _ask(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()


class Copies:
    """Copies that nobody uses, by what they were filled with."""

    def __init__(self, server_url: str, template: Callable[[Fill], str]) -> None:
        self._server_url = server_url
        self._template = template
        self._free: dict[Fill, list[Copy]] = {}

    @contextmanager
    def one(self, fill: Fill) -> Iterator[str]:
        """The URL of a database of one's own, filled so."""
        free = self._free.setdefault(fill, [])
        copy = free.pop() if free else Copy(self._server_url, self._template(fill))
        kept = False
        try:
            yield copy.url
            kept = copy.take_back()
        finally:
            if kept:
                free.append(copy)
            else:
                copy.close()

    def close(self) -> None:
        for free in self._free.values():
            while free:
                free.pop().close()
