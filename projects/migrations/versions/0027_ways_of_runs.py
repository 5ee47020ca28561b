"""a run tells how its areas were found, beside the result and not in it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("metric_run", sa.Column("way", sa.String(40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("metric_run") as table:
        table.drop_column("way")
