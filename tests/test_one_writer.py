"""Numbers that people read are written by `geo/figures` alone, in code and in templates.

Looked for is what Python writes a number with: a format such as `.2f` or `,` in an f-string, in a
template of a sentence or in a page, `%`-formats, `format()`, and `round()` within a text. A format
right inside `float()` or `Decimal()` rounds a number and writes none.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from layers.settings import CHECKOUT

ROOMS = ("geo", "layers", "projects", "webmap")
WRITER = "geo/figures/"
EXCEPTED = {
    "layers/export/formats/kml.py": "coordinates of a file that programs read",
    "layers/reading/crs/claim.py": "numbers as the file has them, in no unit yet",
    "layers/reading/fields/dates.py": "a number read as a day",
    "layers/reading/fields/long_numbers.py": "the text of a cell as its file shows it",
    "layers/reading/formats/tables/features.py": "coordinates as the file has them",
    "layers/reading/shapes/strays.py": "numbers as the file has them, infinite ones too",
    "projects/statements/earlier/": "statements of earlier forms, byte for byte as they were",
    "projects/statements/picture/": "places on a drawing and its grid, signed as drawn",
    "projects/statements/verifying/": "cells and colours of two files compared as text",
}
NUMERIC = re.compile(r"(?!0\d+d)[^a-z]*(?:,|,?d|,?(?:\.(?:\d+|\{\}))?[eEfFgG%n])")
PERCENT_FORMAT = re.compile(r"%[-+ 0#]*\d*(?:\.\d+)?[eEfFgG]\b")
OF_A_PAGE = re.compile(
    r"(?<!=\")\{\{[^}]*\|\s*round\b|'\{[^']*:[^']*\}'\.format|\"%[^\"]*[fg]\"\s*%|\|\s*format\("
)
BY_HAND = re.compile(r"""Text\(\s*["'](?:、|；)["']\.join\(|Text\("无", "none"\)""")
SENTENCES = ("format", "str", "say", "Problem", "EcoAtlasError")
NUMBERS = ("float", "Decimal", "int")


def hand_written(source: str) -> list[int]:
    """Lines in which a number is written by hand."""
    nodes = list(ast.walk(ast.parse(source)))
    kept = {id(one) for one in _of_numbers(nodes)} | {id(one) for one in _docstrings(nodes)}
    return sorted(line for node in nodes if id(node) not in kept for line in _at(node))


def _at(node: ast.AST) -> Iterator[int]:
    if isinstance(node, ast.FormattedValue):
        spec = node.format_spec
        by_format = isinstance(spec, ast.JoinedStr) and NUMERIC.fullmatch(_text(spec))
        if by_format or _is_call(node.value, "round"):
            yield node.lineno
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if _is_template(node.value):
            yield node.lineno
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        if isinstance(node.left, ast.Constant) and PERCENT_FORMAT.search(str(node.left.value)):
            yield node.lineno
    elif isinstance(node, ast.Call):
        yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[int]:
    """`format()`, and a rounded number that is handed to a sentence."""
    if _is_call(node, "format"):
        yield node.lineno
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    if name in SENTENCES:
        given = [*node.args, *(one.value for one in node.keywords)]
        yield from (one.lineno for one in given if _is_call(one, "round"))


def _is_template(text: str) -> bool:
    if "{" not in text:
        return False
    try:
        specs = [spec for _, name, spec, _ in string.Formatter().parse(text) if name and spec]
    except ValueError:
        return False
    return any(NUMERIC.fullmatch(spec) for spec in specs)


def _text(spec: ast.JoinedStr) -> str:
    return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in spec.values)


def _is_call(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _of_numbers(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    for node in nodes:
        if any(_is_call(node, name) for name in NUMBERS):
            for text in node.args:  # type: ignore[attr-defined]
                if isinstance(text, ast.JoinedStr):
                    yield from ast.walk(text)


def _docstrings(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _files(pattern: str) -> Iterator[tuple[str, Path]]:
    for room in ROOMS:
        for path in sorted((CHECKOUT / room).rglob(pattern)):
            yield path.relative_to(CHECKOUT).as_posix(), path


@pytest.mark.slow
def test_python_writes_no_number_by_hand() -> None:
    found = {
        name: lines
        for name, path in _files("*.py")
        if not name.startswith((WRITER, *EXCEPTED))
        and (lines := hand_written(path.read_text("utf-8")))
    }
    assert found == {}, "write figures by geo.figures: said, grouped, part, degrees …"


def test_pages_write_no_number_by_hand() -> None:
    found = {
        name: hits
        for name, path in _files("*.html")
        if (hits := OF_A_PAGE.findall(path.read_text("utf-8")))
    }
    assert found == {}, "write figures by the filters figure, percent and grouped"


def test_an_exception_that_is_needed_no_more_is_taken_out() -> None:
    files = dict(_files("*.py"))
    for place in EXCEPTED:
        inside = [path for name, path in files.items() if name.startswith(place)]
        assert any(hand_written(path.read_text("utf-8")) for path in inside), place


@pytest.mark.parametrize(
    "source",
    [
        "f'{area:,.2f} m²'",
        "f'{share:.0%}'",
        "f'{count:,}'",
        "f'{value:g}'",
        "f'{value:.{digits}g}'",
        "f'{round(value, 2)} m'",
        "Text('共 {area_m2:,.0f} 平方米', '{area_m2:,.0f} m²')",
        "say(X, size=round(size / 1e6, 1))",
        "'%.2f' % value",
        "format(value, ',')",
    ],
)
def test_a_number_written_by_hand_is_found(source: str) -> None:
    assert hand_written(source) == [1] * len(hand_written(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        "float(f'{value:.12g}')",
        "f'{when:%Y-%m-%d}'",
        "f'{name:>12}'",
        "f'{name}: {count}'",
        "round(x, 3)",
    ],
)
def test_what_writes_no_number_is_left_alone(source: str) -> None:
    assert hand_written(source) == []


def test_lists_in_two_languages_are_written_by_one_function() -> None:
    """`geo.words.listed` writes 甲、乙 and A, B; what is Chinese alone joins by itself."""
    found = [
        name
        for name, path in _files("*.py")
        if not name.startswith(("geo/words.py", "projects/statements/earlier/"))
        and BY_HAND.search(path.read_text("utf-8"))
    ]
    assert found == [], "write lists by geo.words.listed and listed_or_none"
    assert BY_HAND.search('Text("、".join(t.zh for t in a), ", ".join(t.en for t in a))')


def test_a_count_in_english_says_what_one_is_called() -> None:
    """Where several are certain, or a signed sheet has the words, the count stands plain."""
    plain = re.compile(r"\{count\} [a-z]+s\b")
    found = {
        f"{path.relative_to(CHECKOUT).as_posix()} {hit}"
        for room in ROOMS
        for path in (CHECKOUT / room).rglob("*.py")
        for hit in plain.findall(path.read_text("utf-8"))
    }
    assert found <= {
        "layers/artifacts/errors.py {count} exports",
        "projects/statements/earlier/words.py {count} rows",
        "projects/statements/words.py {count} rows",
    }, "write {count:zone|zones}, see geo.words.Text"
