"""Opening an office: what would lose it is refused, with the way out, and nothing is touched."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from geo.errors import EcoAtlasError
from layers.faults.naming import refusal_of
from layers.faults.places import Places
from layers.settings import Settings
from layers.system.database import engine_for
from projects.opening import open_database

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office that has stored something."""
    settings = Settings(home=tmp_path)
    open_database(settings).close()
    (tmp_path / "store" / "ab" / ("ab" * 32)).mkdir(parents=True)
    return settings


def refused(settings: Settings) -> EcoAtlasError:
    """Why the office cannot be opened, said as at the command line."""
    with pytest.raises((EcoAtlasError, SQLAlchemyError, sqlite3.Error)) as caught:
        open_database(settings).close()
    return said(caught.value, settings)


def said(error: Exception, settings: Settings) -> EcoAtlasError:
    found = refusal_of(error, Places.of(settings, named=True))
    known = error if isinstance(error, EcoAtlasError) else found
    assert known is not None
    return known


def test_an_empty_file_beside_a_full_store_is_no_new_office(settings: Settings) -> None:
    file = settings.resolved_home / "ecoatlas.sqlite"
    file.write_bytes(b"")
    error = refused(settings)
    assert error.code == "database-empty"
    assert "ecoatlas restore" in error.fix.zh
    assert "ecoatlas restore" in error.fix.en
    assert file.read_bytes() == b""


def test_a_missing_file_beside_a_full_store_is_no_new_office(settings: Settings) -> None:
    file = settings.resolved_home / "ecoatlas.sqlite"
    file.unlink()
    assert refused(settings).code == "database-empty"
    assert not file.exists()


def test_a_database_without_tables_beside_a_full_store_is_no_new_office(
    settings: Settings,
) -> None:
    file = settings.resolved_home / "ecoatlas.sqlite"
    file.unlink()
    engine = engine_for(settings)
    engine.connect().close()
    engine.dispose()
    assert file.stat().st_size > 0
    assert refused(settings).code == "database-empty"


def test_an_empty_file_beside_an_empty_store_becomes_an_office(tmp_path: Path) -> None:
    (tmp_path / "ecoatlas.sqlite").write_bytes(b"")
    (tmp_path / "store" / ".unfinished").mkdir(parents=True)
    open_database(Settings(home=tmp_path)).close()


def test_a_store_that_offices_share_may_be_full_when_one_begins(
    settings: Settings, tmp_path: Path
) -> None:
    shared = Settings(home=tmp_path / "second", store_url=settings.resolved_store_url)
    open_database(shared).close()


@pytest.mark.parametrize("kept", [0.99, 0.5, 0.1])
def test_a_file_that_was_cut_off_is_called_damaged_with_restore_as_the_way_out(
    settings: Settings, kept: float
) -> None:
    file = settings.resolved_home / "ecoatlas.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * kept)])
    error = refused(settings)
    assert error.code == "database-damaged"
    assert "ecoatlas restore" in error.fix.zh


def test_another_file_in_its_place_is_called_damaged(settings: Settings) -> None:
    (settings.resolved_home / "ecoatlas.sqlite").write_bytes(b"PK\x03\x04" + bytes(5000))
    assert refused(settings).code == "database-damaged"


def test_a_database_of_a_newer_program_is_named_and_left_alone(settings: Settings) -> None:
    engine = engine_for(settings)
    with engine.execution_options(ecoatlas_writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    error = refused(settings)
    assert error.code == "database-newer"
    assert "9999" in error.message.en


def test_an_office_that_is_up_to_date_is_only_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that it can be looked at where nothing may be written."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was written to")

    monkeypatch.setattr("layers.system.database.Database.transaction", never)
    open_database(settings).close()


def test_a_locked_database_says_who_holds_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layers.system.sqlite_file.BUSY_TIMEOUT_MS", 10)
    monkeypatch.setattr("layers.faults.databases.holders_of", lambda _file: "4711 (browser)")
    engine = engine_for(settings)
    holding = engine.raw_connection()
    holding.driver_connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # type: ignore[union-attr]
    holding.driver_connection.execute("BEGIN EXCLUSIVE")  # type: ignore[union-attr]
    error = refused_writing(settings)
    holding.driver_connection.execute("ROLLBACK")  # type: ignore[union-attr]
    holding.close()
    engine.dispose()
    assert error.code == "database-locked"
    assert "4711" in error.message.zh


def refused_writing(settings: Settings) -> EcoAtlasError:
    """What whoever wants to write is told."""
    engine = engine_for(settings)
    with (
        pytest.raises((SQLAlchemyError, sqlite3.Error)) as caught,
        engine.execution_options(ecoatlas_writes=True).begin(),
    ):
        pass
    engine.dispose()
    return said(caught.value, settings)
