"""The green project pool on the web: released by a reviewer, seen by all, taken along."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from projects.records.changes.records import add_project
from tests.webmap.test_pages import ReadAloud

CODE = "POOL-1"


@pytest.fixture(scope="module")
def green(site: Any) -> Any:
    values = {"code": CODE, "name": "湿地修复入库（示例）", "status": "在建", "kind": "湿地"}
    with site.database.transaction() as session:
        add_project(session, values | {"investment_wan_yuan": "900", "note": "内部（示例）"})
    return site


@pytest.mark.slow
def test_a_project_is_released_and_taken_along(
    green: Any, client_of: Callable[[str], FlaskClient], token_of_form: Callable[..., str]
) -> None:
    reviewer, viewer = client_of("reviewer"), client_of("viewer")
    assert viewer.get(f"/pool/{CODE}").status_code == 403
    assert "未公布" in viewer.get("/pool").text
    token = {"csrf_token": token_of_form(reviewer, f"/pool/{CODE}")}
    wrong = reviewer.post(f"/pool/{CODE}", data=token | {"field": "password"})
    assert (wrong.status_code, "password" in wrong.text) == (422, True)
    done = reviewer.post(f"/pool/{CODE}", data=token | {"field": ["kind", "gap_wan_yuan"]})
    assert done.status_code == 303
    assert "已公布" in reviewer.get(done.headers["Location"]).text
    with viewer.get("/pool.xlsx") as taken:
        book = load_workbook(io.BytesIO(taken.data)).worksheets[0]
    heads, row = ([cell.value for cell in line] for line in book.iter_rows())
    assert dict(zip(heads, row, strict=True))["资金缺口（万元）"] == 900
    assert "内部（示例）" not in row
    with viewer.get("/pool.zip") as taken:
        assert taken.data[:2] == b"PK"
    assert f"/projects/{CODE}" in viewer.get("/projects?pool=released").text
    out = reviewer.post(f"/pool/{CODE}/withdraw", data=token)
    assert "已撤下" in reviewer.get(out.headers["Location"]).text
    assert "未公布" in viewer.get("/pool").text


def test_programs_release_and_withdraw_as_people_do(
    green: Any, client_of: Callable[[str], FlaskClient], token_of_form: Callable[..., str]
) -> None:
    def ask(name: str, method: str, **more: Any) -> Any:
        client = client_of(name)
        headers = {"X-CSRFToken": token_of_form(client, "/account")}
        return client.open(f"/api/v1/pool/{CODE}", method=method, headers=headers, **more)

    assert ask("viewer", "PUT", json={}).status_code == 403
    wrong = ask("reviewer", "PUT", json={"fields": ["password"]})
    assert (wrong.status_code, wrong.json["code"]) == (422, "pool-field-unknown")
    done = ask("reviewer", "PUT", json={"fields": ["gap_wan_yuan"]}).json
    told = {"code": CODE, "name": "湿地修复入库（示例）", "gap_wan_yuan": 900}
    assert (done["released"], done["eligible"], done["changed"]) == (told, True, [])
    seen = green.app.test_client().get("/api/v1/pool").json["projects"]
    mine = next(one for one in seen if one["code"] == CODE)
    assert (mine["released_by"], mine["released_at"] is None) == (None, False)
    assert ask("reviewer", "DELETE").json["released"] is None
    assert ask("reviewer", "DELETE").status_code == 404


def test_english_pages_mark_every_chinese_name(
    green: Any, client_of: Callable[[str], FlaskClient]
) -> None:
    for address in ("/pool", f"/pool/{CODE}"):
        reader = ReadAloud()
        reader.feed(client_of("reviewer").get(f"{address}?lang=en").text)
        assert [text for text in reader.unmarked if text != "甲"] == []
