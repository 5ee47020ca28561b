"""What SQLite and PostgreSQL say when they cannot go on."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.faults.codes import (
    DATABASE_DAMAGED,
    DATABASE_LOCKED,
    DATABASE_UNREACHABLE,
    DATABASE_UNUSABLE,
    DISK_FAILING,
    DISK_FULL,
    READ_ONLY,
)
from layers.faults.disk import Room, is_there, is_writable, room_at
from layers.faults.fullness import disk_full
from layers.faults.holders import UNKNOWN, holders_of
from layers.faults.places import Places

BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
CLOSED = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
# The memory that processes share lies in a file: 32 KiB that could not be had.
NO_ROOM = ("SQLITE_IOERR_SHM",)
# PostgreSQL's classes of conditions: connection lost, wrong account, no such database, too many
# connections, shut down or starting up.
GONE = ("08", "28", "3D", "533", "57P")
# What one entry takes: its pages in the file of changes, and the memory shared beside it.
ENTRY_BYTES = 256 * 1024
NO_ANSWER = Text("没有回答", "no answer")
SERVER_FULL, SERVER_READ_ONLY, LOCK_NOT_HAD = "53100", "25006", "55P03"


def database_refusal(
    error: BaseException, places: Places, fullest: Room | None
) -> EcoAtlasError | None:
    """The refusal behind an error of a database; `fullest`: the place that has least room."""
    if isinstance(error, sqlite3.Error):
        return _sqlite(error, places, fullest)
    if isinstance(error, PoolTimeout):
        return locked(places)
    if isinstance(error, DBAPIError) and not isinstance(error.orig, sqlite3.Error):
        return _server(error, places)
    return None


def _sqlite(error: sqlite3.Error, places: Places, fullest: Room | None) -> EcoAtlasError | None:
    name: str = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith(BUSY):
        # On a disk without room for shared memory one connection keeps out even its own process.
        alone = fullest is not None and fullest.full
        return disk_full(fullest, places) if alone else locked(places)
    if name.startswith(DAMAGED):
        return damaged(places, error)
    if name.startswith("SQLITE_FULL"):
        return disk_full(fullest, places)
    if name.startswith((*CLOSED, "SQLITE_IOERR")):
        return _not_used(name, error, places, fullest)
    return None


def _not_used(
    name: str, error: sqlite3.Error, places: Places, fullest: Room | None
) -> EcoAtlasError:
    """Without room or rights SQLite says that it cannot open, write or go on: it is all one."""
    file = places.database_file
    if file is not None and not _may_write(file):
        return EcoAtlasError(READ_ONLY, place=places.database_said)
    if (fullest is not None and fullest.full) or name.startswith(NO_ROOM):
        return disk_full(fullest, places)
    if name.startswith("SQLITE_IOERR"):
        return EcoAtlasError(DISK_FAILING, place=places.database_said)
    return EcoAtlasError(DATABASE_UNUSABLE, place=places.database_said, why=error)


def _may_write(file: Path) -> bool:
    there = is_there(file)
    return is_writable(file.parent) and (not there or os.access(file, os.W_OK))


def locked(places: Places) -> EcoAtlasError:
    """`database-locked`, with who holds it where that may be told."""
    file = places.database_file
    holders = holders_of(file) if file is not None and places.named else UNKNOWN
    return EcoAtlasError(DATABASE_LOCKED, place=places.database_said, holders=holders)


def damaged(places: Places, reason: object) -> EcoAtlasError:
    """`database-damaged`."""
    return EcoAtlasError(DATABASE_DAMAGED, place=places.database_said, why=reason)


def _server(error: DBAPIError, places: Places) -> EcoAtlasError | None:
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state == SERVER_FULL:
        return EcoAtlasError(DISK_FULL, place=places.database_said, room="", needed="")
    if state == SERVER_READ_ONLY:
        return EcoAtlasError(READ_ONLY, place=places.database_said)
    if state == LOCK_NOT_HAD:
        return locked(places)
    if error.connection_invalidated or (state or "").startswith(GONE) or _never_connected(error):
        reason = str(error.orig).strip().splitlines()
        said = reason[0] if reason and places.named else NO_ANSWER
        return EcoAtlasError(DATABASE_UNREACHABLE, place=places.database_said, why=said)
    return None


def _never_connected(error: DBAPIError) -> bool:
    """psycopg gives no state to a server that does not answer, and no statement was sent."""
    state = getattr(error.orig, "sqlstate", None)
    return state is None and type(error.orig).__name__ == "OperationalError"


def unwritable(places: Places) -> EcoAtlasError | None:
    """Why nothing can be written into the database file now; None where it can, or is a server."""
    file = places.database_file
    if file is None:
        return None
    if not _may_write(file):
        return EcoAtlasError(READ_ONLY, place=places.database_said)
    room = room_at(file.parent, ENTRY_BYTES)
    return disk_full(room, places) if room is not None and room.full else None
