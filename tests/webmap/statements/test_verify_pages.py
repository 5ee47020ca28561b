"""A file of a statement checked on a page: taken, checked by a job, told place by place."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from layers.audit import Actor, AuditEntry
from layers.jobs import ledger
from layers.jobs.running import Workshop, run_job
from projects.statements.envelope import Envelope
from projects.statements.faces.exporting import export_statement
from projects.statements.making import make_statement
from projects.statements.office_key import ensure_key, key_file
from projects.statements.printed_code import lines_of
from projects.statements.tables import Statement, StatementEvent
from projects.statements.verifying import received
from projects.work.kinds import JOB_KINDS
from tests.webmap.entering import bring_in
from tests.webmap.served import served
from webmap.edge import browser_assets
from webmap.edge.forms import Form
from webmap.statements import verify_pages

pytestmark = pytest.mark.slow

PAGE = "/statements/verify"
PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105


@pytest.fixture(autouse=True)
def without_statements(site: Any) -> Iterator[None]:
    """The site is shared, and other tests know nothing of statements."""
    yield
    with site.database.engine.begin() as connection:
        triggers = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'statement%'"
        ).all()
        for name, _ in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.execute(StatementEvent.__table__.delete())  # type: ignore[attr-defined]
        connection.execute(Statement.__table__.delete())  # type: ignore[attr-defined]
        for _, sql in triggers:
            connection.exec_driver_sql(sql)


@pytest.fixture
def book(site: Any, tmp_path: Path) -> Path:
    """A statement as a workbook, one figure of it altered."""
    with site.database.transaction() as session:
        made = make_statement(session, site.store, 1, Actor("li", "-"))
    path = tmp_path / "核算单.xlsx"
    export_statement(site.database, site.store, made.id, "xlsx", path, by=Actor("li", "-"))
    opened = openpyxl.load_workbook(path)
    opened["分区"]["G3"].value = 1.5
    opened.save(path)
    return path


def test_the_page_shows_the_public_key_of_the_office(site: Any, client_of: Any) -> None:
    client = client_of("reviewer")
    assert 'id="public-key"' not in client.get(PAGE).text
    key = ensure_key(site.settings, site.database, None)
    try:
        page = client.get(PAGE).text
    finally:
        key_file(site.settings).unlink()
    assert key.public.fingerprint in page
    assert "BEGIN PUBLIC KEY" in page
    assert "PRIVATE" not in page


def test_the_text_of_a_sheet_is_compared_on_the_page(
    site: Any, client_of: Any, token_of_form: Any
) -> None:
    client = client_of("reviewer")
    with site.database.transaction() as session:
        made = make_statement(session, site.store, 1, Actor("li", "-"))
    envelope = Envelope.of(made, "zh")
    text = "\n".join(lines_of(envelope.layout, envelope.content))

    def sent(text: str) -> Any:
        form = {"text": text, "csrf_token": token_of_form(client, PAGE)}
        return client.post(f"{PAGE}/printed", data=form)

    assert "与系统一致" in sent(text).text
    assert "有 1 行不同" in sent(f"{text}\n<b>更多</b>").text
    assert "&lt;b&gt;更多" in sent(f"{text}\n<b>更多</b>").text
    refused = sent("没有码")
    assert (refused.status_code, "文字里没有校验码" in refused.text) == (400, True)
    assert sent("0000-0000-0000-0000").status_code == 404


def work(site: Any, *jobs: str) -> None:
    """Do these jobs, or all that wait."""
    shop = Workshop(site.settings, site.database, site.store, JOB_KINDS, "w1", 5.0, lambda _: None)
    with site.database.reading() as session:
        waiting = ledger.to_be_done(session, 5.0)
    for job in jobs or [one.id for one in waiting]:
        run_job(shop, job)


def sent(client: FlaskClient, token: str, name: str, content: bytes) -> Any:
    data = {"csrf_token": token, "file": (io.BytesIO(content), name)}
    return client.post(PAGE, data=data, content_type="multipart/form-data")


def test_the_altered_cell_is_told_and_the_file_is_gone_afterwards(
    site: Any,
    book: Path,
    changing: Callable[[str], FlaskClient],
    token_of_form: Callable[..., str],
) -> None:
    client = changing("viewer")
    answer = sent(client, token_of_form(client, PAGE), "核算单.xlsx", book.read_bytes())
    assert answer.status_code == 303
    assert "正在核对" in client.get(answer.location).text
    assert list((site.settings.resolved_home / "verify").iterdir())
    assert changing("viewer").get(answer.location).status_code == 404, "somebody else's check"
    work(site)
    page = client.get(answer.location).text
    assert 'data-verdict="altered"' in page
    for said in ("核算单.xlsx", ">分区<", ">G3<", "1.5", "1 处"):
        assert said in page
    assert "In the file" in client.get(answer.location + "?lang=en").text
    assert list((site.settings.resolved_home / "verify").iterdir()) == []
    with site.database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "statement-verified")
        entry = session.scalars(query.order_by(AuditEntry.number.desc())).first()
        assert entry is not None
        assert (entry.actor, entry.details["verdict"]) == (client.name, "altered")  # type: ignore[attr-defined]


def test_what_is_no_file_is_told_beside_the_field_and_rubbish_by_the_job(
    site: Any,
    changing: Callable[[str], FlaskClient],
    token_of_form: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = changing("editor")
    token = token_of_form(client, PAGE)
    for name, content in (("", b""), ("空.xlsx", b"")):
        answer = sent(client, token, name, content)
        assert answer.status_code == 400
        assert 'id="verify-file-fault"' in answer.text
    monkeypatch.setattr(received, "LARGEST_MB", 0)
    large = sent(client, token, "大.xlsx", b"PK")
    monkeypatch.undo()
    assert large.status_code == 413
    assert "ecoatlas statements verify" in large.text
    rubbish = sent(client, token, "../../etc/passwd.pdf", b"%PDF-1.4 rubbish")
    work(site)
    page = client.get(rubbish.location).text
    assert "没有核对结果" in page
    assert "“passwd.pdf”" in page
    assert list((site.settings.resolved_home / "verify").iterdir()) == []


def test_a_program_sends_bytes_and_reads_the_job(
    site: Any,
    book: Path,
    changing: Callable[[str], FlaskClient],
    token_of_form: Callable[..., str],
) -> None:
    client = changing("reviewer")
    head = {"X-CSRFToken": token_of_form(client, PAGE)}
    address, kind = f"/api/v1{PAGE}?name=a.xlsx", "application/octet-stream"
    given: dict[str, Any] = {"headers": head, "content_type": kind}
    answers = [client.post(address, data=book.read_bytes(), **given) for _ in range(4)]
    assert [one.status_code for one in answers] == [202, 202, 202, 409]
    assert len(list((site.settings.resolved_home / "verify").iterdir())) == 3
    for one in answers[1:3]:
        client.post(f"/api/v1/jobs/{one.json['id']}/cancel", json={}, headers=head)
    work(site, answers[0].json["id"])
    found = client.get(answers[0].headers["Location"]).json["result"]
    assert (found["verdict"], found["differences"]) == ("altered", 1)
    finding = found["findings"][0]
    assert (finding["part"], finding["spot"], finding["stated"]) == ("分区", "G3", 1.5)
    assert client.post(address, json={}, headers=head).status_code == 415


def test_a_verdict_of_before_files_were_graded_no_longer_counts() -> None:
    kept: Any = SimpleNamespace(result={"verdict": "agrees", "differences": 0, "ok": True})
    view = verify_pages.VerifyView(Form("verify"), kept)
    assert "不再作数" in view.verdict.zh
    assert (view.shape, view.look) == ("?", "open")
    kept.result["grade"] = "identical"
    assert "完全一致" in view.verdict.zh
    assert (view.shape, view.look) == ("✓", "met")


@pytest.mark.browser
def test_in_a_browser_a_chosen_file_leads_to_the_cell(
    site: Any, book: Path, browser: Browser, changing: Callable[[str], FlaskClient]
) -> None:
    browser_assets.ensure()
    name = changing("viewer").name  # type: ignore[attr-defined]
    faults: list[str] = []
    size: Any = {"width": 360, "height": 740}
    with served(site.app) as base, browser.new_context(viewport=size, base_url=base) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        bring_in(context, site.app, base, name, PASSWORD)
        page.goto(PAGE)
        expect(page.locator("#verify-drop")).to_be_visible()
        page.locator("#verify-file").set_input_files(book)
        page.get_by_role("button", name="开始核对").click()
        page.wait_for_selector("#job")
        work(site)
        expect(page.locator("#verdict")).to_contain_text("被改动")
        expect(page.locator("#findings tbody tr")).to_contain_text("G3")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults == []
