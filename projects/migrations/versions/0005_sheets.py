"""sheets of values, shapes of metric runs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sheet",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
    )
    op.create_index(op.f("ix_sheet_kind"), "sheet", ["kind"])
    op.create_table(
        "sheet_version",
        sa.Column("sheet_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", JSON_VALUE, nullable=False),
        sa.Column("source", sa.String(length=500), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheet.id"], name=op.f("fk_sheet_version_sheet_id_sheet")
        ),
        sa.PrimaryKeyConstraint("sheet_id", "number", name=op.f("pk_sheet_version")),
    )
    with op.batch_alter_table("metric_run") as table:
        table.add_column(sa.Column("shapes", JSON_VALUE, nullable=False, server_default="{}"))
    with op.batch_alter_table("metric_run") as table:
        table.alter_column("shapes", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("metric_run") as table:
        table.drop_column("shapes")
    op.drop_table("sheet_version")
    op.drop_index(op.f("ix_sheet_kind"), table_name="sheet")
    op.drop_table("sheet")
