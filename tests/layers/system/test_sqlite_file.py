"""A database where little or nothing can be written beside it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from geo.errors import EcoAtlasError
from layers.faults.holders import holders_of
from layers.system import sqlite_file
from layers.system.sqlite_file import open_sqlite, set_mode

pytestmark = pytest.mark.slow


@pytest.fixture
def database(tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    folder.mkdir()
    path = folder / "office.sqlite"
    connection = open_sqlite(path)
    connection.execute("CREATE TABLE kept (word)")
    connection.execute("INSERT INTO kept VALUES ('甲')")
    connection.close()
    return path


def words(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT word FROM kept")]


def refuse(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The usual way of opening is refused as SQLite refuses it."""
    usual = sqlite_file._opened

    def opened(address: str, mode: str, *, uri: bool = False) -> sqlite3.Connection:
        if mode == "journal_mode=WAL":
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = name
            raise error
        return usual(address, mode, uri=uri)

    monkeypatch.setattr(sqlite_file, "_opened", opened)


def test_without_room_for_shared_memory_one_process_reads_what_is_there(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "SQLITE_IOERR_SHMSIZE")
    connection = open_sqlite(database)
    assert words(connection) == ["甲"]
    assert not database.with_name("office.sqlite-shm").exists()
    connection.close()


def test_a_database_where_nothing_may_be_written_is_read_and_not_changed(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "SQLITE_CANTOPEN")
    monkeypatch.setattr(sqlite_file, "is_writable", lambda _folder: False)
    connection = open_sqlite(database)
    assert words(connection) == ["甲"]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("INSERT INTO kept VALUES ('乙')")
    connection.close()


def test_records_that_still_lie_beside_it_are_never_left_out_silently(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = f"""
import os, sqlite3
connection = sqlite3.connect({str(database)!r}, isolation_level=None)
connection.execute("INSERT INTO kept VALUES ('乙')")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", writing], check=True)
    assert database.with_name("office.sqlite-wal").stat().st_size > 0
    refuse(monkeypatch, "SQLITE_CANTOPEN")
    monkeypatch.setattr(sqlite_file, "is_writable", lambda _folder: False)
    with pytest.raises(EcoAtlasError) as refused:
        open_sqlite(database)
    assert refused.value.code == "database-records-aside"
    assert "office.sqlite-wal" in refused.value.message.zh


def test_what_cannot_be_opened_for_another_reason_is_not_read_around(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "SQLITE_CANTOPEN")
    with pytest.raises(sqlite3.OperationalError):
        open_sqlite(database)


def test_who_opens_a_new_database_while_another_begins_it_waits(tmp_path: Path) -> None:
    """SQLite itself refuses at once here, whatever time it was told to wait."""
    path = tmp_path / "new.sqlite"
    beginning = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    beginning.execute("BEGIN IMMEDIATE")
    ending = threading.Timer(0.1, beginning.execute, ["COMMIT"])
    ending.start()
    open_sqlite(path).close()
    ending.join()
    beginning.execute("BEGIN IMMEDIATE")
    second = sqlite3.connect(path, isolation_level=None)
    second.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        set_mode(second, "journal_mode=DELETE", wait_s=0.01)
    second.close()
    beginning.close()


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system tells of no locks")
def test_who_holds_the_database_is_told_by_number_and_command(database: Path) -> None:
    holding = f"""
import sqlite3, sys
connection = sqlite3.connect({str(database)!r}, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    said = holders_of(database)
    process.communicate()
    assert str(process.pid) in said.zh
    assert "python" in said.en
    assert "无从得知" in holders_of(database).zh
