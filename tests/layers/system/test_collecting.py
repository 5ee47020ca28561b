"""The collector of cycles looks seldom in every program, and never more often than it did."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from layers.system.collecting import SELDOM, collect_seldom
from webmap.commands import main

USUAL = (700, 10, 10)


@pytest.fixture(autouse=True)
def as_python_begins() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*USUAL)
    yield
    gc.set_threshold(*before)


def test_a_command_looks_seldom() -> None:
    assert CliRunner().invoke(main, ["kinds", "list"]).exit_code == 0
    assert gc.get_threshold() == SELDOM


def test_who_looks_less_often_still_does() -> None:
    gc.set_threshold(200_000, 20, 20)
    collect_seldom()
    assert gc.get_threshold() == (200_000, 20, 20)
