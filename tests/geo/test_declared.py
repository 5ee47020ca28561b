"""What the modules of a package declare is found without a list of them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.declared import declared_in
from geo.words import Text


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package whose modules name three texts, one of them twice, and one in a package below."""
    below = tmp_path / "shelf_of_texts" / "below"
    below.mkdir(parents=True)
    folder = below.parent
    (folder / "__init__.py").write_text("")
    (below / "__init__.py").write_text("from geo.words import Text\nHIDDEN = Text('丁', 'd')\n")
    (folder / "b.py").write_text("from geo.words import Text\nB = Text('乙', 'b')\nNUMBER = 3\n")
    (folder / "a.py").write_text(
        "from geo.words import Text\nfrom shelf_of_texts.b import B\nA = Text('甲', 'a')\nA2 = A\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield "shelf_of_texts"
    for name in [one for one in sys.modules if one.startswith("shelf_of_texts")]:
        del sys.modules[name]


def test_each_value_is_found_once_wherever_it_is_named(shelf: str) -> None:
    found = declared_in(importlib.import_module(shelf), Text)
    assert sorted(one.en for one in found) == ["a", "b"]


def test_a_class_that_nothing_is_of_finds_nothing(shelf: str) -> None:
    assert declared_in(importlib.import_module(shelf), Path) == []
