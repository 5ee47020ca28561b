"""Which revision a database has, and which there are: asked at every opening, without Alembic.

A revision is named by the number that its file begins with, and follows the one before it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import ColumnClause, Engine, column, inspect, select, table

VERSIONS = Path(__file__).parent / "versions"
# Where Alembic keeps the revision.
REVISION: ColumnClause[str] = column("version_num")
TABLE = table("alembic_version", REVISION)


@cache
def known() -> tuple[str, ...]:
    """The revisions of this release, the newest last."""
    return tuple(sorted(file.name.partition("_")[0] for file in VERSIONS.glob("[0-9]*_*.py")))


def is_known(revision: str) -> bool:
    """Whether this release knows the revision of a database."""
    return revision in known()


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly the tables of this release."""
    return heads_of(engine) == (known()[-1],)


def heads_of(engine: Engine) -> tuple[str, ...]:
    """The revision of a database; none where it has no tables yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(TABLE.name):
            return ()
        return tuple(connection.scalars(select(REVISION).select_from(TABLE)))
