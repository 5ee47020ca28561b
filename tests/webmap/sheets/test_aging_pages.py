"""The notice that greets whoever may edit rules, and the page of the rules it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from projects.accounts import accounts
from projects.sheets import save_sheet
from projects.sheets.shipped import earlier_editions, shipped_rows

WORD = "正确 的马 电池 订书钉 蓝"
ADDRESS = "/sheets/laws/aging"
NOTICE = re.compile(r'class="rules-notice')
# Laws whose days do not depend on the day of the test.
LAWS = [
    {"id": "old", "name": "旧规定", "successor": "new", "source": "某处", "basis": "sourced"},
    {
        "id": "new",
        "name": "新规定",
        "name_en": "New rules",
        "source": "某处",
        "basis": "sourced",
        "valid_from": "2020-01-01",
    },
]


@pytest.fixture
def site(empty_site: Any) -> Any:
    """An office in which two rows of a rule rest on a law that has a successor."""
    limits = [
        {"bound": bound, "load": load, "law": "old", "source": "某处", "basis": "sourced"}
        for bound, load in (("over", 1.0), ("low", 0.6))
    ]
    with empty_site.database.transaction() as session:
        save_sheet(session, "laws", LAWS)
        save_sheet(session, "plant_load_limits", limits)
        for name, role in (("chief", "admin"), ("gis", "editor"), ("check", "reviewer")):
            accounts.add_account(session, name, role, password=WORD, by=None)
    return empty_site


@pytest.fixture
def enter(site: Any, signing_in: Callable[..., Any]) -> Callable[[str], FlaskClient]:
    def of(name: str) -> FlaskClient:
        client: FlaskClient = site.app.test_client()
        assert signing_in(client, name, WORD).status_code == 303
        return client

    return of


def send(client: FlaskClient, address: str, **fields: str) -> Any:
    token = re.search(r'name="csrf" content="([^"]+)"', client.get("/sheets").text)
    assert token is not None
    return client.post(address, data={"csrf_token": token[1]} | fields)


def digest(client: FlaskClient) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', client.get(ADDRESS).text)
    assert found is not None
    return found[1]


def test_a_row_is_known_by_its_title_where_a_rule_gives_its_id_one(empty_site: Any) -> None:
    """The scheme of the province is told by name, in its own rows and in those of its parties."""
    page = empty_site.app.test_client().get(ADDRESS).text
    assert "湖北省跨界断面水质考核办法（试行） · <span" in page
    assert "hubei" not in page


@pytest.mark.parametrize(("name", "greeted"), [("chief", True), ("gis", True), ("check", False)])
def test_the_notice_greets_those_who_may_edit_rules_on_every_page(
    enter: Callable[[str], FlaskClient], name: str, greeted: bool
) -> None:
    client = enter(name)
    for page in ("/", "/layers", "/sheets"):
        assert bool(NOTICE.search(client.get(page).text)) is greeted, page
    assert "规则表中有 2 行的依据已有后继" in client.get("/layers").text or not greeted
    assert not NOTICE.search(client.get(ADDRESS).text)


def test_it_is_put_away_until_the_next_sign_in(enter: Callable[[str], FlaskClient]) -> None:
    client = enter("chief")
    answer = send(client, f"{ADDRESS}/later?next=/layers%3F")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/layers")
    assert not NOTICE.search(client.get("/layers").text)
    assert NOTICE.search(enter("chief").get("/layers").text)


@pytest.mark.slow
def test_with_a_reason_it_is_gone_until_the_list_changes(
    site: Any, enter: Callable[[str], FlaskClient]
) -> None:
    client = enter("chief")
    refused = send(client, ADDRESS, digest=digest(client), reason=" ")
    assert refused.status_code == 400
    assert "没有说明修改的理由" in refused.text
    stale = send(client, ADDRESS, digest="0" * 64, reason="看过")
    assert (stale.status_code, "清单在您查看期间变了" in stale.text) == (409, True)
    kept = send(client, ADDRESS, digest=digest(client), reason="等原文公布")
    assert kept.status_code == 303
    page = client.get(kept.headers["Location"]).text
    assert "等原文公布" in page
    assert not NOTICE.search(client.get("/layers").text)
    assert not NOTICE.search(enter("chief").get("/layers").text)
    with site.database.transaction() as session:
        save_sheet(session, "laws", [*LAWS[:1], LAWS[1] | {"valid_from": "2021-01-01"}])
    assert NOTICE.search(enter("chief").get("/layers").text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "“新规定”自 2020-01-01 起施行"), ("en", "“New rules” is in force since 2020-01-01")],
)
def test_the_page_lists_the_rows_and_the_sheets_lead_to_it(
    site: Any, language: str, said: str
) -> None:
    client = site.app.test_client()
    page = client.get(f"{ADDRESS}?lang={language}").text
    assert said in page
    assert page.count("/sheets/plant_load_limits?page=1#row-") == 2
    assert "<form" not in page.split("<main", 1)[1], "who may not edit sees no form"
    assert f'href="{ADDRESS}"' in client.get(f"/sheets?lang={language}").text
    assert said in client.get(f"/sheets/plant_load_limits?lang={language}").text


def test_a_law_is_chosen_from_the_list_where_a_row_is_edited(
    enter: Callable[[str], FlaskClient],
) -> None:
    client = enter("gis")
    page = client.get("/sheets/plant_load_limits/rows/1").text
    assert '<option value="old" selected>旧规定' in page
    fields = dict(re.findall(r'name="(v\.[a-z_]+)"[^>]*value="([^"]*)"', page))
    about = {"base": "1", "note": "改依据", "v.bound": "over", "v.basis": "sourced"}
    saved = send(client, "/sheets/plant_load_limits/rows/1", **(fields | about | {"v.law": "new"}))
    assert saved.status_code == 303
    assert "#row-1" in saved.headers["Location"]
    rows = client.get("/api/v1/sheets/plant_load_limits").json["rows"]
    assert [row["law"] for row in rows] == ["new", "old"]


@pytest.mark.slow
def test_what_is_shipped_anew_is_offered_to_an_office_that_edited_the_rule(
    site: Any, enter: Callable[[str], FlaskClient]
) -> None:
    (rows,) = earlier_editions("sponge_targets").values()
    own = [dict(row) for row in rows]
    own[0]["note"] = "本市已复核。"
    with site.database.transaction() as session:
        save_sheet(session, "laws", [dict(row) for row in shipped_rows("laws")])
        save_sheet(session, "sponge_targets", own)
    client = enter("gis")
    page = client.get("/sheets/sponge_targets").text
    assert "2 行有改动，2 行新增" in page
    assert send(client, "/sheets/sponge_targets/shipped", base="0").status_code == 409
    taken = send(client, "/sheets/sponge_targets/shipped", base="1")
    assert (taken.status_code, taken.headers["Location"]) == (
        303,
        "/sheets/sponge_targets?done=saved",
    )
    found = client.get("/api/v1/sheets/sponge_targets").json
    assert (found["version"], len(found["rows"]), found["rows"][0]["note"]) == (
        2,
        5,
        "本市已复核。",
    )
    assert "/shipped" not in client.get("/sheets/sponge_targets").text
    assert "/shipped" not in site.app.test_client().get("/sheets/sponge_targets@1").text
