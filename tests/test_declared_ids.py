"""No id of a kind or a metric stands outside its declaration; nothing is dead, nothing is long.

Python code names the declaration (`SPONGE_ZONE.id`), scripts and templates get what they need from
the page. An id of several words is looked for in every text of the code but docstrings. An id that
is also a common word (`river` is a field, `outfall` a subject of rules) counts only where a kind
or a metric is asked for.

Dead is what no code, template or script reads by its name, however well it is tested. Both are
looked for in one reading of all files.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from layers.kinds import KINDS
from layers.settings import CHECKOUT
from projects.metrics.registry import METRICS
from projects.policy.subjects import SUBJECTS
from tests.dead_code import ASKED_FOR, defined, read_names

Nodes = Iterable[ast.AST]

# What a target is about may have the name of the metric or the kind that is about it.
IDS = frozenset((*KINDS, *METRICS)) - set(SUBJECTS)
NAMES = frozenset(one for one in IDS if "_" in one)
WORDS = IDS - NAMES
ROOMS = ("geo", "layers", "projects", "webmap")
# The calls whose first argument or `id` is the id of what they declare. A kind of sheet may have
# the name of the metric that it is kept for.
DECLARING = frozenset({"Kind", "Metric", "SheetKind", "rule"})
# Where it says its id, and the module that computes it, which may bear the same name.
ITS_OWN = ("id", "computed_by")
ASKING = frozenset(
    {"get_kind", "get_metric", "run_metric", "find_run", "live_versions", "list_runs"}
)
ASKED = frozenset({"kind", "kinds", "metric", "needs", "about"})
TABLES = frozenset({"KINDS", "METRICS"})
ONE_NAME = re.compile(r"(?<![A-Za-z0-9_])(?:" + "|".join(sorted(NAMES)) + r")(?![A-Za-z0-9_])")
A_WORD_ASKED = re.compile(
    r"""\b(?:kind|metric)\b[^"'\n]{0,12}["'](?:""" + "|".join(sorted(WORDS)) + r""")["']"""
)
COMMENTS = re.compile(r"/\*.*?\*/|^\s*//.*?$|\{#.*?#\}|<!--.*?-->", re.DOTALL | re.MULTILINE)
# A script of a migration must not change with the code.
EXCEPTED = ("projects/migrations/",)


def found_in_python(source: str) -> list[str]:
    """`line id` of every id that stands outside a declaration."""
    return found_among(list(ast.walk(ast.parse(source))))


def found_among(nodes: list[ast.AST]) -> list[str]:
    left_out = {id(one) for one in _docstrings(nodes)} | {id(one) for one in _declared(nodes)}
    asked = {id(one) for one in _asked(nodes)}
    found = []
    for node in nodes:
        if isinstance(node, ast.Constant) and id(node) not in left_out:
            found += _named(str(node.value), node.lineno, id(node) in asked)
    return found


def _named(text: str, line: int, asked: bool) -> Iterator[str]:
    yield from (f"{line} {one}" for one in ONE_NAME.findall(text))
    if asked and text in WORDS:
        yield f"{line} {text}"


def _docstrings(nodes: Nodes) -> Iterator[ast.AST]:
    return (node.value for node in nodes if isinstance(node, ast.Expr))


def _declared(nodes: Nodes) -> Iterator[ast.AST]:
    for call in _calls(nodes, DECLARING):
        yield from call.args[:1]
        yield from (one.value for one in call.keywords if one.arg in ITS_OWN)


def _asked(nodes: Nodes) -> Iterator[ast.AST]:
    for call in _calls(nodes, ASKING):
        yield from call.args
    for node in nodes:
        if isinstance(node, ast.keyword) and node.arg in ASKED:
            yield from ast.walk(node.value)
        if isinstance(node, ast.Subscript) and _name(node.value) in TABLES:
            yield node.slice
        if isinstance(node, ast.Compare) and _name(node.left) in ASKED:
            yield from (one for side in node.comparators for one in ast.walk(side))


def _calls(nodes: Nodes, names: frozenset[str]) -> Iterator[ast.Call]:
    for node in nodes:
        if isinstance(node, ast.Call) and _name(node.func) in names:
            yield node


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def found_in_page(source: str) -> list[str]:
    """The ids that a script or a template names outside its comments."""
    code = COMMENTS.sub("", source)
    return [*ONE_NAME.findall(code), *A_WORD_ASKED.findall(code)]


NOT_OURS = {"vendor", "node_modules"}
LINES_OF_A_FILE, LINES_OF_A_FUNCTION = 400, 60
# They use the rooms, and are no part of the product.
BESIDE = ("demonstration", "benchmarks", "requirements")


@dataclass(frozen=True, slots=True)
class Code:
    """What all Python files say: by file the ids that it names and what it defines, and all names
    that are read in any."""

    ids: Mapping[str, list[str]]
    defined: Mapping[str, list[str]]
    read: frozenset[str]
    long: list[str]


@pytest.fixture(scope="module")
def code() -> Code:
    ids, defines, read, long = {}, {}, set(), []
    for path in files(".py", rooms=(*ROOMS, *BESIDE)):
        name = path.relative_to(CHECKOUT).as_posix()
        source = path.read_text(encoding="utf-8")
        nodes = list(ast.walk(ast.parse(source)))
        long += too_long(name, source, nodes)
        read.update(read_names(nodes))
        if name.startswith(ROOMS):
            ids[name], defines[name] = found_among(nodes), list(defined(nodes))
    return Code(ids, defines, frozenset(read), long)


def too_long(name: str, source: str, nodes: Nodes) -> Iterator[str]:
    """Files and functions that nobody reads at one go."""
    if source.count("\n") > LINES_OF_A_FILE:
        yield name
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            first, last = node.lineno, node.end_lineno or node.lineno
            if last - first >= LINES_OF_A_FUNCTION:
                yield f"{name} {node.name}"


def files(*suffixes: str, rooms: Iterable[str] = ROOMS) -> Iterator[Path]:
    for path in sorted(one for room in rooms for one in (CHECKOUT / room).rglob("*")):
        excepted = path.relative_to(CHECKOUT).as_posix().startswith(EXCEPTED)
        if path.suffix in suffixes and not excepted and not NOT_OURS & {*path.parts}:
            yield path


@pytest.mark.slow
def test_python_code_names_kinds_and_metrics_by_their_declarations(code: Code) -> None:
    assert {name: found for name, found in code.ids.items() if found} == {}


@pytest.mark.slow
def test_no_file_and_no_function_is_long(code: Code) -> None:
    assert code.long == [], "part it by what it answers"
    lines = "    x = 1\n" * LINES_OF_A_FUNCTION
    source = f"def f() -> None:\n{lines}"
    assert [*too_long("a.py", source, ast.walk(ast.parse(source)))] == ["a.py f"]
    assert [*too_long("a.py", "#\n" * (LINES_OF_A_FILE + 1), [])] == ["a.py"]


@pytest.mark.slow
def test_nothing_is_there_that_only_tests_use(code: Code) -> None:
    pages = (path.read_text(encoding="utf-8") for path in files(".html", ".js", ".xml", ".mako"))
    used = code.read | ASKED_FOR | {name for page in pages for name in re.findall(r"\w+", page)}
    dead = {name: [*{*there} - used] for name, there in code.defined.items() if {*there} - used}
    assert dead == {}, "take it out, or into the test that needs it"
    every = {one for there in code.defined.values() for one in there}
    assert ASKED_FOR - every == set(), "an exception that is needed no more"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(): ...", {"f"}),
        ("class A:\n @property\n def b(self): ...", {"A", "b"}),
        ("LIMIT = 3", {"LIMIT"}),
        ("@blueprint.get('/x')\ndef f(): ...", set()),
        ("LAKE = Kind('lake')", set()),
    ],
)
def test_what_may_be_dead(source: str, names: set[str]) -> None:
    assert {*defined(ast.walk(ast.parse(source)))} == names


def test_an_import_alone_uses_nothing() -> None:
    assert [*read_names(ast.walk(ast.parse("from a import f")))] == []
    assert [*read_names(ast.walk(ast.parse("from a import f as g")))] == ["f"]
    assert {*read_names(ast.walk(ast.parse("a.f(b)")))} == {"a", "f", "b"}
    assert "run" in {*read_names(ast.walk(ast.parse("Metric(computed_by='a.b:run')")))}


def test_scripts_styles_and_templates_name_no_kind_and_no_metric() -> None:
    found = {
        path.relative_to(CHECKOUT).as_posix(): there
        for path in files(".js", ".css", ".html", ".xml")
        if (there := found_in_page(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        'KIND = "sponge_zone"',
        'HINT = "ecoatlas metrics run sponge_coverage --zones ZONES"',
        'Role("zones", kinds=("lake", "river"))',
        'get_kind("river")',
        'KINDS["works"]',
        'one.kind == "lake"',
        'x = f"of {a} sponge_zone"',
    ],
)
def test_an_id_beside_its_declaration_is_found(source: str) -> None:
    assert found_in_python(source)


@pytest.mark.parametrize(
    "source",
    [
        'LAKE = Kind("lake", title)',
        'COVERAGE = Metric(id="coverage", version=1)',
        'SHARE = Metric(id="a", computed_by="sponge.sponge_coverage:compute")',
        'row["river"] == "outfall"',
        '"""Figures of sponge_zone."""',
        'RULE = rule("bank_bans", title)',
        'x = "a_sponge_zone_b"',
    ],
)
def test_a_declaration_a_docstring_and_a_common_word_are_no_false_alarm(source: str) -> None:
    assert found_in_python(source) == []


def test_scripts_are_read_without_their_comments() -> None:
    assert found_in_page('if (layer.kind === "lake") x();')
    assert found_in_page('ask("metrics/runs?metric=sponge_coverage")') == ["sponge_coverage"]
    assert found_in_page("// as sponge_zone is\n/* sponge_zone */ const lake = 1;") == []
