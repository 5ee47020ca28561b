"""quarterly dispatch: rounds, what units report, every change of it, conflicts that wait"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from projects.migrations.pieces import (
    check,
    day,
    fen,
    index,
    key,
    known,
    moment,
    number,
    refers,
    text,
)

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
REFUSAL = "the history of a round never changes"
KEPT = ("dispatch_event", "dispatch_change")
TABLES = ("dispatch_conflict", "dispatch_change", "dispatch_entry", "dispatch_event",
          "dispatch_round")  # fmt: skip
STATUSES = ("planned", "preparing", "building", "completed", "accepted", "stopped", "cancelled")
# A batch migration of these tables on SQLite copies them, and the copy has no triggers: whoever
# alters them makes the triggers again.
SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in KEPT
    for what in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION dispatch_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    *(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION dispatch_refuse()"
        for table in KEPT
    ),
)


def upgrade() -> None:
    _rounds()
    _entries()
    _kept()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _rounds() -> None:
    op.create_table(
        "dispatch_round",
        number("id"),
        text("period", 10, null=False),
        day("due_on", null=False),
        text("state", 10, null=False),
        text("opened_by", 100, null=False),
        moment("opened_at"),
        known("dispatch_round", "state", ("open", "closed")),
        key("dispatch_round", "id"),
        sa.UniqueConstraint("period", name=op.f("uq_dispatch_round_period")),
    )
    op.create_table(
        "dispatch_event",
        number("id"),
        number("round_id"),
        text("action", 10, null=False),
        text("by", 100, null=False),
        moment("at"),
        text("reason", 500),
        known("dispatch_event", "action", ("opened", "closed", "reopened", "reminded")),
        refers("dispatch_event", "round_id", "dispatch_round.id"),
        key("dispatch_event", "id"),
    )
    index("dispatch_event", "round_id")


def _entries() -> None:
    name = "dispatch_entry"
    op.create_table(
        name,
        number("id"),
        number("round_id"),
        text("project_code", 64, null=False),
        text("unit_code", 40, null=False),
        text("state", 10, null=False),
        sa.Column("progress_percent", sa.Double(), nullable=True),
        fen("invested_fen"),
        fen("spent_fen"),
        text("text"),
        text("problems"),
        text("next_steps"),
        text("status", 20),
        day("actual_end_date"),
        text("reason", 500),
        text("remark", 500),
        text("written_by", 100),
        text("via", 10),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        number("version"),
        number("taken_version"),
        known(name, "state", ("empty", "draft", "reported", "returned")),
        known(name, "status", STATUSES),
        check(name, "progress_percent BETWEEN 0 AND 100", "progress_in_percent"),
        refers(name, "round_id", "dispatch_round.id"),
        refers(name, "project_code", "project.code"),
        refers(name, "unit_code", "unit.code"),
        key(name, "id"),
        sa.UniqueConstraint(
            "round_id", "project_code", name=op.f("uq_dispatch_entry_round_id_project_code")
        ),
    )
    index(name, "project_code", "unit_code")
    op.create_index("ix_dispatch_entry_unit", name, ["round_id", "unit_code"])


def _kept() -> None:
    op.create_table(
        "dispatch_change",
        number("id"),
        number("entry_id"),
        number("version"),
        text("action", 10, null=False),
        moment("at"),
        text("by", 100, null=False),
        text("via", 10, null=False),
        text("reason", 500),
        sa.Column("content", JSON_VALUE, nullable=False),
        refers("dispatch_change", "entry_id", "dispatch_entry.id"),
        key("dispatch_change", "id"),
        sa.UniqueConstraint(
            "entry_id", "version", name=op.f("uq_dispatch_change_entry_id_version")
        ),
    )
    op.create_table(
        "dispatch_conflict",
        number("id"),
        number("entry_id"),
        text("field", 30, null=False),
        sa.Column("sides", JSON_VALUE, nullable=False),
        number("base_version"),
        text("theirs_by", 100),
        text("file", 200, null=False),
        text("by", 100, null=False),
        moment("at"),
        text("chosen", 10),
        text("chosen_by", 100),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True),
        check("dispatch_conflict", "chosen IN ('theirs', 'mine')", "choice_known"),
        check(
            "dispatch_conflict",
            "(chosen IS NULL) = (chosen_by IS NULL)",
            "chosen_by_somebody",
        ),
        refers("dispatch_conflict", "entry_id", "dispatch_entry.id"),
        key("dispatch_conflict", "id"),
    )
    index("dispatch_conflict", "entry_id")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION dispatch_refuse()")
