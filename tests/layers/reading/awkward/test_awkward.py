"""Inputs that readers get wrong: each is made, read, and what is right asserted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import layers.reading.files
from geo.errors import Problem
from layers.reading.described import Finding
from layers.reading.report import finding_from_wire
from tests.layers.reading.awkward.case import Awkward
from tests.layers.reading.awkward.page import NAME, cases, text
from webmap.references import FOLDER

pytestmark = pytest.mark.slow

# What comes from the file itself is quoted.
QUOTED = re.compile(r"“[^”]*”|'[^']*'")
ENGLISH_MARKS = re.compile(r"[,;] |[\u4e00-\u9fff] ?\(")
CHINESE_MARKS = re.compile(r"[、，；。“”]")


@pytest.fixture
def said(in_process: None, monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """Every finding that comes out of the reading process."""
    found: list[Problem] = []

    def noted(data: Mapping[str, Any]) -> Finding:
        finding = finding_from_wire(data)
        found.append(finding.problem)
        return finding

    monkeypatch.setattr(layers.reading.files, "finding_from_wire", noted)
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_input_is_read_or_named(case: Awkward, said: list[Problem], tmp_path: Path) -> None:
    case.holds(case.made(tmp_path))
    for message in (problem.message for problem in said):
        assert not ENGLISH_MARKS.search(QUOTED.sub("", message.zh)), message.zh
        assert not CHINESE_MARKS.search(QUOTED.sub("", message.en)), message.en


def test_each_id_stands_once() -> None:
    ids = [case.id for case in cases()]
    assert sorted(set(ids)) == sorted(ids)


def test_the_page_says_what_is_tested() -> None:
    assert (FOLDER / NAME).read_text(encoding="utf-8") == text(), "run `make docs`"
