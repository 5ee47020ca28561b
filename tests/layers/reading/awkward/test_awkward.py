"""Inputs that readers get wrong: each is made, read, and what is right asserted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.layers.reading.awkward.case import Awkward
from tests.layers.reading.awkward.page import NAME, cases, text
from webmap.references import FOLDER


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_input_is_read_or_named(case: Awkward, tmp_path: Path) -> None:
    case.holds(case.made(tmp_path))


def test_each_id_stands_once() -> None:
    ids = [case.id for case in cases()]
    assert sorted(set(ids)) == sorted(ids)


def test_the_page_says_what_is_tested() -> None:
    assert (FOLDER / NAME).read_text(encoding="utf-8") == text(), "run `make docs`"
