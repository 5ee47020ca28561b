"""search in PostgreSQL: grams as numbers; the worker indexes what is live anew when it starts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _begin_anew("INTEGER[]")


def downgrade() -> None:
    _begin_anew("TEXT[]")


def _begin_anew(grams: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("TRUNCATE search_gram, search_entry, search_content")
    op.drop_index("ix_search_gram_grams", table_name="search_gram")
    op.drop_column("search_gram", "grams")
    op.execute(sa.text(f"ALTER TABLE search_gram ADD COLUMN grams {grams} NOT NULL"))
    op.execute("CREATE INDEX ix_search_gram_grams ON search_gram USING gin (grams)")
