"""The newest rows of a GeoPackage that is, or was, open elsewhere: they lie in a log beside it.

A program that writes in SQLite's mode "WAL" puts new pages into `NAME.gpkg-wal` and moves them
into the file later. Without the log the file is an older state of itself, and says nothing of it.
"""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from geo.errors import EcoAtlasError, Problem
from layers.reading.intake.format_errors import DATABASE_UNFINISHED, LOG_NOT_SENT, LOG_READ
from layers.reading.intake.staging import Source

_HEADER, _FRAME = 32, 24
_MAGIC = (0x377F0682, 0x377F0683)
# A rollback journal begins so until its transaction is over.
_JOURNAL_MAGIC = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_WRITE_VERSION_AT = 18
_WAL_MODE = b"\x02"


def refuse_unfinished(path: Path, file: str) -> None:
    """A rollback journal that is still due, or the index of a log that did not come along.

    The journal is not rolled back here: it may name files that SQLite would then delete.
    """
    journal, log, index = (Path(f"{path}{end}") for end in ("-journal", "-wal", "-shm"))
    due = journal.is_file() and _head(journal, 8) == _JOURNAL_MAGIC
    if due or (index.is_file() and not log.is_file()):
        raise EcoAtlasError(DATABASE_UNFINISHED, file=file)


def take_in_log(source: Source) -> list[Problem]:
    """Move the pages of the log into the (private) file; tells it, and where a log may be missing.

    Raises `database-unfinished` where the log breaks off or belongs to another state of the file.
    """
    refuse_unfinished(source.path, source.file)
    log = Path(f"{source.path}-wal")
    if not log.is_file() or log.stat().st_size == 0:
        return [Problem(LOG_NOT_SENT, {"file": source.file})] if _in_wal_mode(source.path) else []
    pages = _pages_in(log)
    if pages is None:
        raise EcoAtlasError(DATABASE_UNFINISHED, file=source.file)
    try:
        whole = _merged(source.path) == pages and _is_consistent(source.path)
    except sqlite3.Error as error:
        raise EcoAtlasError(DATABASE_UNFINISHED, file=source.file) from error
    if not whole:
        raise EcoAtlasError(DATABASE_UNFINISHED, file=source.file)
    return [Problem(LOG_READ, {"file": source.file, "pages": pages})] if pages else []


def _in_wal_mode(path: Path) -> bool:
    return _head(path, _WRITE_VERSION_AT + 1)[-1:] == _WAL_MODE


def _head(path: Path, count: int) -> bytes:
    with path.open("rb") as file:
        return file.read(count)


def _pages_in(log: Path) -> int | None:
    """Pages of the log's present round; older ones behind them count no more. None: no log."""
    with log.open("rb") as file:
        head = file.read(_HEADER)
        if len(head) < _HEADER:
            return None
        magic, _, page_bytes, _, *salts = struct.unpack(">6L", head[:24])
        if magic not in _MAGIC or not 512 <= page_bytes <= 65536:
            return None
        pages = 0
        while len(frame := file.read(_FRAME)) == _FRAME:
            if struct.unpack(">2L", frame[8:16]) != tuple(salts):
                break
            pages += 1
            file.seek(page_bytes, 1)
    return pages


def _merged(path: Path) -> int:
    """How many pages SQLite has found whole, and moved; the log is gone then."""
    with closing(sqlite3.connect(path)) as connection:
        # Alone with the file it needs no memory shared with others.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA trusted_schema = OFF")
        _, pages, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        connection.execute("PRAGMA journal_mode = DELETE")
    return max(0, int(pages))


def _is_consistent(path: Path) -> bool:
    """A log of another moment leaves pages that do not belong together."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
    return bool(found == ("ok",))
