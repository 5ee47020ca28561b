"""CONTRIBUTING.md is true to the code: every path, name and target in it exists."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", TEXT)
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", TEXT, re.S))
TOP = r"(?:geo|layers|projects|webmap|tests|docs|data|requirements|benchmarks)"
# Made by `make`, or by whoever follows the text.
MADE = {"build/coverage/index.html", "build/docs-site"}


def named_paths() -> list[str]:
    in_words = [one for one in CODE if re.fullmatch(rf"{TOP}/[\w./-]+|\.[\w./-]{{3,}}", one)]
    in_commands = re.findall(rf"(?<![\w/.]){TOP}/[\w./-]+", SHELL)
    return sorted({*in_words, *in_commands} - MADE)


def symbols() -> list[tuple[str, str]]:
    """Names of which the text says in which file they stand: `NAME` of `path`."""
    pattern = r"`(\w+)`(?: and `(\w+)`)? (?:of|in)\s+`([\w/]+\.py)`"
    found = re.findall(pattern, TEXT)
    return sorted({(name, path) for *names, path in found for name in names if name})


@pytest.mark.parametrize("path", named_paths())
def test_what_is_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize(("name", "path"), symbols())
def test_a_name_stands_in_the_file_that_is_said(name: str, path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"^(?:class |def )?{name}\b", text, re.M)


def test_every_target_of_make_is_there() -> None:
    targets = set(re.findall(r"make ([a-z-]+)\b", "\n".join([*CODE, SHELL])))
    assert len(targets) > 6
    rules = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert targets - set(rules) == set()


@pytest.mark.slow
def test_code_that_is_compiled_is_compiled_anew_after_it_changed() -> None:
    """Else the first question after an update would wait for it: half a minute."""
    changed = ["make", "-n", "-W", "geo/coverage/edges/pairs.py"]
    for target in ("install", "test", "quick"):
        told = subprocess.run([*changed, target], cwd=ROOT, capture_output=True, text=True)
        assert "prepare()" in told.stdout, target


def test_the_text_names_enough_to_be_worth_holding() -> None:
    assert len(named_paths()) > 50
    assert len(symbols()) > 12


def test_each_thing_that_can_be_added_has_its_steps() -> None:
    titles = re.findall(r"^### Add a (.+)$", TEXT, re.M)
    assert titles == ["kind of layer", "metric", "format", "page", "rule sheet"]
