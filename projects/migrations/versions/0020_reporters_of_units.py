"""accounts and tokens of those who report for one unit"""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = ("account", "api_token")
BEFORE = ("viewer", "editor", "reviewer", "admin")
AFTER = ("viewer", "unit", "editor", "reviewer", "admin")


def upgrade() -> None:
    for table in TABLES:
        _allow(table, BEFORE, AFTER)


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"UPDATE {table} SET role = 'viewer' WHERE role = 'unit'")  # noqa: S608 # nosec B608
        _allow(table, AFTER, BEFORE)


def _allow(table: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(table, _said(before), _said(after))
        return
    name = op.f(f"ck_{table}_role_known")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, _said(after))


def _said(roles: tuple[str, ...]) -> str:
    return f"role IN ({', '.join(repr(one) for one in roles)})"


def _rewrite(table: str, before: str, after: str) -> None:
    """A constraint is changed in the text of the table, as SQLite's own description of ALTER TABLE
    says: a copy of the table could not take its place while rows of others refer to it."""
    bind = op.get_bind()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
        (before, after, table),
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = RESET")
