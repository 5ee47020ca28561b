"""The page of the audit log: what is found, how it reads, and what is taken along."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from geo.words import Text
from layers.audit import Actor, AuditEntry, AuditQuery, record, search_entries
from layers.settings import Settings
from layers.system import china_time
from layers.system.database import Database, engine_for
from projects.accounts import accounts
from tests.databases import make_tables
from webmap.app import create_app
from webmap.audit import check as audit_check
from webmap.audit.entries import EntryLine, entry_line, in_words
from webmap.audit.links import Known, subject_of
from webmap.audit.words import FIELDS

pytestmark = pytest.mark.slow

PASSWORD = "seven otters juggle lanterns"  # noqa: S105
LI, ZHAO = Actor("li.na", "10.0.0.7"), Actor("zhao", "10.0.0.8")
ROOMS = [Path(__file__).parents[3] / name for name in ("layers", "projects", "webmap")]
HAN = re.compile(r"[㐀-鿿]")
TODAY = china_time.today()
Row = tuple[str, str, str]


@dataclass
class Log:
    """An office whose log holds some entries, read by its administrator."""

    client: FlaskClient
    database: Database

    def page(self, question: str = "") -> str:
        answer = self.client.get(f"/audit?{question}")
        assert answer.status_code == 200
        return answer.text

    def found(self, question: str = "") -> list[str]:
        """What was done, as the rows of the page say it."""
        rows = re.findall(r'<td class="stack-head audit-what">([^<]+)</td>', self.page(question))
        return [unescape(row) for row in rows]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    settings = Settings(home=tmp_path / "office")
    database = Database(engine_for(settings))
    make_tables(database.engine)
    with database.transaction() as session:
        for name, role in (("wang", "admin"), ("zhao", "viewer")):
            accounts.add_account(session, name, role, password=PASSWORD, by=None)
        change = {"before": {"role": "viewer"}, "after": {"role": "editor"}}
        record(session, Actor("wang", "10.0.0.6"), "role-changed", "li.na", details=change)
        record(session, LI, "layer-imported", "zones@3", details={"version": 3, "features": 195})
        record(session, LI, "metric-run", "覆盖率 7")
        record(session, ZHAO, "request-refused", outcome="refused", details={"path": "/accounts"})
    app = create_app(settings)
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token is not None
    form = {"name": "wang", "password": PASSWORD, "csrf_token": token[1]}
    assert client.post("/sign-in", data=form).status_code == 303
    yield Log(client, database)
    app.extensions["ecoatlas"].database.close()
    database.close()


def test_the_newest_entry_stands_first(log: Log) -> None:
    assert log.found() == [
        "登录",
        "请求被拒绝",
        "计算指标",
        "导入图层",
        "更改角色",
        "新增账号",
        "新增账号",
    ]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("actor=li.na", ["计算指标", "导入图层"]),
        ("action=role-changed", ["更改角色"]),
        ("outcome=refused", ["请求被拒绝"]),
        ("text=覆盖率", ["计算指标"]),
        ("text=10.0.0.8", ["请求被拒绝"]),
        ("text=/accounts", ["请求被拒绝"]),
        ("actor=li.na&action=metric-run", ["计算指标"]),
        ("actor=nobody", []),
        (f"until={TODAY - dt.timedelta(days=1)}", []),
        (f"since={TODAY + dt.timedelta(days=1)}", []),
        (f"since={TODAY}&until={TODAY}&actor=zhao", ["请求被拒绝"]),
    ],
)
def test_entries_are_found_by_what_is_asked(log: Log, question: str, found: list[str]) -> None:
    assert log.found(question) == found


def test_what_was_asked_stays_in_the_form(log: Log) -> None:
    page = log.page(f"text=a%22b&actor=li.na&action=metric-run&outcome=done&since={TODAY}")
    assert 'name="text" value="a&#34;b"' in page
    assert 'name="actor" value="li.na"' in page
    assert '<option value="metric-run" selected>' in page
    assert '<option value="done" selected>' in page
    assert f'name="since" value="{TODAY}"' in page
    assert 'href="/audit"' in page


def test_nothing_found_says_what_to_do_next(log: Log) -> None:
    assert "放宽条件，或清除全部条件" in log.page("actor=nobody")
    assert "Widen the search" in log.page("actor=nobody&lang=en")


def test_before_and_after_stand_side_by_side_in_words(log: Log) -> None:
    page = log.page("action=role-changed")
    table = page[page.index('<table class="audit-changes">') :]
    cells = re.findall(r"<t[hd][^>]*>(?:<span[^>]*>)?([^<]+)", table[: table.index("</table>")])
    assert cells == ["字段", "之前", "之后", "角色", "查看者", "编辑（GIS 人员）"]
    assert "1 项变化" in page
    assert "1 change<" in log.page("action=role-changed&lang=en")


def test_an_unmarked_chinese_word_is_not_on_the_english_page(log: Log) -> None:
    page = log.page("lang=en")
    unmarked = re.sub(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>', "", page, flags=re.S)
    assert set(HAN.findall(unmarked)) <= set("中文切换为")


def test_long_results_come_in_pages(log: Log) -> None:
    with log.database.transaction() as session:
        for number in range(120):
            record(session, LI, "project-changed", f"XM-{number}")
    first, last = log.page("actor=li.na"), log.page("actor=li.na&page=3")
    assert first.count('<tr id="entry-') == 50
    assert last.count('<tr id="entry-') == 22
    assert "第 3 / 3 页" in last
    assert 'rel="next" href="/audit?actor=li.na&amp;page=2"' in first
    assert 'rel="prev" href="/audit?actor=li.na&amp;page=2"' in last
    assert "第 3 / 3 页" in log.page("actor=li.na&page=99")


@pytest.mark.parametrize(
    "question",
    ["since=yesterday", "outcome=perhaps", "page=0", "page=x", f"text={'x' * 101}"],
)
def test_a_question_that_cannot_be_answered_is_refused(log: Log, question: str) -> None:
    assert log.client.get(f"/audit?{question}").status_code == 422


def test_the_page_says_that_the_chain_is_whole(log: Log) -> None:
    assert "链完整，共 7 条" in log.page()
    assert "The chain is whole: 7 entries" in log.page("lang=en")


def test_the_page_says_where_the_chain_is_broken(log: Log) -> None:
    with log.database.transaction() as session:
        kinds = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for name in session.scalars(text(kinds)).all():
            session.execute(text(f'DROP TRIGGER "{name}"'))
        session.execute(text("UPDATE audit_entry SET actor = 'wang' WHERE number = 4"))
    page = log.page()
    assert "链不完整：共 7 条，发现 1 处问题" in page
    assert "第 4 条审计记录被改动过" in page
    assert 'role="alert"' in page


def test_the_chain_is_checked_once_a_minute(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    log.page()
    with log.database.transaction() as session:
        record(session, LI, "sign-out")
    assert "共 7 条" in log.page()
    monkeypatch.setattr(audit_check, "KEPT", dt.timedelta(0))
    assert "共 8 条" in log.page()


def test_a_log_too_long_to_wait_for_is_not_checked(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_check, "LONGEST_LOG", 5)
    page = log.page()
    assert "ecoatlas audit verify" in page
    assert "链完整" not in page


def test_what_was_found_is_taken_along_as_csv(log: Log) -> None:
    with log.client.get("/audit.csv?actor=li.na") as answer:
        content = answer.data.decode("utf-8-sig")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.search(r"attachment; filename=audit-\d{8}-\d{6}\.csv", answer.headers["Content-Disposition"])  # fmt: skip  # noqa: E501
    rows = list(csv.reader(io.StringIO(content)))
    assert ["layer-imported" in rows[1], "metric-run" in rows[2], len(rows)] == [True, True, 3]


def test_what_was_found_is_taken_along_as_a_workbook(log: Log) -> None:
    with log.client.get("/audit.xlsx?action=metric-run") as answer:
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 2
    assert "覆盖率 7" in rows[1]


def test_taking_the_log_along_is_itself_in_the_log(log: Log) -> None:
    log.client.get("/audit.csv?actor=li.na").close()
    with log.database.reading() as session:
        (entry, *_), _ = search_entries(session, AuditQuery(action="audit-exported"))
        assert entry.actor == "wang"
        assert entry.details == {"format": "csv", "entries": 2, "query": {"actor": "li.na"}}


def test_nothing_of_a_download_stays_behind(log: Log, tmp_path: Path) -> None:
    log.client.get("/audit.csv").close()
    assert [path for path in (tmp_path / "office" / "scratch").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("address", ["/audit", "/audit.csv", "/audit.xlsx"])
def test_only_administrators_read_the_log(log: Log, address: str) -> None:
    with log.database.transaction() as session:
        accounts.add_account(session, "other", "admin", password=PASSWORD, by=None)
        accounts.set_role(session, "wang", "reviewer", None)
    assert log.client.get(address).status_code == 403


# entries in words


ENTRY = AuditEntry(
    number=1, at=dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC), actor="system", origin="-",
    action="restored", subject=None, outcome="done", details={}, previous_hash="0", hash="1",
)  # fmt: skip

NOBODY = Known({}, {})


def line_of(**details: object) -> tuple[list[Row], list[tuple[str, str]]]:
    """Changes and facts of an entry with these details, in English."""
    entry = AuditEntry(
        number=1, at=ENTRY.at, actor="a", origin="b", action="sign-in", subject=None,
        outcome="done", details=details, previous_hash="0", hash="1",
    )  # fmt: skip
    line = entry_line(entry, NOBODY)

    def said(value: Text | str) -> str:
        return value.en if isinstance(value, Text) else value

    changes = [(said(one.name), said(one.before), said(one.after)) for one in line.changes]
    return changes, [(said(one.name), said(one.value)) for one in line.facts]


def test_the_system_is_named_and_has_no_address() -> None:
    line = entry_line(ENTRY, NOBODY)
    assert line.actor == Text("系统", "The system")
    assert line.origin == ""
    assert line.at == "2026-01-02 11:04:05", "in China, whatever the zone of the machine"


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("命令行 / command line", Text("命令行", "command line")),
        ("-", ""),
        (" / ", " / "),
    ],
)
def test_where_somebody_acted_from_is_said_in_one_language(origin: str, said: object) -> None:
    entry = AuditEntry(
        number=1, at=ENTRY.at, actor="a", origin=origin, action="sign-in", subject=None,
        outcome="done", details={}, previous_hash="0", hash="1",
    )  # fmt: skip
    assert entry_line(entry, NOBODY).origin == said


def entry_on(subject: str | None, action: str = "sign-in", /, **details: object) -> AuditEntry:
    return AuditEntry(
        number=1, at=ENTRY.at, actor="li", origin="-", action=action, subject=subject,
        outcome="done", details=details, previous_hash="0", hash="1",
    )  # fmt: skip


def test_accounts_layers_and_metrics_stand_by_their_names() -> None:
    known = Known({"li": Text("李立，科员", "Li, officer")}, {"zones": Text("分区", "Zones")})

    def line(subject: str, **details: object) -> EntryLine:
        return entry_line(entry_on(subject, **details), known)

    found = line("zones@2", account="li", layer="zones", metric="sponge_coverage")
    assert (found.actor, found.account) == (Text("李立，科员", "Li, officer"), "li")
    assert (found.subject, found.code) == (Text("分区（第 2 版）", "Zones (version 2)"), "zones@2")
    assert [one.value.zh for one in found.facts if isinstance(one.value, Text)] == [
        "李立，科员（li）",
        "分区",
        "海绵城市达标面积比例",
    ]
    assert [one.code for one in found.facts] == ["", "zones", "sponge_coverage"]
    run = line("sponge_coverage#4")
    assert run.subject == Text("海绵城市达标面积比例 #4", "Sponge-city share #4")
    assert run.code == "sponge_coverage"
    assert (line("li").subject, line("nobody").subject) == (
        Text("李立，科员（li）", "Li, officer (li)"),
        "nobody",
    )


@pytest.mark.parametrize(
    ("action", "subject", "said", "address"),
    [
        ("project-changed", "XM-1", "XM-1 雨水花园", "/projects/XM-1"),
        ("pool-released", "XM-1", "XM-1 雨水花园", "/projects/XM-1"),
        ("project-changed", "gone", "gone", ""),
        ("projects-imported", "list.xlsx", "list.xlsx", ""),
        ("layer-imported", "zones@2", "分区（第 2 版）", "/layers/zones"),
        ("layer-imported", "gone@1", "gone@1", ""),
        ("sheet-saved", "rain@3", "雨量（第 3 版）", "/sheets/rain"),
        ("unit-renamed", "WEDZ-JS", "建设局（WEDZ-JS）", "/units/WEDZ-JS"),
        (
            "metric-run",
            "sponge_coverage#4",
            "海绵城市达标面积比例 #4",
            "/metrics/runs/4",
        ),
        ("statement-signed", "HS-2026-001#7", "HS-2026-001", "/statements/7"),
        ("statement-key-made", "statement-key.pem", "statement-key.pem", ""),
        ("site-decided", "site 3#2", "选址研判 3（第 2 次）", "/sites/3/checks/2"),
        ("target-set", "WH-2023-T24", "WH-2023-T24", "/targets/WH-2023-T24"),
        ("round-closed", "2026Q1", "2026Q1", "/rounds/2026Q1"),
        ("water-withdrawn", "12", "监测值批次 12", "/water/readings/12"),
        ("account-added", "li", "李立（li）", "/accounts/li"),
        ("option-changed", "office_profile", "单位信息", "/accounts"),
        ("sign-in", None, "", ""),
    ],
)
def test_what_an_entry_is_about_leads_to_its_page(
    action: str, subject: str | None, said: str, address: str
) -> None:
    known = Known(
        {"li": Text("李立", "Li")},
        {"zones": Text("分区", "Zones"), "rain": Text("雨量", "Rain")},
        {"XM-1": "雨水花园"},
        {"WEDZ-JS": Text("建设局", "Construction")},
    )
    found = subject_of(entry_on(subject, action), known)
    assert (found.said.zh if isinstance(found.said, Text) else found.said) == said
    assert found.address == address


def test_only_fields_that_differ_are_changes() -> None:
    before = {"name": "A", "status": "planned", "progress_percent": 10}
    after = {"name": "A", "status": "building", "progress_percent": 10}
    changes, facts = line_of(before=before, after=after)
    assert changes == [("Status", "Planned", "Under construction")]
    assert facts == []


def test_what_is_new_has_nothing_before_it() -> None:
    changes, _ = line_of(before=None, after={"code": "XM-1", "other_item_ids": ["a", "b"]})
    assert [(before, after) for _, before, after in changes] == [("", "XM-1"), ("", "a, b")]


def test_values_that_are_no_record_stand_side_by_side_too() -> None:
    assert line_of(before=True, after=False)[0] == [("Value", "Yes", "No")]


def test_names_and_codes_are_said_in_words() -> None:
    _, facts = line_of(
        role="admin", code="sign-in-failed", odd_thing={"a": 1, "b": [2]}, secrecy="public"
    )
    assert facts == [
        ("Role", "Administrator"),
        ("Code", "The name or the password is not right (sign-in-failed)"),
        ("odd_thing", "a: 1, b: [2]"),
        ("Secrecy", "Public"),
    ]
    _, (run,) = line_of(parameters={"reach_m": 50.0, "stage": "completed", "target": None})
    assert run[1] == "Reach from the bank: 50.0, Stage: completed, Target: empty"


def test_a_code_that_is_no_refusal_stays() -> None:
    assert in_words("code", "XM-1") == "XM-1"
    assert in_words("code", "unknown-layer") == "unknown-layer"


def test_whatever_is_kept_of_an_entry_has_a_name() -> None:
    """Every key of `details` in the code stands on a Chinese page in Chinese."""
    kept = {key for room in ROOMS for path in room.rglob("*.py") for key in _kept(path)}
    assert {"tokens_ended", "fingerprint"} <= kept
    assert kept - set(FIELDS) - {"before", "after"} == set()


def _kept(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    for node in ast.walk(ast.parse(text)) if "details" in text else ():
        match node:
            case ast.keyword(arg="details", value=value):
                yield from _keys(value)
            case ast.Assign(targets=[ast.Name(id="details")], value=value):
                yield from _keys(value)
            case ast.AnnAssign(target=ast.Name(id="details"), value=ast.expr() as value):
                yield from _keys(value)


def _keys(value: ast.expr) -> Iterator[str]:
    """Names of the dictionary itself and of those within."""
    for one in ast.walk(value):
        if isinstance(one, ast.Dict):
            yield from (key.value for key in one.keys if isinstance(key, ast.Constant))
