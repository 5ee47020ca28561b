"""`ecoatlas audit` as people and scripts use it."""

from __future__ import annotations

import csv
import getpass
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from webmap.commands import main

Run = Callable[..., Result]
HEADS = ["项目编号", "项目名称", "项目状态", "进度（%）"]


@pytest.fixture
def run() -> Run:
    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False)

    return call


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., str]:
    """A spreadsheet of projects."""

    def write(*rows: tuple[object, ...]) -> str:
        book = Workbook()
        for row in (HEADS, *rows):
            book.worksheets[0].append(list(row))
        path = tmp_path / "台账.xlsx"
        book.save(path)
        return str(path)

    return write


def answer(result: Result) -> dict[str, Any]:
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def used(run: Run, sheet: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """An office in which projects were imported and changed; a terminal wide enough for a line."""
    monkeypatch.setenv("COLUMNS", "200")
    run("projects", "import", sheet(("A", "甲", "在建", 10), ("B", "乙", "规划", 0)))
    run("projects", "import", sheet(("A", "甲", "完工", 100), ("B", "乙", "规划", 0)))
    return run


def spoil(home: Path, *statements: str) -> None:
    with closing(sqlite3.connect(home / "ecoatlas.sqlite")) as database:
        for statement in ("DROP TRIGGER audit_entry_no_update", *statements):
            database.execute(statement)
        database.commit()


def test_a_whole_log_says_where_it_ends(used: Run) -> None:
    found = answer(used("audit", "verify", "--json"))
    assert found["ok"] is True
    assert found["entries"] == found["head"]["number"] == 5
    said = used("audit", "verify")
    assert said.exit_code == 0
    assert f"{found['head']['number']}:{found['head']['hash']}" in said.stdout
    assert "whole" in used("--lang", "en", "audit", "verify").stdout


def test_a_broken_log_is_named_and_exit_1(used: Run, private_home: Path) -> None:
    spoil(private_home, "UPDATE audit_entry SET actor = 'wang' WHERE number = 2")
    result = used("audit", "verify", "--json")
    found = answer(result)
    assert (result.exit_code, found["ok"], found["faults"]) == (1, False, 1)
    assert [(one["code"], one["number"]) for one in found["problems"]] == [
        ("audit-entry-altered", 2)
    ]
    said = used("audit", "verify")
    assert said.exit_code == 1
    assert "第 2 条" in said.stdout
    assert "entry 2" in used("--lang", "en", "audit", "verify").stdout


def test_what_was_written_down_is_compared(used: Run) -> None:
    head = answer(used("audit", "verify", "--json"))["head"]
    noted = f"{head['number']}:{head['hash']}"
    assert used("audit", "verify", "--expect", noted).exit_code == 0
    other = f"{head['number']}:{'0' * 64}"
    result = used("audit", "verify", "--expect", other, "--json")
    assert result.exit_code == 1
    assert answer(result)["problems"][0]["code"] == "audit-not-as-expected"


@pytest.mark.parametrize("noted", ["5", "5:abc", "x:" + "0" * 64, "5:" + "g" * 64])
def test_what_is_no_number_and_hash_is_wrong_use(used: Run, noted: str) -> None:
    result = used("audit", "verify", "--expect", noted)
    assert result.exit_code == 2
    assert "NUMBER:HASH" in result.stderr


def test_list_answers_who_did_what_with_before_and_after(used: Run) -> None:
    found = answer(used("audit", "list", "--action", "project-changed", "--json"))
    assert found["total"] == 1
    (entry,) = found["entries"]
    assert (entry["actor"], entry["origin"]) == (getpass.getuser(), "命令行 / command line")
    assert (entry["subject"], entry["outcome"]) == ("A", "done")
    assert entry["details"] == {
        "before": {"status": "building", "progress_percent": 10},
        "after": {"status": "completed", "progress_percent": 100},
        "file": "台账.xlsx",
    }
    assert "修改项目" in used("audit", "list").stdout
    assert "Project changed" in used("--lang", "en", "audit", "list").stdout


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        (("--text", "台账"), 5),
        (("--text", "nothing"), 0),
        (("--since", "2020-01-01"), 5),
        (("--until", "2020-01-01"), 0),
        (("--outcome", "refused"), 0),
        (("--limit", "2"), 5),
    ],
)
def test_list_finds_what_is_asked_for(used: Run, asked: tuple[str, ...], total: int) -> None:
    assert answer(used("audit", "list", *asked, "--json"))["total"] == total


def test_a_day_that_is_none_is_refused(used: Run) -> None:
    result = used("audit", "list", "--since", "gestern", "--json")
    assert (result.exit_code, answer(result)["error"]["code"]) == (1, "not-a-date")


def test_exports_are_written_and_are_themselves_in_the_log(used: Run, tmp_path: Path) -> None:
    out = tmp_path / "new" / "audit.csv"
    assert answer(used("audit", "export", str(out), "--text", "乙", "--json"))["entries"] == 1
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 2
    book = tmp_path / "audit.xlsx"
    assert used("audit", "export", str(book)).exit_code == 0
    assert load_workbook(book).worksheets[0].max_row == 7
    found = answer(used("audit", "list", "--action", "audit-exported", "--json"))["entries"]
    assert [entry["details"] for entry in found] == [
        {"format": "xlsx", "entries": 6, "query": {}},
        {"format": "csv", "entries": 1, "query": {"text": "乙"}},
    ]


def test_an_ending_that_is_no_format_is_refused(used: Run, tmp_path: Path) -> None:
    result = used("audit", "export", str(tmp_path / "audit.pdf"), "--json")
    assert (result.exit_code, answer(result)["error"]["code"]) == (1, "out-file-suffix")
    assert not (tmp_path / "audit.pdf").exists()


def test_no_password_or_token_ever_comes_into_the_log(run: Run, private_home: Path) -> None:
    """Whatever people do with accounts: none of the secrets they were given is in the table."""
    made = run("users", "add", "chief", "--role", "admin")
    reset = run("users", "reset", "chief")
    token = run("users", "token", "chief", "--title", "GIS", "--role", "viewer", "--days", "30")
    assert (made.exit_code, reset.exit_code, token.exit_code) == (0, 0, 0), token.output
    words = {
        word
        for result in (made, reset, token)
        for word in result.stdout.replace("：", " ").split()
        if len(word) >= 16 and word.isascii() and any(c.isdigit() for c in word)
    }
    assert len(words) >= 3
    with closing(sqlite3.connect(private_home / "ecoatlas.sqlite")) as database:
        (hashes,) = database.execute("SELECT password_hash FROM account").fetchone()
        (kept,) = database.execute("SELECT token_hash FROM api_token").fetchone()
        rows = database.execute("SELECT * FROM audit_entry").fetchall()
    table = str(rows)
    assert "password-reset" in table
    assert "token-made" in table
    assert [word for word in {*words, hashes, kept} if word in table] == []
