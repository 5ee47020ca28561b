"""days on which versions of layers were found still right: words that are only added"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from projects.migrations.pieces import day, key, known, moment, number, text

revision = "0029"
down_revision = "0030"
branch_labels = None
depends_on = None

CONFIRMED_TABLE = "layer_confirmation"
REFUSAL = "what was confirmed of a layer never changes"
SQLITE = tuple(
    f"CREATE TRIGGER layer_confirmation_no_{what.lower()} BEFORE {what} ON layer_confirmation "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for what in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION layer_confirmation_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER layer_confirmation_no_change BEFORE UPDATE OR DELETE OR TRUNCATE "
    "ON layer_confirmation FOR EACH STATEMENT EXECUTE FUNCTION layer_confirmation_refuse()",
)


def upgrade() -> None:
    op.create_table(
        CONFIRMED_TABLE,
        number("id"),
        text("layer_id", 64, null=False),
        number("number"),
        text("action", 20, null=False),
        day("day", null=False),
        text("basis", 500, null=False),
        moment("at"),
        text("by", 100, null=False),
        known(CONFIRMED_TABLE, "action", ("confirmed", "taken_back")),
        sa.ForeignKeyConstraint(
            ["layer_id", "number"],
            ["layer_version.layer_id", "layer_version.number"],
            name=op.f("fk_layer_confirmation_layer_id_layer_version"),
        ),
        key(CONFIRMED_TABLE, "id"),
    )
    op.create_index(
        "ix_layer_confirmation_layer_id_number", CONFIRMED_TABLE, ["layer_id", "number"]
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(CONFIRMED_TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION layer_confirmation_refuse()")
