"""what versions of layers are declared to hold: declarations that are only added, never changed

Nothing is declared for an office that comes from before: what its users said is no declaration.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from projects.migrations.pieces import key, known, moment, number, text

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

HELD_TABLE = "layer_holding"
JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
REFUSAL = "a declaration of what a layer holds never changes"
SQLITE = tuple(
    f"CREATE TRIGGER layer_holding_no_{what.lower()} BEFORE {what} ON layer_holding "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for what in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION layer_holding_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER layer_holding_no_change BEFORE UPDATE OR DELETE OR TRUNCATE "
    "ON layer_holding FOR EACH STATEMENT EXECUTE FUNCTION layer_holding_refuse()",
)


def upgrade() -> None:
    op.create_table(
        HELD_TABLE,
        number("id"),
        text("layer_id", 64, null=False),
        number("number"),
        text("subject", 60, null=False),
        text("action", 20, null=False),
        sa.Column("terms", JSON_VALUE, nullable=False),
        text("basis", 500, null=False),
        moment("at"),
        text("by", 100, null=False),
        known(HELD_TABLE, "action", ("declared", "taken_back")),
        sa.ForeignKeyConstraint(
            ["layer_id", "number"],
            ["layer_version.layer_id", "layer_version.number"],
            name=op.f("fk_layer_holding_layer_id_layer_version"),
        ),
        key(HELD_TABLE, "id"),
    )
    op.create_index("ix_layer_holding_layer_id_number", HELD_TABLE, ["layer_id", "number"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(HELD_TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION layer_holding_refuse()")
