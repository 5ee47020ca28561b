"""which run is the office's figure: choices that are only added, never changed

What stood for an office before is not invented: a signed statement stands by itself, and where
there is none nothing stands until somebody sets it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
REFUSAL = "a choice of a figure never changes"
SQLITE = tuple(
    f"CREATE TRIGGER standing_choice_no_{what.lower()} BEFORE {what} ON standing_choice "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for what in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION standing_choice_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER standing_choice_no_change BEFORE UPDATE OR DELETE OR TRUNCATE "
    "ON standing_choice FOR EACH STATEMENT EXECUTE FUNCTION standing_choice_refuse()",
)


def upgrade() -> None:
    op.create_table(
        "standing_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("layers", JSON_VALUE, nullable=False),
        sa.Column("after_event", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "action IN ('set', 'lifted')", name=op.f("ck_standing_choice_action_known")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["metric_run.id"], name=op.f("fk_standing_choice_run_id_metric_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_choice")),
    )
    for column in ("purpose", "metric", "run_id"):
        op.create_index(op.f(f"ix_standing_choice_{column}"), "standing_choice", [column])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("standing_choice")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION standing_choice_refuse()")
