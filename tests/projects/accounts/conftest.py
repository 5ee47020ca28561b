"""An office without accounts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.system.database import Database
from tests.databases import migrate, opened, own_postgresql

CHIEF = Actor("chief", "10.0.0.1")


ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of the test's own, for what takes several transactions."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'accounts.sqlite'}"
        migrate(url)
    else:
        url = request.getfixturevalue("postgresql_copy")(migrate)
    with opened(url) as database:
        yield database


@pytest.fixture(scope="session", params=ENGINES)
def shared_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('accounts') / 'one.sqlite'}"
        migrate(url)
        with opened(url) as database:
            yield database
        return
    server = request.getfixturevalue("postgresql_server")
    like = request.getfixturevalue("postgresql_templates")(migrate)
    with own_postgresql(server, like) as (_, url), opened(url) as database:
        yield database


@pytest.fixture
def session(shared_database: Database) -> Iterator[Session]:
    """One transaction in an office without accounts; nothing of it stays."""
    with shared_database.transaction() as session:
        yield session
        session.rollback()
