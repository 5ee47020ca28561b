"""scopes of tokens, and the keys under which other systems have sent something"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from projects.migrations.pieces import index, key, moment, number, text

revision = "0034"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    scope = sa.Column("scope", sa.String(length=20), nullable=False, server_default="role")
    op.add_column("api_token", scope)
    op.create_table(
        "exchange_key",
        number("id"),
        text("account", 100, null=False),
        text("key", 200, null=False),
        text("place", 100, null=False),
        text("sha256", 64, null=False),
        number("status"),
        text("answer", null=False),
        moment("at"),
        key("exchange_key", "id"),
        sa.UniqueConstraint("account", "key", name=op.f("uq_exchange_key_account_key")),
    )
    index("exchange_key", "at")


def downgrade() -> None:
    op.drop_table("exchange_key")
    op.drop_column("api_token", "scope")
