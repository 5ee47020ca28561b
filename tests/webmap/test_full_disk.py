"""A full disk at the command line, in a browser, in the interface and in a job: always in words."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from openpyxl.writer.excel import ExcelWriter
from sqlalchemy.exc import OperationalError

from geo.words import Text
from layers.audit import Actor
from layers.faults import databases
from layers.faults.disk import Room
from layers.jobs import ledger
from layers.jobs.running import JobKind, Workshop, run_job
from layers.settings import Settings
from projects.accounts import sessions
from webmap.app import create_app
from webmap.commands import main
from webmap.edge import cookies
from webmap.edge.access import open_to_all
from webmap.edge.logbook import let_go

pytestmark = pytest.mark.slow

Run = Callable[..., Result]


@pytest.fixture
def run(site: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands over the small district."""
    monkeypatch.setenv("ECOATLAS_HOME", str(site.settings.resolved_home))

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)

    return call


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """No room for an audit entry."""
    monkeypatch.setattr(
        databases, "room_at", lambda path, needed=None: Room(path, 0, 10**9, True, needed)
    )


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


EXPORTS = [
    ("layers", "export", "zones", "--format", "geojson", "--out", "{out}/zones.geojson"),
    ("layers", "diff", "zones", "1", "1", "--out", "{out}/diff.json"),
    ("projects", "export", "{out}/projects.xlsx"),
    ("audit", "export", "{out}/audit.csv"),
]


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("command", EXPORTS, ids=lambda command: " ".join(command[:2]))
def test_an_export_that_cannot_be_recorded_is_refused_until_somebody_says_so(
    run: Run, tmp_path: Path, command: tuple[str, ...], site: Any
) -> None:
    given = [word.format(out=tmp_path) for word in command]
    out = Path(given[-1])
    refused = run(*given)
    assert refused.exit_code == 1
    assert "export-not-recorded" in refused.stderr
    assert "--unrecorded" in refused.stderr
    assert not out.exists()
    entries = run("audit", "list", "--limit", 1, "--json").stdout
    said = run("--unrecorded", *given)
    assert said.exit_code == 0, said.output
    assert "不在审计日志里" in said.stderr
    assert out.stat().st_size > 0
    assert run("audit", "list", "--limit", 1, "--json").stdout == entries
    log = (site.settings.resolved_home / "log" / "ecoatlas.log").read_text(encoding="utf-8")
    assert "not in the audit log" in log


@pytest.mark.parametrize("command", EXPORTS[:1] + EXPORTS[2:3], ids=lambda c: " ".join(c[:2]))
def test_with_room_an_export_is_recorded_whatever_is_said(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    before = run("audit", "list", "--limit", 1, "--json").stdout
    given = [word.format(out=tmp_path) for word in command]
    assert run("--unrecorded", *given).exit_code == 0
    assert run("audit", "list", "--limit", 1, "--json").stdout != before


def test_what_is_written_half_goes_away_and_the_place_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = ExcelWriter.save

    def half(writer: ExcelWriter) -> None:
        saved(writer)
        no_space()

    monkeypatch.setattr(ExcelWriter, "save", half)
    out = tmp_path / "out"
    out.mkdir()
    for given in (
        ("projects", "export", out / "projects.xlsx"),
        ("layers", "export", "zones", "--format", "xlsx", "--out", out / "zones.xlsx"),
        ("audit", "export", out / "audit.xlsx"),
        ("sheets", "export", "runoff_coefficients", out / "sheet.xlsx"),
    ):
        result = run(*given)
        assert result.exit_code == 1
        assert "disk-full" in result.stderr
        assert str(out) in result.stderr
        assert "Traceback" not in result.output
        assert list(out.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk always full")
@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_what_fails_once_more_when_it_is_freed_is_kept_from_the_terminal(
    run: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An archive that could not be finished is tried again by Python when nobody holds it."""
    (tmp_path / "full.xlsx").symlink_to("/dev/full")
    result = run("projects", "export", tmp_path / "full.xlsx")
    assert result.exit_code == 1
    assert "disk-full" in result.stderr

    def write() -> None:
        archive = zipfile.ZipFile("/dev/full", "w")
        archive.writestr("a", b"0" * 100_000)

    with pytest.raises(OSError, match="No space left") as full:
        write()
    error = full.value
    del full
    let_go(error)
    assert "while freeing" in caplog.text


def test_a_log_that_cannot_be_kept_does_not_end_a_command(run: Run, site: Any) -> None:
    log = site.settings.resolved_home / "log"
    aside = log.rename(log.with_name("aside"))
    log.write_text("a file in its place")
    try:
        assert run("layers", "list").exit_code == 0
    finally:
        log.unlink()
        aside.rename(log)


def test_without_any_folder_for_temporary_files_the_lists_are_there(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    assert run("layers", "list").exit_code == 0
    refused = run("selfcheck")
    assert "Traceback" not in refused.output


@pytest.fixture
def breaking(site: Any) -> Any:
    """An application with an address that fails as the disk does."""
    app = create_app(site.settings)
    for path in ("/full", "/api/v1/full"):
        app.add_url_rule(path, path, open_to_all(no_space))
    yield app.test_client()
    app.extensions["ecoatlas"].database.close()


def test_a_full_disk_is_told_to_people_and_to_programs(breaking: FlaskClient) -> None:
    page = breaking.get("/full")
    assert (page.status_code, page.mimetype) == (507, "text/html")
    answer = breaking.get("/api/v1/full?lang=en")
    assert answer.status_code == 507
    assert answer.get_json()["code"] == "disk-full"
    assert "reference" not in answer.get_json()
    assert "/" not in answer.get_json()["title"]


def test_whoever_is_signed_in_goes_on_looking_while_nothing_can_be_written(
    site: Any, client_of: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every minute it is noted when a session was seen last; then each page would be refused."""
    client = client_of("viewer")
    seen: list[str] = []

    def no_room(*_: object, **__: object) -> None:
        seen.append("seen")
        raise OperationalError("UPDATE", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(sessions, "SEEN_EVERY_S", -1)
    monkeypatch.setattr(sessions, "touch_session", no_room)
    for path in ("/", "/layers", "/api/v1/layers"):
        assert client.get(path).status_code == 200
    assert seen


def test_a_key_that_could_not_be_written_leaves_nothing_and_is_never_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(cookies.secrets, "token_urlsafe", no_space)
        with pytest.raises(OSError, match="space"):
            cookies.secret_key(settings)
    assert list(tmp_path.iterdir()) == []
    assert len(cookies.secret_key(settings)) > 40


def test_a_job_on_a_full_disk_is_refused_with_the_reason(site: Any) -> None:
    kind = JobKind("full", Text("满", "full"), no_space)  # type: ignore[arg-type]
    shop = Workshop(site.settings, site.database, site.store, {"full": kind}, "worker")
    with site.database.transaction() as session:
        job = ledger.add_job(session, "full", {}, by=Actor("wang", "test"))
    assert run_job(shop, job.id) == "refused"
    with site.database.reading() as session:
        problem = ledger.get_job(session, job.id).problem
    assert problem is not None
    assert problem["code"] == "disk-full"
