"""Rules for the code, so that no answer forgets what its asker may see."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import projects.migrations.tables  # noqa: F401  (every class must have said what is limited)
from layers.system.database import Base
from layers.system.row_access import limited_tables

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
ROOMS = ("geo", "layers", "projects", "webmap")
# What works with the whole office.
WHOLE_OFFICE = (
    "webmap/commands/",
    "webmap/app.py",
    # Says whether the office works, and names nothing of what it holds.
    "webmap/edge/health.py",
    # The worker does the jobs of the whole office.
    "webmap/jobs/working.py",
)
# What a module that opens sessions of its own must not read: all that knows layers.
OF_LAYERS = (
    "layers.catalogue",
    "layers.export",
    "layers.storage.store",
    "projects.metrics",
    "projects.records",
    "projects.work.known_ground",
    "projects.work.versions",
    "webmap.exports.differences",
    "webmap.hits.answers",
    "webmap.map.district",
    "webmap.map.features",
    "webmap.map.map_layers",
    "webmap.map.search",
    "webmap.metrics.cards",
    "webmap.metrics.forms",
    "webmap.policy",
    "webmap.projects.projects",
    "webmap.statements.answers",
)
# Where a criterion is written, its table is read without its class, so that it needs no criterion.
PLAIN_TABLES = (
    "layers/catalogue.py",
    "projects/holdings/tables.py",
    "projects/metrics/tables.py",
    "projects/sites/tables.py",
    "projects/standing/tables.py",
    "projects/statements/tables.py",
    "projects/migrations/",
)


def modules(word: str, *rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """Those in whose text the word stands; in others nothing of that name can be found."""
    for path in sorted(one for room in rooms for one in (ROOT / room).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if word in text:
            yield path.relative_to(ROOT).as_posix(), ast.parse(text)


def opened_directly(tree: ast.Module) -> list[str]:
    """Sessions of a database that are opened past the services, as `….database.reading`."""
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("reading", "transaction")
        and ast.unparse(node.value).split(".")[-1] == "database"
    ]


def named_plainly(tree: ast.Module) -> list[str]:
    """Tables whose rows are limited, named without their class, as `Layer.__table__`."""
    limited = {
        one.class_.__name__
        for one in Base.registry.mappers
        if one.local_table is not None and one.class_.__tablename__ in limited_tables()
    }
    spoken = (ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return [text for text in spoken if text.removesuffix(".__table__") in limited - {text}]


def of_layers(tree: ast.Module) -> list[str]:
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [name for name in named if name.startswith(OF_LAYERS)]


def test_the_web_opens_sessions_through_its_services() -> None:
    """Modules of accounts and of the audit log open their own, and read nothing of layers."""
    found = {
        path: (opened, read)
        for path, tree in modules("database", "webmap")
        if not path.startswith(WHOLE_OFFICE)
        and (opened := opened_directly(tree))
        and (read := of_layers(tree))
    }
    assert found == {}, "use services().reading() or services().transaction()"


def test_the_catalogue_is_asked_by_its_classes() -> None:
    """Tables named plainly are refused at run time too, but only where somebody tries."""
    found = {
        path: named
        for path, tree in modules("__table__", *ROOMS)
        if not path.startswith(PLAIN_TABLES) and (named := named_plainly(tree))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("with office().database.reading() as s: pass", ["office().database.reading"]),
        ("database.transaction()", ["database.transaction"]),
        ("services().reading()", []),
    ],
)
def test_the_search_for_sessions_finds_them(code: str, found: list[str]) -> None:
    assert opened_directly(ast.parse(code)) == found


def test_the_search_for_what_knows_layers_finds_it() -> None:
    said = "from layers.catalogue import resolve; from projects.work.services import Services"
    assert of_layers(ast.parse(said)) == ["layers.catalogue"]


@pytest.mark.parametrize(
    ("code", "found"),
    [("select(Layer.__table__)", 1), ("select(Layer.id)", 0), ("AuditEntry.__table__", 0)],
)
def test_the_search_for_plain_tables_finds_them(code: str, found: int) -> None:
    assert len(named_plainly(ast.parse(code))) == found
