"""results carry the hash of what they say; runs that are there get theirs from what they are now

Per-zone results that are there get none: they are computed again when they are asked for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SAID = ("input_hash", "metric", "metric_version", "result", "shapes", "software", "created_by")
RUN = sa.table(
    "metric_run",
    sa.column("id", sa.Integer()),
    sa.column("sha256", sa.String(64)),
    *(sa.column(name, JSON_VALUE if name in ("shapes", "software") else None) for name in SAID),
    sa.column("created_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.add_column("metric_run", sa.Column("sha256", sa.String(length=64), nullable=True))
    op.add_column("zone_result", sa.Column("sha256", sa.String(length=64), nullable=True))
    connection = op.get_bind()
    for (number,) in connection.execute(sa.select(RUN.c.id)).all():
        row = connection.execute(sa.select(RUN).where(RUN.c.id == number)).mappings().one()
        connection.execute(sa.update(RUN).where(RUN.c.id == number).values(sha256=_hash(row)))


def _hash(row: Any) -> str:
    at = row["created_at"]
    at = at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)
    said = {name: row[name] for name in SAID} | {"created_at": at.isoformat()}
    text = json.dumps(said, ensure_ascii=False, allow_nan=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def downgrade() -> None:
    for table in ("metric_run", "zone_result"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("sha256")
