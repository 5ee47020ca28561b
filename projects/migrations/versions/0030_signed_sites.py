"""site checks are handed in, returned, signed, withdrawn: a chain of events that never changes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from projects.migrations.pieces import index, key, moment, number, refers, text

revision = "0030"
down_revision = "0024"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
REFUSAL = "a statement never changes"


def upgrade() -> None:
    op.create_table(
        "site_event",
        number("id"),
        number("check_id"),
        number("number"),
        text("action", 20, null=False),
        moment("at"),
        text("by", 100, null=False),
        text("body"),
        sa.Column("details", JSON_VALUE, nullable=True),
        text("previous_hash", 64, null=False),
        text("hash", 64, null=False),
        refers("site_event", "check_id", "site_check.id"),
        key("site_event", "id"),
        sa.UniqueConstraint("check_id", "number", name=op.f("uq_site_event_check_id_number")),
    )
    index("site_event", "check_id")
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER site_event_no_{what.lower()} BEFORE {what} ON site_event "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER site_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON site_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION statement_refuse()"
    )


def downgrade() -> None:
    op.drop_table("site_event")
