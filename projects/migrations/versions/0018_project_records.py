"""project records: units, years, funds, steps, reports, problems, files, history, versions"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from projects.migrations.moving_records import insert, put_back, record_of_before, rows
from projects.migrations.pieces import (
    Column,
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

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
REFUSAL = "the history of a project never changes"
PARTS = (
    "view", "columns", "change", "file", "problem", "progress", "fund", "year", "step", "link",
    "item", "unit",
)  # fmt: skip
KEPT = ("project_progress", "project_change")
STATUSES = ("planned", "preparing", "building", "completed", "accepted", "stopped", "cancelled")
KINDS = (
    "sponge", "sewage", "water", "corridor", "shoreline", "source", "restoration", "forest",
    "farming", "waste", "carbon", "monitoring", "other",
)  # fmt: skip
STEPS = ("design", "drawings", "acceptance", "filing")
SOURCES = (
    "central", "treasury_bond", "special_bond", "yangtze", "province", "city", "district", "sector",
    "loan", "own", "social", "other",
)  # fmt: skip
UNIT_KINDS = (
    "bureau", "government", "party", "court", "branch", "institution", "company", "group",
    "unsorted",
)  # fmt: skip
YEAR = "year BETWEEN 1949 AND 2100"
# A batch migration of these tables on SQLite copies them, and the copy has no triggers: whoever
# alters them makes the triggers again.
SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in KEPT
    for what in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION project_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    *(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION project_refuse()"
        for table in KEPT
    ),
)


def upgrade() -> None:
    kept = rows("project"), rows("project_item"), rows("project_link")
    _drop(("project_link", "project_item", "project"))
    _units()
    _project(_records())
    _children()
    _parts()
    _reports()
    put_back(*kept)
    op.add_column("account", text("unit_code", 40))
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _drop(tables: tuple[str, ...]) -> None:
    for table in tables:
        op.drop_table(table)


def _units() -> None:
    op.create_table(
        "unit",
        text("code", 40, null=False),
        text("name", 200, null=False),
        text("short_name", 200, null=False),
        text("name_en", 200),
        text("division", 12),
        text("kind", 20, null=False),
        text("post", 100),
        day("ended_on"),
        text("note", 500),
        text("shipped", 64),
        text("added_by", 100),
        moment("added_at"),
        known("unit", "kind", UNIT_KINDS),
        key("unit", "code"),
    )
    index("unit", "name", "short_name", "division", "shipped")
    op.create_table(
        "unit_alias",
        number("id"),
        text("unit_code", 40, null=False),
        text("name", 200, null=False),
        day("since"),
        day("until"),
        text("note", 500),
        refers("unit_alias", "unit_code", "unit.code", cascade=True),
        key("unit_alias", "id"),
    )
    index("unit_alias", "unit_code")


def _records() -> Iterator[Column]:
    yield text("code", 64, null=False)
    yield text("name", 200, null=False)
    yield text("kind", 20)
    yield text("action_item_id", 40)
    yield text("lead_post", 100)
    yield text("status", 20, null=False)
    yield text("approval_number", 200)
    yield text("district", 12)
    yield text("site", 200)
    yield day("start_date")
    yield day("due_date")
    yield day("actual_start_date")
    yield day("actual_end_date")
    yield fen("investment_fen")
    yield text("funding_source", 200)
    yield sa.Column("progress_percent", sa.Double(), nullable=True)
    yield day("progress_on")
    yield day("progress_rose_on")
    yield text("note")
    yield number("version")
    yield moment("created_at")
    yield moment("updated_at")
    yield text("updated_by", 100)


def _project(columns: Iterator[Column]) -> None:
    name = "project"
    op.create_table(
        name,
        *columns,
        known(name, "status", STATUSES),
        known(name, "kind", KINDS),
        check(name, "due_date >= start_date", "dates_in_order"),
        check(name, "actual_end_date >= actual_start_date", "actual_dates_in_order"),
        check(name, "investment_fen >= 0", "investment_not_negative"),
        check(name, "progress_percent BETWEEN 0 AND 100", "progress_in_percent"),
        refers(name, "action_item_id", "policy_item.id"),
        key(name, "code"),
    )
    index(name, "kind", "action_item_id", "status", "district", "due_date", "progress_on")
    index(name, "progress_rose_on")


def _children() -> None:
    project = "project.code"
    op.create_table(
        "project_unit",
        text("project_code", 64, null=False),
        text("role", 20, null=False),
        text("unit_code", 40, null=False),
        number("position"),
        known("project_unit", "role", ("lead", "responsible")),
        refers("project_unit", "project_code", project, cascade=True),
        refers("project_unit", "unit_code", "unit.code"),
        key("project_unit", "project_code", "role", "unit_code"),
    )
    index("project_unit", "unit_code")
    _item_and_link()


def _item_and_link() -> None:
    project = "project.code"
    op.create_table(
        "project_item",
        text("project_code", 64, null=False),
        text("item_id", 40, null=False),
        number("position"),
        refers("project_item", "item_id", "policy_item.id"),
        refers("project_item", "project_code", project, cascade=True),
        key("project_item", "project_code", "item_id"),
    )
    index("project_item", "item_id")
    op.create_table(
        "project_link",
        text("project_code", 64, null=False),
        text("layer_id", 64, null=False),
        text("feature_key", 200, null=False),
        moment("created_at"),
        refers("project_link", "layer_id", "layer.id"),
        refers("project_link", "project_code", project, cascade=True),
        key("project_link", "project_code", "layer_id", "feature_key"),
    )
    op.create_index("ix_project_link_feature", "project_link", ["layer_id", "feature_key"])


def _parts() -> None:
    project = "project.code"
    op.create_table(
        "project_step",
        text("project_code", 64, null=False),
        text("step", 20, null=False),
        day("done_on"),
        text("document_number", 200),
        text("note", 500),
        known("project_step", "step", STEPS),
        refers("project_step", "project_code", project, cascade=True),
        key("project_step", "project_code", "step"),
    )
    op.create_table(
        "project_year",
        text("project_code", 64, null=False),
        number("year"),
        text("work"),
        fen("planned_fen"),
        *(text(f"quarter_{quarter}") for quarter in range(1, 5)),
        text("note"),
        check("project_year", YEAR, "year_possible"),
        check("project_year", "planned_fen >= 0", "planned_not_negative"),
        refers("project_year", "project_code", project, cascade=True),
        key("project_year", "project_code", "year"),
    )
    index("project_year", "year")
    amounts = ("planned", "arrived", "spent")
    op.create_table(
        "project_fund",
        text("project_code", 64, null=False),
        number("year"),
        text("source", 20, null=False),
        *(fen(f"{one}_fen") for one in amounts),
        text("note", 500),
        check("project_fund", YEAR, "year_possible"),
        known("project_fund", "source", SOURCES),
        *(check("project_fund", f"{one}_fen >= 0", f"{one}_not_negative") for one in amounts),
        refers("project_fund", "project_code", project, cascade=True),
        key("project_fund", "project_code", "year", "source"),
    )
    index("project_fund", "year", "source")


def _reports() -> None:
    project = "project.code"
    op.create_table(
        "project_progress",
        number("id"),
        text("project_code", 64, null=False),
        day("reported_on", null=False),
        sa.Column("percent", sa.Double(), nullable=False),
        fen("invested_fen"),
        text("text"),
        text("next_steps"),
        text("reason", 500),
        text("via", 10, null=False),
        text("by", 100),
        moment("at"),
        check("project_progress", "percent BETWEEN 0 AND 100", "in_percent"),
        check("project_progress", "invested_fen >= 0", "invested_not_negative"),
        refers("project_progress", "project_code", project),
        key("project_progress", "id"),
    )
    newest = ["project_code", "reported_on", "id"]
    op.create_index("ix_project_progress_newest", "project_progress", newest)
    index("project_progress", "reported_on")
    op.create_table(
        "project_problem",
        number("id"),
        text("project_code", 64, null=False),
        text("kind", 20, null=False),
        day("found_on", null=False),
        text("text", null=False),
        text("issued_by", 200),
        text("document_number", 200),
        day("deadline"),
        text("unit_code", 40),
        day("closed_on"),
        text("closing"),
        text("by", 100),
        moment("at"),
        text("closed_by", 100),
        known("project_problem", "kind", ("problem", "order")),
        check("project_problem", "deadline >= found_on", "dates_in_order"),
        check("project_problem", "(closed_on IS NULL) = (closed_by IS NULL)", "closed_by_somebody"),
        refers("project_problem", "project_code", project, cascade=True),
        refers("project_problem", "unit_code", "unit.code"),
        key("project_problem", "id"),
    )
    index("project_problem", "project_code", "deadline", "unit_code", "closed_on")
    _kept()


def _kept() -> None:
    op.create_table(
        "project_file",
        number("id"),
        text("project_code", 64, null=False),
        number("progress_id", null=True),
        number("problem_id", null=True),
        text("step", 20),
        text("sha256", 64, null=False),
        text("by", 100),
        moment("at"),
        refers("project_file", "project_code", "project.code", cascade=True),
        refers("project_file", "progress_id", "project_progress.id"),
        refers("project_file", "problem_id", "project_problem.id", cascade=True),
        refers("project_file", "sha256", "target_evidence.sha256"),
        key("project_file", "id"),
    )
    index("project_file", "project_code", "progress_id", "problem_id", "sha256")
    op.create_table(
        "project_change",
        number("id"),
        text("project_code", 64, null=False),
        number("version"),
        text("action", 20, null=False),
        moment("at"),
        text("by", 100),
        text("reason", 500),
        sa.Column("content", JSON_VALUE, nullable=False),
        key("project_change", "id"),
        sa.UniqueConstraint(
            "project_code", "version", name=op.f("uq_project_change_project_code_version")
        ),
    )
    index("project_change", "at")
    op.create_table(
        "project_columns",
        text("fingerprint", 64, null=False),
        sa.Column("heads", JSON_VALUE, nullable=False),
        sa.Column("mapping", JSON_VALUE, nullable=False),
        text("by", 100),
        moment("at"),
        key("project_columns", "fingerprint"),
    )
    op.create_table(
        "project_view",
        number("id"),
        text("owner", 100, null=False),
        text("title", 100, null=False),
        text("query", 2000, null=False),
        moment("at"),
        key("project_view", "id"),
        sa.UniqueConstraint("owner", "title", name=op.f("uq_project_view_owner_title")),
    )
    index("project_view", "owner")


def downgrade() -> None:
    """The columns of before, as far as they can say it; what only the new tables hold is lost."""
    items, links = rows("project_item"), rows("project_link")
    projects = [record_of_before(row) for row in rows("project")]
    _drop((*(f"project_{one}" for one in PARTS), "project", "unit_alias", "unit"))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION project_refuse()")
    op.drop_column("account", "unit_code")
    _project_of_before()
    _item_and_link()
    insert("project", projects)
    insert("project_item", items)
    insert("project_link", links)


def _project_of_before() -> None:
    name = "project"
    op.create_table(
        name,
        text("code", 64, null=False),
        text("name", 200, null=False),
        text("action_item_id", 40),
        text("lead_unit", 100),
        text("responsible_units", null=False),
        text("status", 20, null=False),
        day("start_date"),
        day("due_date"),
        sa.Column("investment_wan_yuan", sa.Double(), nullable=True),
        text("funding_source", 200),
        sa.Column("progress_percent", sa.Double(), nullable=True),
        text("note"),
        moment("created_at"),
        moment("updated_at"),
        known(name, "status", ("planned", "preparing", "building", "completed", "stopped")),
        check(name, "due_date >= start_date", "dates_in_order"),
        check(name, "investment_wan_yuan >= 0", "investment_not_negative"),
        check(name, "progress_percent BETWEEN 0 AND 100", "progress_in_percent"),
        refers(name, "action_item_id", "policy_item.id"),
        key(name, "code"),
    )
    index(name, "action_item_id", "due_date", "lead_unit", "status")
