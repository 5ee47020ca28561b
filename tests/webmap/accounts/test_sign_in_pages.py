"""Signing in and out, the account menu, and what all pages of accounts share."""

from __future__ import annotations

import re
from typing import Any

import pytest

from projects.accounts import options
from webmap.edge.browsers import browser_title
from webmap.edge.next_page import own_path

pytestmark = pytest.mark.slow

PASSWORD = "seven otters juggle lanterns"  # noqa: S105
OTHER = "nine badgers polish trumpets"
HAN = re.compile(r"[㐀-鿿]")


# signing in and out


def test_signing_in_leads_back_to_the_page_that_was_asked_for(office: Any) -> None:
    desk = office.desk()
    refused = desk.get("/projects?text=甲")
    assert refused.status == 303
    to_sign_in = refused.location
    answer = desk.post(to_sign_in, name="zhao", password=PASSWORD)
    assert answer.location == "/projects?text=%E7%94%B2"
    assert desk.get(answer.location).status == 200


@pytest.mark.parametrize(
    "foreign",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/%0a//evil.example\n",
        " /layers",
        "/sign-in?next=/",
        "/sign-out",
        "/" + "x" * 3000,
        "",
    ],
)
def test_after_signing_in_nobody_is_led_to_another_host(office: Any, foreign: str) -> None:
    desk = office.desk()
    form = {"name": "zhao", "password": PASSWORD, "csrf_token": desk.token()}
    found = desk.client.post("/sign-in", query_string={"next": foreign}, data=form)
    assert found.status_code == 303
    assert found.headers["Location"] == "/"


def test_an_own_path_keeps_its_question() -> None:
    assert own_path("/layers?text=%E7%94%B2&lang=en") == "/layers?text=%E7%94%B2&lang=en"
    assert own_path("/projects/XM/1") == "/projects/XM/1"


def test_a_wrong_password_and_an_unknown_name_look_the_same(office: Any) -> None:
    desk = office.desk()
    wrong, unknown = desk.sign_in("zhao", OTHER), desk.sign_in("nobody", OTHER)
    assert wrong.status == unknown.status == 401
    assert wrong.faults == unknown.faults
    assert "password" in wrong.faults
    assert wrong.cursor == ["sign-in-password"]
    assert 'value="zhao"' in wrong.text
    assert OTHER not in wrong.text


def test_an_empty_form_says_what_is_missing_at_each_field(office: Any) -> None:
    answer = office.desk().post("/sign-in?lang=en", name="", password="")
    assert answer.status == 422
    assert answer.faults == {
        "name": "“Account name” is missing. Fill it in.",
        "password": "“Password” is missing. Fill it in.",
    }
    assert answer.cursor == ["sign-in-name"]


def test_after_too_many_attempts_the_page_says_how_long_to_wait(office: Any) -> None:
    desk = office.desk()
    for _ in range(6):
        answer = desk.sign_in("zhao", OTHER)
    assert answer.status == 429
    seconds = int(answer.headers["Retry-After"])
    assert 0 < seconds <= 60
    assert re.search(r"请等 \d+ 秒再试", answer.text)
    assert answer.cursor == ["summary"]


def test_an_open_office_offers_the_map_without_signing_in(office: Any) -> None:
    closed = office.desk().get("/sign-in").text
    with office.database.transaction() as session:
        options.set_anonymous_viewing(session, True, None)
    opened = office.desk().get("/sign-in").text
    assert "不登录，直接查看公开图层" not in closed
    assert "不登录，直接查看公开图层" in opened
    assert '<nav class="topnav"' not in closed
    assert '<nav class="topnav"' in opened


def test_signing_out_ends_the_session(office: Any) -> None:
    desk = office.desk("zhao")
    stolen = desk.client.get_cookie("ecoatlas")
    assert stolen is not None
    answer = desk.post("/sign-out")
    assert answer.location == "/sign-in?done=signed-out"
    assert "已退出登录" in desk.get(answer.location).text
    thief = office.desk()
    thief.client.set_cookie("ecoatlas", stolen.value)
    assert thief.get("/account").location.startswith("/sign-in")


# the account menu


@pytest.mark.parametrize(
    ("name", "links"),
    [
        (
            "wang",
            {
                "/account",
                "/targets",
                "/rounds",
                "/sites",
                "/water/readings",
                "/accounts",
                "/basemaps",
                "/audit",
            },
        ),
        ("zhao", {"/account", "/targets", "/rounds", "/sites"}),
        ("qian", {"/account", "/targets", "/rounds", "/sites"}),
    ],
)
def test_the_menu_leads_where_the_role_may_go(office: Any, name: str, links: set[str]) -> None:
    page = office.desk(name).get("/layers").text
    menu = page[page.index('id="account-menu"') : page.index("</details>")]
    assert set(re.findall(r'<a href="([^"]+)"', menu)) == links
    assert name in menu


def test_the_menu_says_sign_in_to_others_and_leads_back(office: Any) -> None:
    with office.database.transaction() as session:
        options.set_anonymous_viewing(session, True, None)
    page = office.desk().get("/projects?text=x").text
    assert 'href="/sign-in?next=/projects%3Ftext%3Dx"' in page
    assert "account-menu-sheet" not in page


# pages in general


@pytest.mark.parametrize(
    "address", ["/sign-in", "/account", "/account/password", "/accounts", "/accounts/zhao"]
)
def test_pages_of_accounts_are_whole_in_english_and_kept_by_no_cache(
    office: Any, address: str
) -> None:
    desk = office.desk("wang")
    answer = desk.get(f"{address}?lang=en")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    # All names of this office are Latin: what is Chinese is the switch to Chinese, named in it.
    assert set(HAN.findall(answer.text)) <= set("中文切换为")
    assert '<html lang="zh-CN">' in desk.get(f"{address}?lang=zh").text


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/account/tokens", "/account"),
        ("/account/tokens/1/revoke", "/account"),
        ("/account/sessions/end", "/account"),
        ("/account/sessions/end-others", "/account"),
        ("/accounts/zhao/reset", "/accounts/zhao"),
        ("/accounts/zhao/disable", "/accounts/zhao"),
        ("/accounts/zhao/tokens/1/revoke", "/accounts/zhao"),
        ("/office/viewing", "/accounts#office"),
        ("/layers/red/named", "/layers/red#named"),
    ],
)
def test_the_answer_to_a_form_can_be_opened_again_in_another_language(
    office: Any, address: str, page: str
) -> None:
    answer = office.desk("wang").get(f"{address}?lang=en")
    assert (answer.status, answer.location) == (303, page)


def test_a_name_that_is_markup_is_shown_as_text(office: Any) -> None:
    desk = office.desk("wang")
    desk.post("/accounts/zhao", display_name="<script>alert(1)</script>", role="viewer")
    for address in ("/accounts", "/accounts/zhao"):
        assert "<script>alert" not in desk.get(address).text
    assert "&lt;script&gt;" in office.desk("zhao").get("/").text


def test_a_form_of_another_site_changes_nothing(office: Any) -> None:
    desk = office.desk("wang")
    answer = desk.client.post("/accounts", data={"name": "sun", "role": "admin"})
    assert answer.status_code == 400
    assert "sun" not in desk.get("/accounts").text


@pytest.mark.parametrize(
    ("agent", "title"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/139 Safari/537 Edg/139", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) QGIS/33400/Windows 11", "QGIS on Windows"),
        ("<b>", "Another browser"),
        (None, "Another browser"),
    ],
)  # fmt: skip
def test_a_browser_is_named_in_a_few_words(agent: str | None, title: str) -> None:
    assert browser_title(agent).en == title


def test_a_page_that_lay_open_learns_who_is_signed_in_and_the_token_of_its_forms(
    office: Any,
) -> None:
    desk = office.desk("wang")
    now = desk.client.get("/session").json
    assert now["name"] == "wang"
    assert desk.client.post("/account/sessions/end-others", data={"csrf_token": now["csrf"]})
    desk.post("/sign-out")
    left = desk.client.get("/session")
    assert left.json == {"name": None}
    assert left.headers["Cache-Control"] == "no-store"
