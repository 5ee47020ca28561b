"""Migrations: what they make is what the tables say, on both databases, once or twice."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from mako.template import Template
from sqlalchemy import Engine, inspect, text

import layers
import projects
from layers.search.tables import is_index
from layers.system.database import engine_for_url
from projects.migrations.revisions import BEFORE, is_current, known, next_number
from projects.migrations.running import SCRIPTS, upgrade
from projects.migrations.tables import METADATA, TABLE_MODULES

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    if request.param == "sqlite":
        engine = engine_for_url(f"sqlite:///{tmp_path / 'new.sqlite'}")
    else:
        engine = engine_for_url(request.getfixturevalue("postgresql_url"))
    yield engine
    engine.dispose()


def test_a_migrated_database_has_exactly_the_tables_of_the_code(engine: Engine) -> None:
    assert not is_current(engine)
    upgrade(engine)
    assert is_current(engine)
    with engine.connect() as connection:
        # No class stands for the index of the search box.
        ours = {"include_name": lambda name, kind, _of: kind != "table" or not is_index(name)}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})
        assert compare_metadata(context, METADATA) == []


def test_constraints_are_made_with_the_names_the_code_gives_them(engine: Engine) -> None:
    upgrade(engine)
    found = inspect(engine)
    for table in METADATA.tables.values():
        declared = {
            str(constraint.name)
            for constraint in table.constraints
            if type(constraint).__name__ == "CheckConstraint"
        }
        made = {str(one["name"]) for one in found.get_check_constraints(table.name)}
        assert declared == made


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO layer (id, kind, title_zh, title_en, key_field, created_at) "
                "VALUES ('a', 'lake', '湖', 'Lake', 'code', '2025-01-01 00:00:00')"
            )
        )
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT title_zh FROM layer")) == "湖"


def test_a_migration_that_fails_leaves_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic.operations import Operations

    real = Operations.create_index

    def broken(self: Operations, name: str, *arguments: object, **options: object) -> object:
        if str(name).startswith("ix_project"):
            raise KeyboardInterrupt
        return real(self, name, *arguments, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Operations, "create_index", broken)
        with pytest.raises(KeyboardInterrupt):
            upgrade(engine)
    assert inspect(engine).get_table_names() == []
    upgrade(engine)
    assert is_current(engine)


def test_every_module_that_declares_tables_is_known_to_the_migrations() -> None:
    declares = re.compile(r"__tablename__\s*=|= Table\(\s*\"\w+\",\s*Base\.metadata")
    modules = {
        name
        for package in (layers, projects)
        for _, name, _ in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if ".migrations" not in name
    }
    declaring = {
        name
        for name in modules
        if declares.search(Path(str(importlib.util.find_spec(name).origin)).read_text("utf-8"))  # type: ignore[union-attr]
    }
    assert declaring == {module.__name__ for module in TABLE_MODULES}


def test_revisions_do_not_depend_on_code_that_changes() -> None:
    revisions = list((SCRIPTS / "versions").glob("[0-9]*.py"))
    # What a revision is written with beside its own file is of that revision, and as frozen.
    own = [SCRIPTS / f"{name}.py" for name in ("pieces", "moving_records")]
    assert revisions
    for revision in (*revisions, *own):
        source = revision.read_text("utf-8")
        assert not re.search(
            r"^\s*(from|import) (layers|projects(?!\.migrations\.)|geo)\b", source, re.M
        )


def test_a_revision_that_is_begun_is_read_by_the_list_of_revisions(tmp_path: Path) -> None:
    """As Alembic fills it in; numbers may be left out, so that counting files names one twice."""
    assert not list((SCRIPTS / "versions").glob(f"{next_number()}*"))
    about = {"up_revision": next_number(), "down_revision": known()[-1], "message": "more"}
    empty = dict.fromkeys(("branch_labels", "depends_on", "upgrades", "downgrades"))
    begun = tmp_path / f"{next_number()}_more.py"
    script = Template(filename=str(SCRIPTS / "script.py.mako"))  # noqa: S702 (no page)
    begun.write_text(script.render(**about, **empty), encoding="utf-8")
    assert BEFORE.findall(begun.read_text("utf-8")) == [known()[-1]]
