"""Each thing that a machine can refuse has a sentence of its own, whoever has wrapped it."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from geo.errors import EcoAtlasError
from layers.faults import disk as disks
from layers.faults.disk import Room, watched
from layers.faults.naming import refusal_of
from layers.faults.places import Places
from layers.settings import Settings

SPACE = 10_000_000


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "home").mkdir()
    return Places.of(Settings(home=tmp_path / "home"), named=True)


def raised(make: Callable[[], BaseException]) -> BaseException:
    try:
        raise make()
    except BaseException as error:
        return error


def system(number: int, *where: str) -> OSError:
    return OSError(number, os.strerror(number), *where)


def sqlite(name: str, said: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(said)
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (system(errno.ENOSPC), "disk-full"),
        (system(errno.ENOSPC, "/nowhere/x.tif"), "disk-full"),
        (system(errno.EDQUOT), "quota-reached"),
        (system(errno.EFBIG), "file-limit"),
        (system(errno.EROFS, "/home/x"), "place-read-only"),
        (system(errno.EACCES, "/home/x"), "place-not-permitted"),
        (system(errno.EIO, "/home/x"), "disk-failing"),
        (system(errno.EMFILE), "too-many-open-files"),
        (system(errno.ENOMEM), "memory-short"),
        (system(errno.ENOENT, "/nowhere/x"), "place-unusable"),
        (FileNotFoundError(errno.ENOENT, "No usable temporary directory found"), "place-unusable"),
        (MemoryError(), "memory-short"),
        (sqlite("SQLITE_FULL", "database or disk is full"), "disk-full"),
        (sqlite("SQLITE_IOERR_SHMSIZE", "disk I/O error"), "disk-full"),
        (sqlite("SQLITE_IOERR_READ", "disk I/O error"), "disk-failing"),
        (sqlite("SQLITE_CANTOPEN", "unable to open database file"), "database-unusable"),
        (sqlite("SQLITE_BUSY", "database is locked"), "database-locked"),
        (sqlite("SQLITE_CORRUPT", "database disk image is malformed"), "database-damaged"),
        (sqlite("SQLITE_NOTADB", "file is not a database"), "database-damaged"),
        (PoolTimeout("QueuePool limit"), "database-locked"),
        (ModuleNotFoundError("No module named 'psycopg'", name="psycopg"), "driver-missing"),
        (ImportError("Please install s3fs"), "driver-missing"),
        (RuntimeError("a fault of ours"), None),
        (ModuleNotFoundError("No module named 'nowhere'", name="nowhere"), None),
    ],
)
def test_each_fault_has_a_code_and_sentences_in_both_languages(
    places: Places, error: BaseException, code: str | None
) -> None:
    found = refusal_of(error, places)
    assert (found and found.code) == code
    if found is not None:
        assert found.message.zh != found.message.en
        assert found.fix.zh != found.fix.en


def test_the_fault_is_found_however_it_is_wrapped(places: Places) -> None:
    """SQLAlchemy keeps it in `orig`, others raise from it or while handling it."""
    full = sqlite("SQLITE_FULL", "database or disk is full")
    wrapped = OperationalError("INSERT", {}, full)
    outer = RuntimeError("the export failed")
    outer.__cause__ = wrapped
    while_handling = RuntimeError("and closing it failed too")
    while_handling.__context__ = pa.ArrowException("write failed")
    while_handling.__context__.__context__ = system(errno.ENOSPC)
    for error in (wrapped, outer, while_handling):
        found = refusal_of(error, places)
        assert found is not None
        assert found.code == "disk-full"


def test_a_circle_of_causes_ends(places: Places) -> None:
    one, other = RuntimeError("one"), RuntimeError("other")
    one.__cause__, other.__cause__ = other, one
    assert refusal_of(one, places) is None


def test_what_was_full_is_named_with_what_is_left_and_needed(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half-made files are removed before anybody asks: the room is noted when it goes wrong."""
    out = tmp_path / "stick" / "out.gpkg"
    left = {"bytes": 12_345}
    monkeypatch.setattr(
        disks, "room_at", lambda path, needed=None: Room(path, left["bytes"], SPACE, True, needed)
    )
    with pytest.raises(RuntimeError) as caught, watched(out, 3_000_000):
        raise RuntimeError("a driver that only says that it failed")
    left["bytes"] = SPACE
    found = refusal_of(caught.value, places)
    assert found is not None
    assert found.code == "disk-full"
    for said in (found.message.zh, found.message.en):
        assert str(out) in said
        assert "0.0 MB" in said
    assert "3.0 MB" in found.fix.en


def test_a_disk_that_takes_no_more_files_is_full_too(tmp_path: Path) -> None:
    room = Room(tmp_path, SPACE, SPACE, takes_files=False)
    assert room.full
    assert "files" in room.said.en


def test_room_that_is_less_than_needed_is_no_room(tmp_path: Path) -> None:
    assert Room(tmp_path, 2_000_000, SPACE, True, 3_000_000).full
    assert not Room(tmp_path, 4_000_000, SPACE, True, 3_000_000).full


def test_a_browser_is_told_no_path_of_the_server(tmp_path: Path) -> None:
    places = Places.of(Settings(home=tmp_path), named=False)
    errors = (
        system(errno.ENOSPC, str(tmp_path / "x")),
        system(errno.EROFS, "/srv/somewhere"),
        sqlite("SQLITE_BUSY", "database is locked"),
        sqlite("SQLITE_CORRUPT", "malformed"),
    )
    for error in errors:
        found = refusal_of(error, places)
        assert found is not None
        assert "/" not in found.message.zh.replace("I/O", "")
    assert refusal_of(system(errno.ENOENT, "/srv/secret"), places) is None


def test_a_refusal_keeps_its_place_in_the_home(places: Places) -> None:
    found = refusal_of(system(errno.ENOTDIR, str(places.home)), places)
    assert isinstance(found, EcoAtlasError)
    assert found.code == "home-unusable"
    assert "不是文件夹" in found.message.zh
