"""statements: withdrawn after they were signed; events with details; which one another replaces"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
REFUSAL = "a statement never changes"
STATES = ("draft", "submitted", "returned", "signed", "withdrawn")
KEPT = ("id", "run_id", "metric", "content", "sha256", "code", "secrecy", "made_at", "made_by")
# A signature can be withdrawn, and nothing else can be done to a signed statement.
FROZEN = (
    "(OLD.state = 'signed' AND NEW.state <> 'withdrawn')"
    " OR (OLD.state <> 'signed' AND NEW.state = 'withdrawn') OR OLD.state = 'withdrawn'"
)


def upgrade() -> None:
    if _is_sqlite():
        _on_sqlite(_alter, [_details()])
    else:
        op.add_column("statement_event", _details())
        _drop_triggers()
        _alter()
    op.create_index(op.f("ix_statement_replaces_id"), "statement", ["replaces_id"])
    _make_triggers(FROZEN, (*KEPT, "replaces_id"))


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _details() -> sa.Column[Any]:
    return sa.Column("details", JSON_VALUE, nullable=True)


def _alter() -> None:
    with op.batch_alter_table("statement") as table:
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_statement_replaces_id_statement"), "statement", ["replaces_id"], ["id"]
        )
        table.drop_constraint(op.f("ck_statement_state_known"), type_="check")
        table.create_check_constraint(op.f("ck_statement_state_known"), _known(*STATES))


def _alter_back() -> None:
    with op.batch_alter_table("statement") as table:
        table.drop_constraint(op.f("fk_statement_replaces_id_statement"), type_="foreignkey")
        table.drop_column("replaces_id")
        table.drop_constraint(op.f("ck_statement_state_known"), type_="check")
        table.create_check_constraint(op.f("ck_statement_state_known"), _known(*STATES[:-1]))


def _known(*states: str) -> str:
    return f"state IN ({', '.join(repr(one) for one in states)})"


def _on_sqlite(alter: Callable[[], None], more: list[sa.Column[Any]]) -> None:
    """SQLite alters a table by copying it, and drops none that rows refer to: the events wait
    beside it meanwhile. A copy has no triggers."""
    names = ", ".join(f'"{one.name}"' for one in _event_columns())
    kept = f"CREATE TABLE statement_event_kept AS SELECT {names} FROM statement_event"  # noqa: S608 # nosec B608
    op.execute(kept)
    op.drop_table("statement_event")
    _drop_triggers()
    alter()
    op.create_table(
        "statement_event",
        *_event_columns(),
        *more,
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_statement_event_statement_id_statement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_event")),
        sa.UniqueConstraint(
            "statement_id", "number", name=op.f("uq_statement_event_statement_id_number")
        ),
    )
    op.create_index(op.f("ix_statement_event_statement_id"), "statement_event", ["statement_id"])
    back = f"INSERT INTO statement_event ({names}) SELECT {names} FROM statement_event_kept"  # noqa: S608 # nosec B608
    op.execute(back)
    op.execute("DROP TABLE statement_event_kept")
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER statement_event_no_{what.lower()} BEFORE {what} ON statement_event "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _event_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("table_name", sa.String(length=64), nullable=True),
        sa.Column("row_key", sa.String(length=300), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
    ]


def _drop_triggers() -> None:
    for name in ("statement_kept", "statement_no_delete"):
        op.execute(f"DROP TRIGGER {name}" + ("" if _is_sqlite() else " ON statement"))


def _make_triggers(frozen: str, kept: tuple[str, ...]) -> None:
    differs = "IS NOT" if _is_sqlite() else "IS DISTINCT FROM"
    changed = " OR ".join([frozen, *(f"NEW.{one} {differs} OLD.{one}" for one in kept)])
    changed += f" OR NEW.inputs {differs} OLD.inputs"
    if _is_sqlite():
        refusal = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(
            f"CREATE TRIGGER statement_kept BEFORE UPDATE ON statement WHEN {changed} {refusal}"
        )
        op.execute(f"CREATE TRIGGER statement_no_delete BEFORE DELETE ON statement {refusal}")
        return
    op.execute(
        "CREATE TRIGGER statement_kept BEFORE UPDATE ON statement "
        f"FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION statement_refuse()"
    )
    op.execute(
        "CREATE TRIGGER statement_no_delete BEFORE DELETE OR TRUNCATE ON statement "
        "FOR EACH STATEMENT EXECUTE FUNCTION statement_refuse()"
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_statement_replaces_id"), "statement")
    if _is_sqlite():
        _on_sqlite(_alter_back, [])
    else:
        _drop_triggers()
        _alter_back()
        op.drop_column("statement_event", "details")
    _make_triggers("OLD.state = 'signed'", KEPT)
