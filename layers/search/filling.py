"""Putting the features of a content into the search index, some at a time, and taking them out.

Each part is a transaction of its own, so that nobody waits long to write; a content is asked for
when all of it is in. Where one process is interrupted, the next one goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

import pyarrow as pa
from sqlalchemy import Connection, Select, delete, insert, select, text, update
from sqlalchemy.orm import Session

from layers.catalogue import Layer, Version
from layers.search.tables import (
    ENTRIES_OF_ONE,
    GRAMS,
    GRAMS_INDEX,
    TAKEN_OUT,
    SearchContent,
    SearchEntry,
)
from layers.search.words import compared, grams_of, numbers_of, sound_of
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.progress import Progress, silent
from layers.system.row_access import EVERYTHING

STEP = "search"
AT_ONCE = 5_000
NAMING = ("name", "code")


class Entry(NamedTuple):
    """A row of `SearchEntry`."""

    id: int
    key: str
    name: str | None
    words: str
    sound: str | None


class Begun(NamedTuple):
    """How far a content is in the index."""

    id: int
    entries: int
    complete: bool


def not_indexed(session: Session) -> list[str]:
    """Contents of live versions that are not, or not wholly, in the index."""
    ready = select(SearchContent.sha256).where(SearchContent.complete)
    return list(session.scalars(_live().where(Version.sha256.not_in(ready))))


def keep_indexed(
    database: Database, store: Store, sha256: str, progress: Progress = silent
) -> None:
    """Index the features of a content that is live now, and take out what no layer needs.

    First what an earlier process had not taken out to its end: it may be this content.
    """
    drop_unused(database)
    if ensure_indexed(database, store, sha256, progress):
        drop_unused(database)


def ensure_indexed(
    database: Database, store: Store, sha256: str, progress: Progress = silent
) -> bool:
    """Index the features of a content, unless they are; False where another process is at it, be
    it to take the same content out.

    Raises `content-missing`, `content-damaged`.
    """
    content = _begun(database, sha256)
    if content.complete or content.entries == TAKEN_OUT:
        return content.complete
    done, total = content.entries, _count(store, sha256)
    for part in _parts(store, sha256, done):
        progress(STEP, done, total)
        first = content.id * ENTRIES_OF_ONE + done
        entries = [Entry(first + at, *row) for at, row in enumerate(part)]
        if not _put(database, content.id, done, entries):
            return False
        done += len(entries)
    _end(database, content.id)
    progress(STEP, done, total)
    return True


def drop_unused(database: Database) -> int:
    """Take out what no layer needs any more; how many contents.

    An earlier version answers until the one that is live can: its content stays for so long.
    """
    with database.transaction(EVERYTHING) as session:
        waiting = select(Version.layer_id).where(Version.sha256.in_(not_indexed(session)))
        needed = {
            *session.scalars(_live()),
            *session.scalars(select(Version.sha256).where(Version.layer_id.in_(waiting))),
        }
        there = session.scalars(select(SearchContent)).all()
        # What was not all taken out when a process ended is, also when it is needed again.
        unused = [c.id for c in there if c.sha256 not in needed or c.entries == TAKEN_OUT]
        out = update(SearchContent).where(SearchContent.id.in_(unused))
        session.execute(out.values(complete=False, entries=TAKEN_OUT))
    for number in unused:
        while _drop_some(database, number):
            pass
    return len(unused)


def _live() -> Select[str]:
    here = (Layer.id == Version.layer_id) & (Layer.live_version == Version.number)
    return select(Version.sha256).join(Layer, here).distinct()


def _begun(database: Database, sha256: str) -> Begun:
    """How far this content is; noted down where nothing of it is there yet."""
    columns = (SearchContent.id, SearchContent.entries, SearchContent.complete)
    query = select(*columns).where(SearchContent.sha256 == sha256)
    with database.reading(EVERYTHING) as session:
        found = session.execute(query).one_or_none()
    if found is not None:
        return Begun(*found)
    with database.transaction(EVERYTHING) as session:
        # Two that begin at the same moment begin the same.
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("LOCK TABLE search_content IN SHARE ROW EXCLUSIVE MODE"))
        if session.execute(query).one_or_none() is None:
            session.add(SearchContent(sha256=sha256))
            session.flush()
        return Begun(*session.execute(query).one())


def _count(store: Store, sha256: str) -> int:
    return int(store.manifest(sha256)["features"])


def _parts(store: Store, sha256: str, after: int) -> Iterator[list[tuple[Any, ...]]]:
    """Key, name, words and sound of the features after so many, some thousand at a time."""
    key_field = str(store.manifest(sha256)["key_field"])
    there = store.columns(sha256)
    columns = [key_field, *(name for name in NAMING if name in there and name != key_field)]
    passed = 0
    for table in store.parts(sha256, columns):
        left = table.slice(min(max(after - passed, 0), len(table)))
        passed += len(table)
        rows = _rows(left, key_field)
        for at in range(0, len(rows), AT_ONCE):
            yield rows[at : at + AT_ONCE]


def _rows(table: pa.Table, key_field: str) -> list[tuple[Any, ...]]:
    texts = {name: _texts(table[name]) for name in table.column_names}
    keys = [key or "" for key in texts[key_field]]
    names = texts.get("name") or [None] * len(keys)
    words = [compared(*row) for row in zip(*texts.values(), strict=True)]
    return list(zip(keys, names, words, map(sound_of, names), strict=True))


def _texts(column: pa.ChunkedArray) -> list[str | None]:
    return [None if value is None else str(value) for value in column.to_pylist()]


def _put(database: Database, number: int, done: int, entries: Sequence[Entry]) -> bool:
    """Add some entries; False where another process has, or the content is out again."""
    with database.transaction(EVERYTHING) as session:
        here = (SearchContent.id == number) & (SearchContent.entries == done)
        noted = update(SearchContent).where(here).values(entries=done + len(entries))
        if session.execute(noted).rowcount != 1:  # type: ignore[attr-defined]
            return False
        _index(session.connection(), entries)
    return True


def _index(connection: Connection, entries: Sequence[Entry]) -> None:
    if connection.dialect.name == "postgresql":
        _copy(connection, SearchEntry.__tablename__, entries)
        _copy(connection, GRAMS, ((one.id, numbers_of(one.words, one.sound)) for one in entries))
        return
    connection.execute(insert(SearchEntry), [one._asdict() for one in entries])
    rows = [(one.id, " ".join(grams_of(one.words, one.sound))) for one in entries]
    statement = "INSERT INTO search_gram (rowid, grams) VALUES (?, ?)"
    connection.exec_driver_sql(statement, rows)


def _copy(connection: Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Add rows with all columns of a table of PostgreSQL: half of what statements take."""
    cursor = cast(Any, connection.connection.cursor())
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _end(database: Database, number: int) -> None:
    with database.transaction(EVERYTHING) as session:
        session.execute(
            update(SearchContent).where(SearchContent.id == number).values(complete=True)
        )
        if session.get_bind().dialect.name == "postgresql":
            # Until then new entries lie in a list that each question reads to its end.
            session.execute(text(f"SELECT gin_clean_pending_list('{GRAMS_INDEX}')"))


def _drop_some(database: Database, number: int) -> bool:
    """Take out some entries of a content, and the content with the last; whether there are more."""
    low = number * ENTRIES_OF_ONE
    some = (
        select(SearchEntry.id, SearchEntry.words, SearchEntry.sound)
        .where(SearchEntry.id.between(low, low + ENTRIES_OF_ONE - 1))
        .limit(AT_ONCE)
    )
    with database.transaction(EVERYTHING) as session:
        rows = session.execute(some).all()
        if not rows:
            session.execute(delete(SearchContent).where(SearchContent.id == number))
            return False
        connection, numbers = session.connection(), [row.id for row in rows]
        if connection.dialect.name == "sqlite":
            # The index keeps no text of its own: it is told what to forget.
            told = [(row.id, " ".join(grams_of(row.words, row.sound))) for row in rows]
            statement = (
                "INSERT INTO search_gram (search_gram, rowid, grams) VALUES ('delete', ?, ?)"
            )
            connection.exec_driver_sql(statement, told)
        else:
            connection.execute(
                text("DELETE FROM search_gram WHERE id = ANY(:numbers)"), {"numbers": numbers}
            )
        span = SearchEntry.id.between(min(numbers), max(numbers))
        session.execute(delete(SearchEntry).where(span & SearchEntry.id.in_(numbers)))
    return True
