"""The page of states: its numbers, its addresses, its files."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from urllib.parse import quote

import pytest
from docx import Document
from flask.testing import FlaskClient
from openpyxl import load_workbook

pytestmark = pytest.mark.slow

ROW = re.compile(r'<td class="wide stack-head">')
NUMBER = re.compile(r'<a href="(/policy/states\?[^"#]*)#list">(\d+)</a>')


def rows_of(page: str) -> int:
    return len(ROW.findall(page))


@pytest.mark.parametrize(
    "address",
    [
        "/policy/states?on=2024-06-30",
        "/policy/states?on=2024-06-30&by=year&document=WEDZ-2023",
        f"/policy/states?by=action&unit={quote('区水务湖泊局')}",
    ],
)
def test_every_number_leads_to_a_list_of_so_many(client: FlaskClient, address: str) -> None:
    page = client.get(address).get_data(as_text=True)
    found = NUMBER.findall(page)
    assert found
    for url, count in found[:3] + found[-3:]:
        assert rows_of(client.get(unescape(url)).get_data(as_text=True)) == int(count)


def test_a_state_is_told_by_a_sign_and_a_word_and_the_rule_is_printed(client: FlaskClient) -> None:
    page = client.get("/policy/states?on=2024-06-30&state=no_value_set").get_data(as_text=True)
    assert '<span aria-hidden="true">—</span> 目标值未下达</span>' in page
    assert "目标值由上级下达，至当日台账中没有登记" in page
    assert "自上而下，第一条符合的决定状态" in page


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("foo=1", 400, "parameter-unknown"),
        ("on=2024-13-01", 422, "input-invalid"),
        ("state=fine", 422, "input-invalid"),
        ("by=colour", 422, "input-invalid"),
        ("document=XX-1", 404, "unknown-document"),
        ("action=XX-1", 404, "unknown-action"),
        ("unit=XX", 404, "unknown-answering-unit"),
    ],
)
def test_what_the_page_does_not_know_is_refused(
    client: FlaskClient, asked: str, status: int, code: str
) -> None:
    answer = client.get(f"/policy/states?{asked}")
    assert answer.status_code == status
    assert code in answer.get_data(as_text=True)


def test_the_list_goes_out_as_one_sheet(client: FlaskClient) -> None:
    asked = "on=2024-06-30&document=YC-2022&lang=zh"
    count = rows_of(client.get(f"/policy/states?{asked}").get_data(as_text=True))
    book = load_workbook(BytesIO(client.get(f"/policy/states.xlsx?{asked}").data))
    sheet = book.worksheets[0]
    ids = [str(row[1].value) for row in sheet.iter_rows(max_col=2)]
    assert len([one for one in ids if one.startswith("YC-2022-T")]) == count
    answer = client.get(f"/policy/states.docx?{asked}")
    assert "target-states-2024-06-30.docx" in answer.headers["Content-Disposition"]
    assert len(Document(BytesIO(answer.data)).tables[0].rows) == count + 2
    assert client.get("/policy/states.pdf").status_code == 404


def test_a_clause_says_of_each_target_how_it_stands_and_why(client: FlaskClient) -> None:
    page = client.get("/policy/WEDZ-2023-09-01").get_data(as_text=True)
    assert 'id="WEDZ-2023-T15"' in page
    assert "没有可据以判定的签署核算结果，也没有已审定的填报" in page
    assert "基本" in page
    item = client.get("/api/v1/policy/items/WEDZ-2023-09-01?lang=en").get_json()
    (target,) = [one for one in item["targets"] if one["id"] == "WEDZ-2023-T15"]
    assert target["state"] in {"unknown", "not_due"}
    assert target["why"]
    assert target["jurisdiction"][0]["id"] == "4201-WEDZ"
    assert 'class="chip state' in client.get("/policy").get_data(as_text=True)


def test_targets_are_listed_by_state_unit_and_day(client: FlaskClient) -> None:
    found = client.get("/api/v1/policy/targets?on=2024-06-30&state=no_value_set&lang=en").get_json()
    assert found["on"] == "2024-06-30"
    assert found["targets"]
    assert {one["state"] for one in found["targets"]} == {"no_value_set"}
    assert client.get("/api/v1/policy/targets?colour=red").status_code == 400
    there = client.get(f"/api/v1/policy/targets?unit={quote('武汉市')}").get_json()["targets"]
    assert {one["document"] for one in there} == {"WH-2023"}
