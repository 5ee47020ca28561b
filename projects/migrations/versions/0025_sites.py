"""site checks: sites, the checks made of them, decisions on their rows"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from projects.migrations.pieces import check, index, key, known, moment, number, refers, text

revision = "0025"
down_revision = "0022"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "site",
        number("id"),
        text("name", 200, null=False),
        text("project_code", 64),
        text("shape", null=False),
        *(sa.Column(name, JSON_VALUE, nullable=False) for name in ("planned", "origin", "inputs")),
        moment("created_at"),
        text("created_by", 100),
        refers("site", "project_code", "project.code", cascade=True),
        key("site", "id"),
    )
    index("site", "project_code")
    op.create_table(
        "site_check",
        number("id"),
        number("site_id"),
        number("number"),
        sa.Column("inputs", JSON_VALUE, nullable=False),
        text("result", null=False),
        text("sha256", 64, null=False),
        moment("created_at"),
        text("created_by", 100),
        check("site_check", "number > 0", "number_positive"),
        refers("site_check", "site_id", "site.id", cascade=True),
        key("site_check", "id"),
        sa.UniqueConstraint("site_id", "number", name=op.f("uq_site_check_site_id_number")),
    )
    op.create_table(
        "site_decision",
        number("id"),
        number("check_id"),
        text("row_key", 700, null=False),
        text("decision", 20, null=False),
        text("reason", 2000, null=False),
        text("by", 100),
        moment("at"),
        known("site_decision", "decision", ("confirmed", "overruled", "open")),
        refers("site_decision", "check_id", "site_check.id", cascade=True),
        key("site_decision", "id"),
    )
    index("site_decision", "check_id")


def downgrade() -> None:
    for table in ("site_decision", "site_check", "site"):
        op.drop_table(table)
