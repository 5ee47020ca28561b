"""accounts have a post, which stands beside the name where a statement is signed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("post", sa.String(length=100), nullable=False, server_default="")
    op.add_column("account", column)


def downgrade() -> None:
    with op.batch_alter_table("account") as batch:
        batch.drop_column("post")
