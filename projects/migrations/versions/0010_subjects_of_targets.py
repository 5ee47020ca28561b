"""targets say what they measure, whose they are, when they are due and what softens them

The values come with the register, which is loaded again at the next start.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LISTS = (
    ("policy_target", "soft"),
    ("policy_target", "divisions"),
    ("policy_target", "replaced_by"),
    ("policy_item", "answers"),
)
WORDS = (("subject", 60, "''"), ("period", 20, "'year'"))


def upgrade() -> None:
    for table, name in LISTS:
        column = sa.Column(name, JSON_VALUE, nullable=False, server_default=sa.text("'[]'"))
        op.add_column(table, column)
    for name, length, default in WORDS:
        column = sa.Column(name, sa.String(length), nullable=False, server_default=sa.text(default))
        op.add_column("policy_target", column)
    op.add_column("policy_target", sa.Column("due", sa.Date(), nullable=True))
    op.create_index("ix_policy_target_subject", "policy_target", ["subject"])


def downgrade() -> None:
    op.drop_index("ix_policy_target_subject", "policy_target")
    for table, names in (
        ("policy_target", ("subject", "divisions", "soft", "due", "period", "replaced_by")),
        ("policy_item", ("answers",)),
    ):
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.drop_column(name)
