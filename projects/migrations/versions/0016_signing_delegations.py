"""signing delegated for a time: who, to whom, from and until which day, and why"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("giver", sa.String(length=100), nullable=False),
        sa.Column("delegate", sa.String(length=100), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_delegation")),
    )
    op.create_index(op.f("ix_signing_delegation_delegate"), "signing_delegation", ["delegate"])


def downgrade() -> None:
    op.drop_table("signing_delegation")
