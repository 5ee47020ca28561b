"""A migrated database refuses to change the audit log, and still takes new entries."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from layers.audit import record, verify
from layers.system.database import Database, engine_for_url
from projects.migrations import running
from projects.migrations.running import upgrade
from tests.databases import migrate, migrated

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A migrated database with three entries."""
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copyfile(migrated(), tmp_path / 'new.sqlite')}"
    else:
        url = request.getfixturevalue("postgresql_copy")(migrate)
    engine = engine_for_url(url)
    for _ in range(3):
        with Database(engine).transaction() as session:
            record(session, None, "sign-in", "li")
    yield engine
    engine.dispose()


def refused(engine: Engine, statement: str) -> bool:
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    except DBAPIError as error:
        return "append-only" in str(error)
    return False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'wang'",
        "UPDATE audit_entry SET actor = 'wang' WHERE number = 2",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE number = 3",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET number = 2",
        "UPDATE audit_head SET hash = 'a'",
    ],
)
def test_the_database_refuses(engine: Engine, statement: str) -> None:
    assert refused(engine, statement)
    with Database(engine).reading() as session:
        check = verify(session)
    assert (check.ok, check.entries) == (True, 3)


@pytest.mark.parametrize("table", ["audit_entry", "audit_head"])
@pytest.mark.parametrize(
    "engine", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_a_table_cannot_be_emptied_at_once(engine: Engine, table: str) -> None:
    assert refused(engine, f"TRUNCATE {table}")


def test_new_entries_are_taken(engine: Engine) -> None:
    with Database(engine).transaction() as session:
        record(session, None, "sign-in", "li")
        record(session, None, "sign-out", "li")
    with Database(engine).reading() as session:
        check = verify(session)
    assert (check.ok, check.entries) == (True, 5)


def test_going_back_takes_the_triggers_away(engine: Engine) -> None:
    with engine.begin() as connection:
        running.command.downgrade(running._config(connection), "0003")
    assert not refused(engine, "UPDATE audit_entry SET actor = 'wang'")
    upgrade(engine)
    assert refused(engine, "UPDATE audit_entry SET actor = 'wang'")
    assert "audit_entry" in inspect(engine).get_table_names()
