"""An office without accounts, with cheap hashes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.database import Database, engine_for_url
from projects.accounts import passwords
from projects.migrations import upgrade

CHIEF = Actor("chief", "10.0.0.1")


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        engine = engine_for_url(f"sqlite:///{tmp_path / 'accounts.sqlite'}")
    else:
        engine = engine_for_url(request.getfixturevalue("postgresql_url"))
    upgrade(engine)
    yield Database(engine)
    engine.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        yield session
