"""The attribute table in the browser's words: found, sorted, on the map, edited with a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from geo.words import Text
from layers.catalogue import resolve
from layers.jobs.tables import JobRow
from layers.storage.attribute_table import TableColumn
from webmap.table.view_models import _cell, text_of

pytestmark = pytest.mark.slow


def test_a_table_shows_titles_values_and_where_each_feature_lies(client: FlaskClient) -> None:
    page = client.get("/layers/zones/table").text
    for said in (
        "排水分区（示例）",
        "甲区（示例）",
        "现场已核",
        "原文备注",
        "达标",
        "/#&amp;sel=zones/A",
    ):
        assert said in page
    assert "<img src=x" not in page
    assert "/edit" not in page


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ("q=jiaqu", [], ["甲区（示例）", "乙区（示例）"]),
        ("q=jq", ["甲区（示例）"], ["乙区（示例）"]),
        ("f.verdict=not_met", ["乙区（示例）"], ["甲区（示例）"]),
        ("f.verdict=met", ["甲区（示例）"], ["乙区（示例）"]),
        ("f.capture_target=%3E%3D0.5", ["甲区（示例）"], ["乙区（示例）"]),
        ("q=nirgends", ["没有符合条件的要素"], ["甲区（示例）"]),
    ],
)
def test_rows_are_found_by_what_is_asked(
    client: FlaskClient, asked: str, there: list[str], gone: list[str]
) -> None:
    page = client.get(f"/layers/zones/table?{asked}").text
    assert all(said in page for said in there)
    assert all(said not in page for said in gone)


def test_a_page_beyond_the_last_one_is_the_last_one(client: FlaskClient) -> None:
    """It said that no feature fits, beside the number of those that do."""
    page = client.get("/layers/zones/table?page=7").text
    assert "甲区（示例）" in page
    assert "没有符合条件的要素" not in page


def test_features_without_a_code_can_be_asked_for(client: FlaskClient) -> None:
    page = client.get("/layers/zones/table?f.verdict=empty").text
    assert '<option value="empty" selected>（空）</option>' in page
    assert "没有符合条件的要素" in page


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (420111000000.0, "420111000000"),
        (12345678901.5, "12345678901.5"),
        (0.1 + 0.2, "0.3"),
        (1e20, "1E+20"),
        (None, ""),
    ],
)
def test_long_numbers_are_written_out(value: float | None, said: str) -> None:
    assert text_of(value) == said


def test_yes_and_no_are_said_in_the_language_of_the_page() -> None:
    column = TableColumn("open", Text("开放", "Open"), False, True, None, None)
    code = _cell(column, True).code
    assert code is not None
    assert (code.title.zh, code.title.en) == ("是", "Yes")


def test_a_heading_sorts_and_sorts_back(client: FlaskClient) -> None:
    up = client.get("/layers/zones/table?sort=name").text
    assert 'aria-sort="ascending"' in up
    assert "sort=name&amp;down=1" in up
    down = client.get("/layers/zones/table?sort=name&down=1").text
    assert up.index("甲区（示例）") < up.index("乙区（示例）")
    assert down.index("乙区（示例）") < down.index("甲区（示例）")


def test_the_row_of_a_feature_is_marked(client: FlaskClient) -> None:
    page = client.get("/layers/zones/table?key=B").text
    assert page.count('class="chosen"') == 1


def test_the_table_in_english_has_english_headings(client: FlaskClient) -> None:
    page = client.get("/layers/zones/table?lang=en").text
    assert "Attribute table" in page
    assert "Not met" in page


def test_the_same_table_as_json(client: FlaskClient) -> None:
    answer = client.get("/api/v1/layers/zones/table?q=jq&limit=1").json
    assert answer is not None
    assert (answer["total"], answer["offset"], answer["key_field"]) == (1, 0, "code")
    assert answer["rows"][0]["capture_target"] == 0.7
    assert {
        "name": "verdict",
        "title": "达标情况",
        "unit": None,
        "numeric": False,
    }.keys() == answer["columns"][0].keys()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/layers/nothing/table", 404),
        ("/layers/zones/table?version=9", 404),
        ("/layers/zones/table?sort=nothing", 404),
        ("/layers/zones/table?f.capture_target=viel", 422),
        ("/layers/zones/table?page=99999999999999999999", 422),
        ("/api/v1/layers/zones/table?offset=-3&limit=x", 200),
    ],
)
def test_what_cannot_be_asked_has_its_status(
    client: FlaskClient, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


@pytest.fixture
def own(empty_site: Any, tmp_path: Path, own_layer: Callable[..., None]) -> Any:
    own_layer(empty_site, tmp_path)
    return empty_site


def editor(site: Any, signing_in: Callable[..., Any], password: str) -> FlaskClient:
    from projects.accounts import accounts

    with site.database.transaction() as session:
        accounts.add_account(session, "li", "editor", password=password, by=None)
    client: FlaskClient = site.app.test_client()
    assert signing_in(client, "li", password).status_code == 303
    return client


PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105
EDIT = "/layers/zones/features/A/edit"


def test_an_editor_changes_a_value_and_the_map_follows(
    own: Any, signing_in: Callable[..., Any], token_of_form: Callable[..., str]
) -> None:
    client = editor(own, signing_in, PASSWORD)
    assert EDIT in client.get("/layers/zones/table").text
    form = {"csrf_token": token_of_form(client, EDIT), "base": "1", "reason": "现场核实"}
    answer = client.post(EDIT, data={**form, "v.verdict": "not_met", "v.name": "甲区（示例）"})
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert "已保存为新版本" in page
    with own.database.reading() as session:
        live = resolve(session, "zones")
        assert (live.number, live.description.note, live.created_by) == (2, "现场核实", "li")
        assert session.scalars(select(JobRow.kind)).all() == ["tiles"]
    assert own.store.attributes(live.sha256).set_index("code").loc["A", "verdict"] == "not_met"


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    own: Any, signing_in: Callable[..., Any], token_of_form: Callable[..., str]
) -> None:
    client = editor(own, signing_in, PASSWORD)
    form = {"csrf_token": token_of_form(client, EDIT), "base": "1"}
    for fields, said, status in (
        ({"v.capture_target": "很多", "reason": "r"}, "很多", 422),
        ({"v.name": "改名", "reason": ""}, "没有写明修改理由", 422),
        ({"reason": "r"}, "没有改动任何值", 422),
        ({"v.name": "改名", "reason": "r", "base": "7"}, "请刷新页面", 409),
        ({"v.unknown": "x", "reason": "r"}, "unknown", 422),
    ):
        answer = client.post(EDIT, data={**form, **fields})
        assert answer.status_code == status, fields
        assert said in answer.text
    with own.database.reading() as session:
        assert resolve(session, "zones").number == 1


def test_an_unknown_feature_cannot_be_edited(own: Any, signing_in: Callable[..., Any]) -> None:
    client = editor(own, signing_in, PASSWORD)
    assert client.get("/layers/zones/features/Z/edit").status_code == 404
