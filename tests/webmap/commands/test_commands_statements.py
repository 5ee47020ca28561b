"""`ecoatlas statements` from a run to a signature, and `metrics run --out`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from layers.audit import AuditEntry
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for
from projects.accounts import accounts
from projects.metrics.tables import MetricRunRow
from webmap.app import create_app
from webmap.commands import main

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105


def call(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=typed, catch_exceptions=False)


def answer(*arguments: str, typed: str | None = None) -> dict[str, Any]:
    result = call(*arguments, "--json", typed=typed)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@dataclass
class Site:
    """What a layer is put into."""

    database: Database
    store: Store


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, own_layer: Any) -> Path:
    """The data folder of an office with a layer and two people, to be copied."""
    folder = tmp_path_factory.mktemp("furnished")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ECOATLAS_HOME", str(folder / "home"))
        assert call("init").exit_code == 0
    settings = Settings(home=folder / "home")
    database = Database(engine_for(settings))
    own_layer(Site(database, Store(settings.resolved_store_url)), folder)
    with database.transaction() as session:
        for name, role in (("wang", "reviewer"), ("zhao", "editor")):
            accounts.add_account(session, name, role, password=PASSWORD, must_change=False, by=None)
    database.close()
    return settings.home


@pytest.fixture
def office(furnished: Path, private_home: Path) -> Iterator[Database]:
    shutil.copytree(furnished, private_home)
    database = Database(engine_for(Settings(home=private_home)))
    yield database
    database.close()


def made(tmp_path: Path) -> dict[str, Any]:
    out = str(tmp_path / "share.xlsx")
    result = call(
        "metrics", "run", "coverage", "--zones", "zones", "--cover", "zones", "--out", out
    )
    assert result.exit_code == 0, result.output
    (found,) = answer("statements", "list")["statements"]
    return dict(found)


def test_a_run_is_written_as_a_statement_that_verifies(office: Database, tmp_path: Path) -> None:
    found = made(tmp_path)
    assert found["state"] == "draft"
    checked = answer("statements", "verify", str(tmp_path / "share.xlsx"))
    assert (checked["ok"], checked["code"]) == (True, found["code"])
    made(tmp_path)  # the same again writes the same statement
    for format_ in ("docx", "pdf", "gpkg", "json"):
        out = str(tmp_path / f"x.{format_}")
        answer("statements", "export", found["code"], "--format", format_, "--out", out)
        assert call("statements", "verify", out).exit_code == 0


def test_where_the_fast_way_was_in_doubt_command_and_pages_say_so(
    office: Database, private_home: Path, signing_in: Callable[..., Any]
) -> None:
    asked = ("metrics", "run", "coverage", "--zones", "zones", "--cover", "zones")
    told = answer(*asked)
    with office.transaction() as session:
        way = update(MetricRunRow).where(MetricRunRow.id == told["run"]).values(way="edges+union")
        session.execute(way)
    assert set(told["way"].split("+")) <= {"edges", "union", "cells"}
    made = answer("statements", "make", str(told["run"]))
    assert "面积算法：沿可见边界求积；其中存疑的分区改用集合运算" in call(*asked).stdout
    client = create_app(Settings(home=private_home)).test_client()
    signing_in(client, "wang", PASSWORD)
    for page in (f"/metrics/runs/{told['run']}", f"/statements/{made['id']}"):
        assert "其中存疑的分区改用集合运算" in client.get(page).text


def test_a_run_tells_the_number_that_a_statement_is_made_on(office: Database) -> None:
    asked = ("metrics", "run", "coverage", "--zones", "zones", "--cover", "zones")
    told = answer(*asked)
    assert next(iter(told)) == "metric"
    again = call(*asked)
    assert f"ecoatlas statements make {told['run']}" in again.stdout
    assert f"第 {told['run']} 号" in again.stdout
    assert answer("statements", "make", str(told["run"]))["state"] == "draft"


@pytest.mark.parametrize("ending", ["json", "pdf"])
def test_a_machine_without_the_database_checks_a_file_by_the_public_key(
    office: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    code = made(tmp_path)["code"]
    public, file = str(tmp_path / "office.pub"), tmp_path / f"out.{ending}"
    key = answer("statements", "key", "--out", public)
    assert key["fingerprint"] in call("statements", "key").stdout
    answer("statements", "export", code, "--format", ending, "--out", str(file))
    monkeypatch.setenv("ECOATLAS_HOME", str(tmp_path / "empty"))
    checking = ("statements", "verify", str(file), "--public-key", public)
    told = answer(*checking)
    assert (told["verdict"], told["code"], told["state"]) == ("signed", code, "draft")
    assert told["key"] == key["fingerprint"]
    assert "✓" in call(*checking).stdout
    assert not (tmp_path / "empty" / "ecoatlas.sqlite").exists()
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"1", b"2", 1))
    refused = call(*checking)
    assert (refused.exit_code, "✗" in refused.stdout) == (1, True)
    file.write_bytes(b"PK\x03\x04")
    assert "not-a-statement" in call(*checking).stderr


def test_the_text_of_a_printed_sheet_is_compared(office: Database, tmp_path: Path) -> None:
    code = made(tmp_path)["code"]
    alone = call("statements", "verify", "--qr", code, "--json")
    told = json.loads(alone.stdout)
    assert (alone.exit_code, told["ok"], told["state"]) == (1, False, "draft")
    text = "\n".join(one["expected"] for one in told["lines"])
    assert code in text
    assert "✓" in call("statements", "verify", "--qr", text).stdout
    forged = call("statements", "verify", "--qr", text.replace("%", "9%"))
    assert (forged.exit_code, "✗" in forged.stdout) == (1, True)
    for wrong in ([], [str(tmp_path / "share.xlsx"), "--qr", text]):
        assert call("statements", "verify", *wrong).exit_code == 2


def test_an_altered_figure_ends_with_one_and_says_where(office: Database, tmp_path: Path) -> None:
    made(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "share.xlsx")
    book["分区"]["D3"].value += 1
    book.save(tmp_path / "share.xlsx")
    result = call("statements", "verify", str(tmp_path / "share.xlsx"))
    assert result.exit_code == 1
    assert "分区，D3（行“B”，列“被覆盖面积（km²）”）" in result.stdout
    told = json.loads(call("statements", "verify", str(tmp_path / "share.xlsx"), "--json").stdout)
    assert (told["verdict"], told["differences"]) == ("altered", 1)


def test_another_ending_is_refused_before_anything_is_computed(
    office: Database, tmp_path: Path
) -> None:
    out = str(tmp_path / "share.odt")
    result = call(
        "metrics", "run", "coverage", "--zones", "zones", "--cover", "zones", "--out", out
    )
    assert result.exit_code == 1
    assert "unknown-statement-format" in result.stderr
    assert answer("statements", "list")["statements"] == []


def test_review_and_signature_take_a_reviewers_password(office: Database, tmp_path: Path) -> None:
    code = made(tmp_path)["code"]
    typed = f"{PASSWORD}\n"
    assert answer("statements", "submit", code)["state"] == "submitted"
    answer("statements", "comment", code, "看过", "--table", "zones", "--row", "A")
    sent = call("statements", "return", code, "--reason", "补充", "--as", "wang", typed="falsch\n")
    assert sent.exit_code == 1
    assert "sign-in-failed" in sent.stderr
    editor = call("statements", "sign", code, "--as", "zhao", typed=typed)
    assert "statement-not-a-reviewer" in editor.stderr
    back = answer("statements", "return", code, "--reason", "补充", "--as", "wang", typed=typed)
    assert back["state"] == "returned"
    unanswered = call("statements", "submit", code)
    assert "statement-points-unanswered" in unanswered.stderr
    assert "第 2 条" in unanswered.stderr
    answer("statements", "answer", code, "2", "已补充")
    answer("statements", "submit", code)
    waiting = call("statements", "sign", code, "--as", "wang", typed=typed)
    assert "statement-open-comments" in waiting.stderr
    assert "第 1 条（分区 A）" in waiting.stderr
    answer("statements", "close", code, "1")
    listed = answer("statements", "asserted", code)
    assert (listed["code"], listed["open"]) == (code, [])
    stale = ("--asserted", "0" * 64, "--as", "wang")
    assert "changed-meanwhile" in call("statements", "sign", code, *stale, typed=typed).stderr
    nobody = call("statements", "sign", code, "--as", "wang", typed="")
    assert nobody.exit_code == 1
    assert "password-not-given" in nobody.stderr
    script = ("--password-stdin", "--asserted", listed["asserted"])
    signed = answer(
        "statements", "sign", code, "--note", "同意", "--as", "wang", *script, typed=typed
    )
    assert signed["state"] == "signed"
    shown = call("statements", "show", code).stdout
    assert "签署 · wang" in shown
    assert "已签署" in call("statements", "list", "--state", "signed").stdout
    with office.reading() as session:
        log = {entry.action for entry in session.query(AuditEntry)}
    assert {"statement-made", "statement-exported", "statement-signed", "sign-in-failed"} <= log


def test_the_reviewer_who_made_it_cannot_sign_it(office: Database, tmp_path: Path) -> None:
    run = made(tmp_path)["run"]
    typed = f"{PASSWORD}\n"
    own = answer("statements", "make", str(run), "--as", "wang", typed=typed)["code"]
    answer("statements", "submit", own, "--as", "wang", typed=typed)
    refused = call("statements", "sign", own, "--as", "wang", typed=typed)
    assert "statement-own" in refused.stderr


def test_nothing_differs_while_no_input_is_newer(office: Database, tmp_path: Path) -> None:
    found = made(tmp_path)
    assert answer("statements", "compare", found["code"])["changes"] == []
    assert "没有更新的版本" in call("statements", "compare", str(found["id"])).stdout
    assert call("statements", "show", "77").exit_code == 1


def test_another_language_is_another_face_of_the_same_statement(
    office: Database, tmp_path: Path
) -> None:
    code, out = made(tmp_path)["code"], tmp_path / "en.docx"
    sent = call("--lang", "en", "statements", "export", code, "--format", "docx", "--out", str(out))
    assert sent.exit_code == 0
    assert "Identical" in call("--lang", "en", "statements", "verify", str(out)).stdout


def test_guesses_of_a_password_are_stopped_as_on_the_page_and_recorded(
    office: Database, tmp_path: Path
) -> None:
    number = str(made(tmp_path)["id"])

    def guess(name: str, password: str) -> Result:
        return call("statements", "sign", number, "--as", name, typed=f"{password}\n")

    for _ in range(5):
        assert "sign-in-failed" in guess("WANG", "wrong").stderr
    stopped = guess("wang", PASSWORD)
    assert stopped.exit_code == 1
    assert "too-many-attempts" in stopped.stderr
    assert "too-many-attempts" not in guess("zhao", PASSWORD).stderr, "somebody else may go on"
    with office.reading() as session:
        failed = [
            one.details["code"]
            for one in session.scalars(select(AuditEntry).order_by(AuditEntry.number))
            if one.action == "sign-in-failed"
        ]
    assert failed == ["sign-in-failed"] * 5 + ["too-many-attempts"]


def test_a_one_time_password_signs_nothing(office: Database, tmp_path: Path) -> None:
    number = str(made(tmp_path)["id"])
    with office.transaction() as session:
        once = accounts.add_account(session, "qian", "reviewer", by=None).password
    asked = call("statements", "sign", number, "--as", "qian", typed=f"{once}\n")
    assert asked.exit_code == 1
    assert "password-must-change" in asked.stderr
