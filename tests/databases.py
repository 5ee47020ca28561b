"""Databases of tests: opened, filled, copied."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from layers.system.database import Database, engine_for_url
from projects.migrations import upgrade


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(engine_for_url(url))
    try:
        yield database
    finally:
        database.close()


def migrate(url: str) -> None:
    """Every table of today, empty."""
    with opened(url) as database:
        upgrade(database.engine)


@contextmanager
def own_postgresql(server_url: str, like: str = "template1") -> Iterator[tuple[str, str]]:
    """Name and URL of a new database, a copy of another one; it is dropped afterwards."""
    import psycopg

    name = f"ecoatlas_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        try:
            yield name, f"{server_url.rsplit('/', 1)[0]}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
