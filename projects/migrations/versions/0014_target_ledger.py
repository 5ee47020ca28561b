"""the ledger of targets: values by unit and period, their history, set numbers, closed periods"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
REFUSAL = "the history of a target never changes"
KEPT = ("target_value_change", "target_set_value", "target_period_event")
# A batch migration of these tables on SQLite copies them, and the copy has no triggers: whoever
# alters them makes the triggers again.
SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in KEPT
    for what in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION target_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    *(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION target_refuse()"
        for table in KEPT
    ),
)


def upgrade() -> None:
    op.create_table(
        "target_evidence",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_target_evidence")),
    )
    op.create_index(op.f("ix_target_evidence_name"), "target_evidence", ["name"])
    _values()
    _changes()
    _set_values()
    _periods()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _values() -> None:
    op.create_table(
        "target_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=True),
        sa.Column("evidence", sa.String(length=64), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("written_by", sa.String(length=100), nullable=False),
        sa.Column("reported_by", sa.String(length=100), nullable=True),
        sa.Column("approved_by", sa.String(length=100), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'reported', 'approved')",
            name=op.f("ck_target_value_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["policy_target.id"],
            name=op.f("fk_target_value_target_id_policy_target"),
        ),
        sa.ForeignKeyConstraint(
            ["evidence"],
            ["target_evidence.sha256"],
            name=op.f("fk_target_value_evidence_target_evidence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_value")),
        sa.UniqueConstraint(
            "target_id", "unit", "period", name=op.f("uq_target_value_target_id_unit_period")
        ),
    )
    for column in ("target_id", "unit", "period", "status", "evidence"):
        op.create_index(op.f(f"ix_target_value_{column}"), "target_value", [column])


def _changes() -> None:
    op.create_table(
        "target_value_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("content", JSON_VALUE, nullable=False),
        sa.ForeignKeyConstraint(
            ["value_id"],
            ["target_value.id"],
            name=op.f("fk_target_value_change_value_id_target_value"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_value_change")),
        sa.UniqueConstraint(
            "value_id", "version", name=op.f("uq_target_value_change_value_id_version")
        ),
    )
    name = op.f("ix_target_value_change_value_id")
    op.create_index(name, "target_value_change", ["value_id"])


def _set_values() -> None:
    op.create_table(
        "target_set_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("comparator", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("measured_in", sa.String(length=40), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("issuer", sa.String(length=100), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["policy_target.id"],
            name=op.f("fk_target_set_value_target_id_policy_target"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_set_value")),
    )
    op.create_index(op.f("ix_target_set_value_target_id"), "target_set_value", ["target_id"])


def _periods() -> None:
    op.create_table(
        "target_period_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "action IN ('closed', 'reopened')", name=op.f("ck_target_period_event_action_known")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["policy_document.id"],
            name=op.f("fk_target_period_event_document_id_policy_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_period_event")),
    )
    name = op.f("ix_target_period_event_document_id")
    op.create_index(name, "target_period_event", ["document_id"])


def downgrade() -> None:
    for table in (*reversed(KEPT), "target_value", "target_evidence"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION target_refuse()")
