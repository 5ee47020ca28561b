"""What Alembic runs: the connection and the transaction are the caller's."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import JSON, TypeDecorator

from layers.search.tables import is_index


def render_plain(kind: str, value: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write the plain type of our own types: a revision must not change when our code does."""
    if kind == "type" and isinstance(value, JSON):
        return "JSON_VALUE"
    if kind == "type" and isinstance(value, TypeDecorator):
        return f"sa.{value.impl_instance!r}"
    return False


def declared(name: str | None, kind: str, _of: Any) -> bool:
    """Whether a table is one that a class stands for: the search index is none."""
    return kind != "table" or name is None or not is_index(name)


def run() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        # Only writing a revision looks at the tables; upgrading must not need them.
        target_metadata=context.config.attributes.get("tables"),
        # SQLite alters a table by copying it.
        render_as_batch=True,
        render_item=render_plain,
        include_name=declared,
        compare_type=True,
        transactional_ddl=True,
    )
    context.run_migrations()


run()
