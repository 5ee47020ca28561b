"""An office without accounts, with cheap hashes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.system.database import Database, engine_for_url
from projects.accounts import passwords
from projects.migrations import upgrade

CHIEF = Actor("chief", "10.0.0.1")


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )


ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


def migrated(url: str) -> Iterator[Database]:
    engine = engine_for_url(url)
    upgrade(engine)
    yield Database(engine)
    engine.dispose()


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of the test's own, for what takes several transactions."""
    if request.param == "sqlite":
        yield from migrated(f"sqlite:///{tmp_path / 'accounts.sqlite'}")
    else:
        yield from migrated(request.getfixturevalue("postgresql_url"))


@pytest.fixture(scope="session", params=ENGINES)
def shared_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    if request.param == "sqlite":
        yield from migrated(f"sqlite:///{tmp_path_factory.mktemp('accounts') / 'one.sqlite'}")
        return
    server, name = request.getfixturevalue("postgresql_server"), f"ecoatlas_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield from migrated(f"{server.rsplit('/', 1)[0]}/{name}")
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def session(shared_database: Database) -> Iterator[Session]:
    """One transaction in an office without accounts; nothing of it stays."""
    with shared_database.transaction() as session:
        yield session
        session.rollback()
