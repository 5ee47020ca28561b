"""Running migrations from a program: no alembic.ini, no command line, one transaction.

A new revision, after the tables have changed (CONTRIBUTING.md):

    python -c "from projects.migrations.running import make_revision; make_revision('what and why')"
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from layers.system.database import engine_for_url
from projects.migrations.revisions import next_number

SCRIPTS = Path(__file__).parent
# Any number, as long as it stays: whoever migrates the same PostgreSQL database waits for us.
MIGRATION_LOCK = 4490_2026


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision`; all of it or nothing. Does nothing when it is there."""
    writing = engine.execution_options(ecoatlas_writes=True)
    with writing.begin() as connection:
        upgrade_within(connection, revision)


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """The same within a transaction of the caller, to which more belongs."""
    _lock(connection)
    command.upgrade(_config(connection), revision)


def make_revision(message: str) -> None:
    """Write a revision with the differences between the tables in code and the last revision.

    Its number is the next after the highest that a file begins with: numbers may be left out.
    """
    from projects.migrations.tables import METADATA

    with tempfile.TemporaryDirectory() as scratch:
        engine = engine_for_url(f"sqlite:///{Path(scratch, 'last.sqlite').as_posix()}")
        upgrade(engine)
        with engine.begin() as connection:
            config = _config(connection)
            config.attributes["tables"] = METADATA
            command.revision(config, message, autogenerate=True, rev_id=next_number())
        engine.dispose()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # A percent sign in the path would be taken for interpolation.
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
