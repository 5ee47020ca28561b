"""What every test shares: no network, a private home, PostGIS where a server is named."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import psycopg

IN_CI = os.environ.get("CI") == "true"


def missing(reason: str) -> None:
    """Skip with the reason; in CI nothing of this kind may skip, so fail there."""
    if IN_CI:
        pytest.fail(f"must run in CI: {reason}")
    pytest.skip(reason)


@pytest.fixture
def available() -> Callable[[str, str], str]:
    """The path of a program, given with the package that has it; without it the test is skipped."""

    def find(program: str, package: str) -> str:
        path = shutil.which(program)
        if path is None:
            missing(f"{program} is not installed ({package})")
        return str(path)

    return find


@pytest.fixture(autouse=True)
def private_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test ever touches the data of the checkout, and no setting leaks in from outside."""
    for name in [n for n in os.environ if n.startswith("ECOATLAS_") and "_TEST_" not in n]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    monkeypatch.setenv("ECOATLAS_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """URL of a PostgreSQL server with PostGIS in which databases may be created."""
    url = os.environ.get("ECOATLAS_TEST_POSTGRESQL")
    if not url:
        missing("set ECOATLAS_TEST_POSTGRESQL to the URL of a PostgreSQL server with PostGIS")
    assert url
    return url


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A database of the test's own, dropped afterwards."""
    import psycopg

    name = f"ecoatlas_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgresql_server, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{postgresql_server.rsplit('/', 1)[0]}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgis(postgresql_url: str) -> Iterator[psycopg.Connection]:
    """A connection to an empty database with PostGIS: the second program for our figures."""
    import psycopg

    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
        yield connection
