"""Pages of sheets: looking, uploading, editing one row, comparing; who may, and what is refused."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from projects.sheets import SHEET_KINDS, save_sheet

pytestmark = pytest.mark.slow

RULE = next(kind.id for kind in SHEET_KINDS.values() if kind.group == "rule")
RAIN = "日期,降雨量\n2025-06-01,12.5\n2025-06-02,0\n"


class Office:
    """Somebody signed in who sends forms with their token."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def send(self, address: str, **fields: Any) -> Any:
        page = self.client.get("/sheets").text
        token = re.search(r'name="csrf" content="([^"]+)"', page)
        assert token is not None
        return self.client.post(
            address, data={"csrf_token": token[1]} | fields, content_type="multipart/form-data"
        )

    def upload(self, address: str, content: bytes, name: str = "a.csv", **fields: Any) -> Any:
        return self.send(address, file=(io.BytesIO(content), name), **fields)


@pytest.fixture
def editor(
    empty_site: Any, signing_in: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Office:
    from projects.accounts import accounts

    word = "正确 的马 电池 订书钉 蓝"
    with empty_site.database.transaction() as session:
        accounts.add_account(session, "gis", "editor", password=word, by=None)
    client = empty_site.app.test_client()
    assert signing_in(client, "gis").status_code == 303
    return Office(client)


@pytest.fixture
def gauge(editor: Office) -> Office:
    about = {"sheet": "gauge", "kind": "daily_rain", "title": "某站", "source": "气象台"}
    answer = editor.upload("/sheets", RAIN.encode("gb18030"), **about)
    assert answer.headers["Location"] == "/sheets/gauge?done=saved#content"
    return editor


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rules_show_what_is_sourced_and_what_nobody_has_verified(
    client: FlaskClient, language: str
) -> None:
    page = client.get(f"/sheets?lang={language}").text
    assert f'href="/sheets/{RULE}"' in page
    assert ("有出处" if language == "zh" else "sourced") in page
    one = client.get(f"/sheets/{RULE}?lang={language}").text
    assert ("随软件提供" if language == "zh" else "As shipped") in one
    assert 'name="file"' not in one, "who may not edit sees no form"


def test_a_new_series_is_made_of_a_file(gauge: Office) -> None:
    page = gauge.client.get("/sheets/gauge?done=saved").text
    assert "已保存为新版本" in page
    assert "2025-06-01" in page
    assert "12.5" in page
    assert "气象台" in page


def test_faults_of_a_file_are_listed_by_row_and_column_and_nothing_is_kept(gauge: Office) -> None:
    wrong = "日期,降雨量\n2025-06-01,x\n,1\n2025-06-02,-1\n".encode()
    answer = gauge.upload("/sheets/gauge", wrong, base="1", note="改")
    assert answer.status_code == 400
    told = re.findall(r'<tr><td class="number">(\d+)</td><td[^>]*>([^<]+)</td>', answer.text)
    assert told == [("2", "降雨量"), ("3", "日期"), ("4", "降雨量")]
    assert 'value="改"' in answer.text
    assert "/sheets/gauge@2" not in gauge.client.get("/sheets/gauge").text


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [(b"", "", "没有选择文件"), (b"PK\x03\x04", "a.xlsx", "不是可读的"), (b"x,y", "a.csv", "表头")],
)
def test_a_file_that_is_none_is_refused_at_its_field(
    gauge: Office, content: bytes, name: str, code: str
) -> None:
    answer = gauge.upload("/sheets/gauge", content, name, base="1")
    assert answer.status_code == 400
    fault = re.search(r'id="upload-file-fault">.*?</p>', answer.text, re.DOTALL)
    assert fault is not None
    assert code in fault[0]


def test_a_file_over_the_limit_is_refused(gauge: Office) -> None:
    length = {"CONTENT_LENGTH": str(22 * 2**20)}
    form = "multipart/form-data; boundary=x"
    answer = gauge.client.post("/sheets/gauge", content_type=form, environ_overrides=length)
    assert answer.status_code == 413


def test_a_download_can_be_edited_and_uploaded(gauge: Office) -> None:
    answer = gauge.client.get("/sheets/gauge/file.xlsx")
    assert "gauge-v1.xlsx" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    answer.close()
    book.worksheets[0]["B2"] = 20
    changed = io.BytesIO()
    book.save(changed)
    saved = gauge.upload("/sheets/gauge", changed.getvalue(), "a.xlsx", base="1", note="订正")
    assert saved.headers.get("Location") == "/sheets/gauge?done=saved#content", saved.text[-2500:]
    again = gauge.upload("/sheets/gauge", changed.getvalue(), "a.xlsx", base="2", note="再传")
    assert again.headers["Location"] == "/sheets/gauge?done=same#content"
    diff = gauge.client.get("/sheets/gauge/diff").text
    assert "12.5" in diff
    assert "修改 1 行，未变 1 行" in diff


def test_an_upload_over_a_version_not_seen_is_refused(gauge: Office) -> None:
    answer = gauge.upload("/sheets/gauge", RAIN.replace("12.5", "9").encode(), base="0", note="x")
    assert answer.status_code == 409
    assert "已被他人保存" in answer.text


def test_one_row_of_a_rule_is_edited_with_a_reason(editor: Office) -> None:
    form = editor.client.get(f"/sheets/{RULE}/rows/1").text
    fields = dict(re.findall(r'name="(v\.\w+)"[^>]*value="([^"]*)"', form))
    chosen = re.findall(r'<select [^>]*name="(v\.\w+)".*?value="(\w+)" selected', form, re.DOTALL)
    fields |= dict(chosen) | {"v.source": "试验出处", "v.basis": "checked"}
    refused = editor.send(f"/sheets/{RULE}/rows/1", base="0", **fields)
    assert refused.status_code == 400
    assert 'id="row-note-fault"' in refused.text
    assert "试验出处" in refused.text
    turned = fields | {"v.valid_from": "2025-06-02", "v.valid_to": "2025-06-01"}
    refused = editor.send(f"/sheets/{RULE}/rows/1", base="0", note="核对原文", **turned)
    assert refused.status_code == 400
    assert "“失效日期”2025-06-01 早于“生效日期”2025-06-02" in refused.text
    assert 'id="row-v.valid_to-fault"' in refused.text
    saved = editor.send(f"/sheets/{RULE}/rows/1", base="0", note="核对原文", **fields)
    assert saved.status_code == 303
    assert saved.headers["Location"] == f"/sheets/{RULE}?page=1&done=saved#row-1"
    page = editor.client.get(f"/sheets/{RULE}").text
    assert "核对原文" in page
    assert "gis" in page
    late = editor.send(f"/sheets/{RULE}/rows/1", base="0", note="晚了", **fields)
    assert late.status_code == 409


def test_a_row_is_added(gauge: Office) -> None:
    fields = {"v.day": "2025-06-03", "v.rain_mm": "3", "base": "1", "note": "补一日"}
    saved = gauge.send("/sheets/gauge/rows/new", **fields)
    assert saved.headers["Location"].endswith("#row-3")
    wrong = gauge.send("/sheets/gauge/rows/new", **fields | {"base": "2", "v.rain_mm": "x"})
    assert wrong.status_code == 400
    assert 'id="row-v.rain_mm-fault"' in wrong.text


@pytest.mark.parametrize(
    "address", ["/sheets/absent", "/sheets/gauge@7", f"/sheets/{RULE}/rows/9999", "/sheets/a/diff"]
)
def test_what_is_not_there_is_a_page_that_says_so(gauge: Office, address: str) -> None:
    answer = gauge.client.get(address)
    assert answer.status_code == 404
    assert "sheet" in answer.text


def test_months_of_sections_are_for_whoever_sees_internal_layers(
    empty_site: Any, editor: Office
) -> None:
    rows = [{"section": "甲", "month": "2025-05", "item": "TP", "value": 0.1, "count": 1}]
    with empty_site.database.transaction() as session:
        save_sheet(session, "section-months-2025", rows, kind="section_months")
    of_sheet = "section-months-2025"
    addresses = [
        *(f"/sheets/{of_sheet}{more}" for more in ("", "@1", "/file.xlsx", "/diff")),
        *(f"/api/v1/sheets/{of_sheet}{more}" for more in ("", "/versions")),
    ]
    outside = empty_site.app.test_client()
    for client, answer in ((outside, 404), (editor.client, 200)):
        for address in addresses:
            with client.get(address) as got:
                assert got.status_code == answer, address
    for address in ("/sheets", "/api/v1/sheets"):
        assert of_sheet not in outside.get(address).text
        assert of_sheet in editor.client.get(address).text


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_who_changes_no_data_changes_no_sheet(
    client_of: Callable[[str], FlaskClient], role: str
) -> None:
    office = Office(client_of(role))
    assert "rows/1" not in office.client.get(f"/sheets/{RULE}").text
    assert office.upload(f"/sheets/{RULE}", b"x").status_code == 403
    assert office.client.get(f"/sheets/{RULE}/rows/1").status_code == 403


def test_the_interface_saves_and_tells_versions(gauge: Office) -> None:
    page = gauge.client.get("/sheets").text
    token = re.search(r'name="csrf" content="([^"]+)"', page)
    assert token is not None
    head = {"X-CSRFToken": token[1]}
    rows = [{"day": "2025-06-01", "rain_mm": 1}]
    for status in (201, 200):
        answer = gauge.client.put("/api/v1/sheets/gauge", json={"rows": rows}, headers=head)
        assert (answer.status_code, answer.json["version"]) == (status, 2)
    wrong = gauge.client.put("/api/v1/sheets/gauge", json={"rows": [{"day": 1}]}, headers=head)
    assert wrong.status_code == 400
    assert [one["feature"] for one in wrong.json["problems"]] == [1, 1]
    listed = gauge.client.get("/api/v1/sheets").json
    assert {"gauge", RULE} <= {one["sheet"] for one in listed["sheets"]}
    told = gauge.client.get("/api/v1/sheets/gauge/versions").json["versions"]
    assert [one["by"] for one in told] == ["gis", "gis"]


def test_names_of_people_are_told_to_people_of_the_office_only(
    gauge: Office, empty_site: Any
) -> None:
    stranger = empty_site.app.test_client()
    assert "gis" not in stranger.get("/sheets/gauge").text
    assert stranger.get("/api/v1/sheets/gauge").json["by"] is None
