"""what is released into the green project pool; what a project spent in a year, of all sources"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from projects.migrations.pieces import check, fen, index, key, moment, number, refers, text

revision = "0024"
down_revision = "0027"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "pool_release",
        number("id"),
        text("project_code", 64, null=False),
        sa.Column("content", JSON_VALUE, nullable=False),
        sa.Column("files", JSON_VALUE, nullable=False),
        text("by", 100, null=False),
        moment("at"),
        text("ended_by", 100),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        check("pool_release", "(ended_at IS NULL) = (ended_by IS NULL)", "ended_by_somebody"),
        refers("pool_release", "project_code", "project.code", cascade=True),
        key("pool_release", "id"),
    )
    index("pool_release", "project_code")
    op.add_column("project_year", fen("spent_fen"))


def downgrade() -> None:
    op.drop_column("project_year", "spent_fen")
    op.drop_table("pool_release")
