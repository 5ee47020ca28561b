"""who has taken note of the rules whose law has a successor, and why they may stay"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rules_aging_noted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules_aging_noted")),
    )
    op.create_index(op.f("ix_rules_aging_noted_digest"), "rules_aging_noted", ["digest"])


def downgrade() -> None:
    op.drop_index(op.f("ix_rules_aging_noted_digest"), "rules_aging_noted")
    op.drop_table("rules_aging_noted")
