"""Pieces of tables as migrations write them, so that each line of a revision says one column.

They are plain types and names that never change: a revision must make tomorrow what it made today.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

Column = sa.Column[Any]


def text(name: str, length: int | None = None, *, null: bool = True) -> Column:
    kind = sa.Text() if length is None else sa.String(length=length)
    return sa.Column(name, kind, nullable=null)


def day(name: str, *, null: bool = True) -> Column:
    return sa.Column(name, sa.Date(), nullable=null)


def moment(name: str) -> Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def number(name: str, *, null: bool = False) -> Column:
    return sa.Column(name, sa.Integer(), nullable=null)


def fen(name: str) -> Column:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def known(table: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    said = ", ".join(f"'{one}'" for one in values)
    return sa.CheckConstraint(f"{column} IN ({said})", name=op.f(f"ck_{table}_{column}_known"))


def check(table: str, rule: str, name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def refers(
    table: str, column: str, other: str, *, cascade: bool = False
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [other],
        name=op.f(f"fk_{table}_{column}_{other.partition('.')[0]}"),
        ondelete="CASCADE" if cascade else None,
    )


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
