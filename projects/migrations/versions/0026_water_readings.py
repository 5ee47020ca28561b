"""water readings: batches, corrections, and what months are the means of"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from projects.migrations.pieces import check, index, key, moment, number, refers, text

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
REFUSAL = "a correction never changes"
SQLITE = tuple(
    f"CREATE TRIGGER water_correction_no_{what.lower()} BEFORE {what} ON water_correction "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for what in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION water_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER water_correction_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON "
    "water_correction FOR EACH STATEMENT EXECUTE FUNCTION water_refuse()",
)


def upgrade() -> None:
    _batches()
    _corrections()
    _months()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _batches() -> None:
    op.create_table(
        "water_batch",
        number("id"),
        text("name", 200, null=False),
        text("sha256", 64, null=False),
        text("original", 64, null=False),
        text("original_form", 10, null=False),
        text("layer", 100),
        number("readings"),
        number("values"),
        number("sections"),
        text("first_month", 7, null=False),
        text("last_month", 7, null=False),
        sa.Column("told", JSON_VALUE, nullable=False),
        text("reason", 500),
        text("by", 100, null=False),
        moment("at"),
        text("withdrawn_by", 100),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        text("withdrawn_why", 500),
        check(
            "water_batch",
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
            "withdrawn_by_somebody",
        ),
        key("water_batch", "id"),
    )
    index("water_batch", "sha256", "original")


def _corrections() -> None:
    op.create_table(
        "water_correction",
        number("id"),
        number("batch_id"),
        text("section", 200, null=False),
        text("moment", 16, null=False),
        text("item", 40, null=False),
        number("row"),
        sa.Column("first", sa.Double(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        text("reason", 500, null=False),
        text("by", 100, null=False),
        moment("at"),
        refers("water_correction", "batch_id", "water_batch.id"),
        key("water_correction", "id"),
    )
    index("water_correction", "batch_id")


def _months() -> None:
    op.create_table(
        "water_month",
        number("id"),
        text("section", 200, null=False),
        text("month", 7, null=False),
        text("name", 200, null=False),
        sa.Column("lake", sa.Boolean(), nullable=False),
        text("layer", 100),
        number("readings"),
        number("expected"),
        sa.Column("sums", JSON_VALUE, nullable=False),
        sa.Column("batches", JSON_VALUE, nullable=False),
        key("water_month", "id"),
        sa.UniqueConstraint("section", "month", name=op.f("uq_water_month_section_month")),
    )
    index("water_month", "section", "month")


def downgrade() -> None:
    for table in ("water_month", "water_correction", "water_batch"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION water_refuse()")
