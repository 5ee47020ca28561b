"""decisions on hits: added, never changed; the latest one holds"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hit_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("layer_id", sa.String(length=64), nullable=False),
        sa.Column("feature_key", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.String(length=400), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision IN ('open', 'accepted', 'justified', 'removed')",
            name=op.f("ck_hit_decision_decision_known"),
        ),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["layer.id"], name=op.f("fk_hit_decision_layer_id_layer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hit_decision")),
    )
    op.create_index(
        "ix_hit_decision_hit", "hit_decision", ["metric", "layer_id", "feature_key", "rule"]
    )


def downgrade() -> None:
    op.drop_table("hit_decision")
