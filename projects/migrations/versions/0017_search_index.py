"""features found by name or code: entries in the database, and a full-text index over them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# In SQLite it keeps no text of its own. Pairs of characters hold no blank, and no sign of ASCII but
# letters and digits.
MADE = {
    "sqlite": ("CREATE VIRTUAL TABLE search_gram USING fts5(grams, content='', tokenize='ascii')",),
    "postgresql": (
        "CREATE TABLE search_gram (id BIGINT PRIMARY KEY, grams TEXT[] NOT NULL)",
        "CREATE INDEX ix_search_gram_grams ON search_gram USING gin (grams)",
    ),
}


def upgrade() -> None:
    op.create_table(
        "search_content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_content")),
        sa.UniqueConstraint("sha256", name=op.f("uq_search_content_sha256")),
    )
    op.create_index(op.f("ix_search_content_complete"), "search_content", ["complete"])
    op.create_table(
        "search_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("sound", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    for statement in MADE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for name in ("search_gram", "search_entry", "search_content"):
        op.drop_table(name)
