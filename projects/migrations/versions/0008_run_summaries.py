"""what lists show of a run is kept beside its result, which may be large"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("metric_run", sa.Column("summary", JSON_VALUE, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("metric_run") as table:
        table.drop_column("summary")
