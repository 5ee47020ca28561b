"""statements: content that never changes, events that are only added, frozen when signed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
REFUSAL = "a statement never changes"
KEPT = ("id", "run_id", "metric", "content", "sha256", "code", "secrecy", "made_at", "made_by")
# Only the state of a statement moves, and not any more once it is signed. A batch migration on
# SQLite copies these tables, and the copy has no triggers: whoever alters them makes them again.
CHANGED = " OR ".join(
    ["OLD.state = 'signed'", *(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in KEPT)]
)
EVENTS = ("UPDATE", "DELETE")
SQLITE = (
    "CREATE TRIGGER statement_kept BEFORE UPDATE ON statement "
    f"WHEN {CHANGED.replace('IS DISTINCT FROM', 'IS NOT')} OR NEW.inputs IS NOT OLD.inputs "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "CREATE TRIGGER statement_no_delete BEFORE DELETE ON statement "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    *(
        f"CREATE TRIGGER statement_event_no_{what.lower()} BEFORE {what} ON statement_event "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for what in EVENTS
    ),
)
POSTGRESQL = (
    "CREATE FUNCTION statement_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER statement_kept BEFORE UPDATE ON statement "
    f"FOR EACH ROW WHEN ({CHANGED} OR NEW.inputs IS DISTINCT FROM OLD.inputs) "
    "EXECUTE FUNCTION statement_refuse()",
    "CREATE TRIGGER statement_no_delete BEFORE DELETE OR TRUNCATE ON statement "
    "FOR EACH STATEMENT EXECUTE FUNCTION statement_refuse()",
    "CREATE TRIGGER statement_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE "
    "ON statement_event FOR EACH STATEMENT EXECUTE FUNCTION statement_refuse()",
)


def upgrade() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("inputs", JSON_VALUE, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=19), nullable=False),
        sa.Column("secrecy", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'signed')",
            name=op.f("ck_statement_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["metric_run.id"], name=op.f("fk_statement_run_id_metric_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("sha256", name=op.f("uq_statement_sha256")),
        sa.UniqueConstraint("code", name=op.f("uq_statement_code")),
    )
    for column in ("run_id", "metric", "state", "made_at"):
        op.create_index(op.f(f"ix_statement_{column}"), "statement", [column])
    op.create_table(
        "statement_event",
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
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("statement_event")
    op.drop_table("statement")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION statement_refuse()")
