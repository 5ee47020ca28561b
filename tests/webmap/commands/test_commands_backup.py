"""`ecoatlas backup` and `ecoatlas restore` as people and scripts use them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from webmap.commands import main

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False)

    return call


@pytest.fixture
def out(run: Run, tmp_path: Path) -> Path:
    """A backup of an office with one project."""
    book = Workbook()
    book.worksheets[0].append(["项目编号", "项目名称", "项目状态"])
    book.worksheets[0].append(["A", "甲", "在建"])
    book.save(tmp_path / "a.xlsx")
    run("projects", "import", str(tmp_path / "a.xlsx"))
    path = tmp_path / "office.tar.zst"
    assert run("backup", str(path)).exit_code == 0
    return path


def answer(result: Result) -> dict[str, Any]:
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.mark.slow
def test_an_office_goes_into_one_file_and_comes_back(
    run: Run, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "there"
    found = answer(run("restore", str(out), "--into", str(home), "--json"))
    assert (found["ok"], found["home"], found["audit"]["ok"]) == (True, str(home), True)
    monkeypatch.setenv("ECOATLAS_HOME", str(home))
    assert [p["code"] for p in answer(run("projects", "list", "--json"))["projects"]] == ["A"]
    log = answer(run("audit", "list", "--json"))["entries"]
    assert [entry["action"] for entry in log] == ["restored", "projects-imported", "project-added"]
    assert run("audit", "verify").exit_code == 0


@pytest.mark.slow
def test_without_a_folder_it_goes_where_data_belongs(
    run: Run, out: Path, private_home: Path, tmp_path: Path
) -> None:
    private_home.rename(tmp_path / "old")
    assert run("restore", str(out)).exit_code == 0
    assert (private_home / "ecoatlas.sqlite").exists()


@pytest.mark.slow
def test_the_answer_names_the_hash_of_the_file_and_what_is_in_it(run: Run, out: Path) -> None:
    found = answer(run("backup", str(out), "--force", "--json"))
    assert found["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert found["bytes"] == out.stat().st_size
    assert (found["contents"], found["secrecy"]) == (0, "public")
    assert found["audit"]["entries"] == 3
    assert run("audit", "list", "--json", "--action", "backup-made").exit_code == 0


@pytest.mark.parametrize(("language", "words"), [("zh", "口令的散列"), ("en", "Not in it")])
def test_people_are_told_what_it_holds_and_what_not(
    run: Run, out: Path, language: str, words: str
) -> None:
    result = run("--lang", language, "backup", str(out), "--force")
    assert "SHA-256" in result.stdout
    assert words in result.stderr


def test_a_file_that_is_there_is_refused(run: Run, out: Path) -> None:
    before = out.read_bytes()
    result = run("backup", str(out), "--json")
    assert (result.exit_code, answer(result)["error"]["code"]) == (1, "backup-exists")
    assert out.read_bytes() == before


def test_a_place_with_data_is_refused(run: Run, out: Path, private_home: Path) -> None:
    before = (private_home / "ecoatlas.sqlite").read_bytes()
    result = run("restore", str(out), "--json")
    assert (result.exit_code, answer(result)["error"]["code"]) == (1, "restore-home-in-use")
    assert (private_home / "ecoatlas.sqlite").read_bytes() == before


def test_a_damaged_file_is_refused_in_both_languages(run: Run, out: Path, tmp_path: Path) -> None:
    out.write_bytes(out.read_bytes()[:-200])
    for language, words in (("zh", "不完整"), ("en", "cut off")):
        result = run("--lang", language, "restore", str(out), "--into", str(tmp_path / "there"))
        assert result.exit_code == 1
        assert words in result.stderr
    assert not (tmp_path / "there" / "ecoatlas.sqlite").exists()


def test_a_file_that_is_not_there_is_wrong_use(run: Run, tmp_path: Path) -> None:
    assert run("restore", str(tmp_path / "none.tar.zst")).exit_code == 2


def test_a_log_that_was_broken_is_pointed_out(run: Run, out: Path, private_home: Path) -> None:
    with closing(sqlite3.connect(private_home / "ecoatlas.sqlite")) as database:
        database.execute("DROP TRIGGER audit_entry_no_update")
        database.execute("UPDATE audit_entry SET actor = 'wang'")
        database.commit()
    result = run("--lang", "en", "backup", str(out), "--force")
    assert result.exit_code == 0
    assert "not whole" in result.stderr
