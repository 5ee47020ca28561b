"""Which revision a database has, and which there are: asked at every opening, without Alembic.

A revision is named by the number that its file begins with, and follows the one that it names,
which need not be the number before.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sqlalchemy import ColumnClause, Engine, column, inspect, select, table

BEFORE = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)
VERSIONS = Path(__file__).parent / "versions"
# Where Alembic keeps the revision.
REVISION: ColumnClause[str] = column("version_num")
TABLE = table("alembic_version", REVISION)


@cache
def known() -> tuple[str, ...]:
    """The revisions of this release, the newest last."""
    after = {_before(file): file.name.partition("_")[0] for file in VERSIONS.glob("[0-9]*_*.py")}
    chain: list[str] = []
    while (following := after.get(chain[-1] if chain else None)) is not None:
        chain.append(following)
    if len(chain) < len(after):
        raise RuntimeError(f"no revision leads to {sorted(set(after.values()) - set(chain))}")
    return tuple(chain)


def next_number() -> str:
    """The number of a revision that is to be written."""
    return f"{max(map(int, known())) + 1:04d}"


def _before(file: Path) -> str | None:
    found = BEFORE.search(file.read_text(encoding="utf-8"))
    return found[1] if found else None


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
