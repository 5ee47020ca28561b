"""append-only audit: the database itself refuses to change or remove an entry"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFUSAL = "the audit log is append-only"
# A batch migration of these tables on SQLite copies them, and the copy has no triggers: whoever
# alters them makes the triggers again.
SQLITE = (
    *(
        f"CREATE TRIGGER audit_entry_no_{what.lower()} BEFORE {what} ON audit_entry "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for what in ("UPDATE", "DELETE")
    ),
    "CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head "
    "WHEN NEW.number <= OLD.number "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_head_no_delete BEFORE DELETE OR TRUNCATE ON audit_head "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head "
    "FOR EACH ROW WHEN (NEW.number <= OLD.number) EXECUTE FUNCTION audit_refuse()",
)
NAMES = {
    "sqlite": (
        "audit_entry_no_update",
        "audit_entry_no_delete",
        "audit_head_no_delete",
        "audit_head_forward",
    ),
    "postgresql": (
        "audit_entry_no_change ON audit_entry",
        "audit_head_no_delete ON audit_head",
        "audit_head_forward ON audit_head",
    ),
}


def upgrade() -> None:
    for statement in SQLITE if _dialect() == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    dialect = _dialect()
    for name in NAMES[dialect]:
        op.execute(f"DROP TRIGGER {name}")
    if dialect == "postgresql":
        op.execute("DROP FUNCTION audit_refuse()")


def _dialect() -> str:
    return op.get_bind().dialect.name
