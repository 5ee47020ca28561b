"""Pages of accounts: what people see of signing in, of their own account, and of everybody's."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from layers.catalogue import Layer, Version, make_live
from layers.database import Database, engine_for
from layers.settings import Settings
from projects import migrations
from projects.accounts import accounts, options, tokens
from projects.accounts.permissions import PERMISSIONS, ROLES, may
from webmap.app import create_app
from webmap.browsers import browser_title
from webmap.next_page import own_path

PASSWORD = "seven otters juggle lanterns"  # noqa: S105
OTHER = "nine badgers polish trumpets"
HAN = re.compile(r"[㐀-鿿]")
ADMIN_PAGES = ("/accounts", "/accounts/zhao")
ADMIN_STEPS = (
    "/accounts",
    "/accounts/zhao",
    "/accounts/zhao/reset",
    "/accounts/zhao/disable",
    "/accounts/zhao/enable",
    "/accounts/zhao/tokens/1/revoke",
    "/office/viewing",
    "/layers/any/named",
    "/layers/any/named/remove",
)


@dataclass
class Desk:
    """One browser of the office: a client that fills in forms."""

    client: FlaskClient

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(self, address: str, **fields: str) -> TestResponse:
        return self.client.post(address, data={**fields, "csrf_token": self._token()})

    def sign_in(self, name: str, password: str = PASSWORD, to: str = "/account") -> TestResponse:
        return self.post(f"/sign-in?next={to}", name=name, password=password)

    def _token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/sign-in").text)
        assert found is not None
        return found[1]


@dataclass
class Office:
    """A closed office: wang is its administrator, and there is one person of each other role."""

    app: Flask
    database: Database

    def desk(self, name: str | None = None) -> Desk:
        desk = Desk(self.app.test_client())
        if name:
            assert desk.sign_in(name).status_code == 303
        return desk


PEOPLE = {"wang": "admin", "zhao": "viewer", "li.na": "editor", "qian": "reviewer"}


@pytest.fixture(scope="module")
def office_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the office, made once."""
    home = tmp_path_factory.mktemp("office") / "home"
    database = Database(engine_for(Settings(home=home)))
    migrations.upgrade(database.engine)
    with database.transaction() as session:
        for name, role in PEOPLE.items():
            accounts.add_account(session, name, role, password=PASSWORD, by=None)
    database.close()
    return home


@pytest.fixture
def office(office_home: Path, tmp_path: Path) -> Iterator[Office]:
    settings = Settings(home=shutil.copytree(office_home, tmp_path / "office"))
    made = Office(create_app(settings), Database(engine_for(settings)))
    yield made
    made.app.extensions["ecoatlas"].database.close()
    made.database.close()


def shown_once(page: TestResponse) -> str:
    found = re.search(r'<code id="once-secret">([^<]+)</code>', page.text)
    assert found is not None
    assert page.headers["Cache-Control"] == "no-store"
    return found[1]


def faults(page: TestResponse) -> dict[str, str]:
    """What stands at each field that is wrong."""
    found = re.findall(
        r'<p class="form-fault" id="([\w-]+)-fault">.*?<span>(.*?)</span>', page.text, re.S
    )
    return {name.split("-")[-1]: unescape(text) for name, text in found}


def cursor(page: TestResponse) -> list[str]:
    """Ids of what takes the cursor when the page opens."""
    tags = re.findall(r"<(?:input|select|div|section)[^>]*\bautofocus\b[^>]*>", page.text)
    return [(re.search(r'id="([^"]+)"', tag) or ["", "summary"])[1] for tag in tags]


# signing in and out


def test_signing_in_leads_back_to_the_page_that_was_asked_for(office: Office) -> None:
    desk = office.desk()
    refused = desk.get("/projects?text=甲")
    assert refused.status_code == 303
    to_sign_in = refused.headers["Location"]
    answer = desk.post(to_sign_in, name="zhao", password=PASSWORD)
    assert answer.headers["Location"] == "/projects?text=%E7%94%B2"
    assert desk.get(answer.headers["Location"]).status_code == 200


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
def test_after_signing_in_nobody_is_led_to_another_host(office: Office, foreign: str) -> None:
    answer = office.desk().client
    desk = Desk(answer)
    token = desk._token()
    data = {"name": "zhao", "password": PASSWORD, "csrf_token": token}
    found = answer.post("/sign-in", query_string={"next": foreign}, data=data)
    assert found.status_code == 303
    assert found.headers["Location"] == "/"


def test_an_own_path_keeps_its_question() -> None:
    assert own_path("/layers?text=%E7%94%B2&lang=en") == "/layers?text=%E7%94%B2&lang=en"
    assert own_path("/projects/XM/1") == "/projects/XM/1"


def test_a_wrong_password_and_an_unknown_name_look_the_same(office: Office) -> None:
    desk = office.desk()
    wrong, unknown = desk.sign_in("zhao", OTHER), desk.sign_in("nobody", OTHER)
    assert wrong.status_code == unknown.status_code == 401
    assert faults(wrong) == faults(unknown)
    assert "password" in faults(wrong)
    assert cursor(wrong) == ["sign-in-password"]
    assert 'value="zhao"' in wrong.text
    assert OTHER not in wrong.text


def test_an_empty_form_says_what_is_missing_at_each_field(office: Office) -> None:
    answer = office.desk().post("/sign-in?lang=en", name="", password="")
    assert answer.status_code == 422
    assert faults(answer) == {
        "name": "“Account name” is missing. Fill it in.",
        "password": "“Password” is missing. Fill it in.",
    }
    assert cursor(answer) == ["sign-in-name"]


def test_after_too_many_attempts_the_page_says_how_long_to_wait(office: Office) -> None:
    desk = office.desk()
    for _ in range(6):
        answer = desk.sign_in("zhao", OTHER)
    assert answer.status_code == 429
    seconds = int(answer.headers["Retry-After"])
    assert 0 < seconds <= 60
    assert re.search(r"请等 \d+ 秒再试", answer.text)
    assert cursor(answer) == ["summary"]


def test_an_open_office_offers_the_map_without_signing_in(office: Office) -> None:
    closed = office.desk().get("/sign-in").text
    with office.database.transaction() as session:
        options.set_anonymous_viewing(session, True, None)
    opened = office.desk().get("/sign-in").text
    assert "不登录，直接查看公开图层" not in closed
    assert "不登录，直接查看公开图层" in opened
    assert '<nav class="topnav"' not in closed
    assert '<nav class="topnav"' in opened


def test_signing_out_ends_the_session(office: Office) -> None:
    desk = office.desk("zhao")
    stolen = desk.client.get_cookie("ecoatlas")
    assert stolen is not None
    answer = desk.post("/sign-out")
    assert answer.headers["Location"] == "/sign-in?done=signed-out"
    assert "已退出登录" in desk.get(answer.headers["Location"]).text
    thief = office.desk()
    thief.client.set_cookie("ecoatlas", stolen.value)
    assert thief.get("/account").headers["Location"].startswith("/sign-in")


# the account menu


@pytest.mark.parametrize(
    ("name", "links"),
    [("wang", {"/account", "/accounts", "/audit"}), ("zhao", {"/account"}), ("qian", {"/account"})],
)
def test_the_menu_leads_where_the_role_may_go(office: Office, name: str, links: set[str]) -> None:
    page = office.desk(name).get("/layers").text
    menu = page[page.index('id="account-menu"') : page.index("</details>")]
    assert set(re.findall(r'<a href="([^"]+)"', menu)) == links
    assert name in menu


def test_the_menu_says_sign_in_to_others_and_leads_back(office: Office) -> None:
    with office.database.transaction() as session:
        options.set_anonymous_viewing(session, True, None)
    page = office.desk().get("/projects?text=x").text
    assert 'href="/sign-in?next=/projects%3Ftext%3Dx"' in page
    assert "account-menu-sheet" not in page


# one's own account


def test_a_one_time_password_is_changed_before_anything_else(office: Office) -> None:
    once = shown_once(office.desk("wang").post("/accounts", name="sun", role="viewer"))
    desk = office.desk()
    assert desk.sign_in("sun", once).status_code == 303
    for address in ("/", "/account", "/layers"):
        assert desk.get(address).headers["Location"] == "/account/password"
    page = desk.get("/account/password").text
    assert "请先设置自己的密码" in page
    assert '<nav class="topnav"' not in page
    answer = desk.post("/account/password", account="sun", old=once, new=OTHER)
    assert answer.headers["Location"] == "/account?done=password-changed"
    assert "密码已修改" in desk.get(answer.headers["Location"]).text
    assert desk.get("/layers").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (OTHER, "eleven herons fold umbrellas", "old"),
        (PASSWORD, "short", "new"),
        (PASSWORD, "password1234", "new"),
        (PASSWORD, PASSWORD, "new"),
        (PASSWORD, "x" * 200, "new"),
        (PASSWORD, "", "new"),
    ],
)
def test_what_is_wrong_with_a_password_stands_at_its_field(
    office: Office, old: str, new: str, field: str
) -> None:
    answer = office.desk("zhao").post("/account/password", old=old, new=new)
    assert answer.status_code == 422
    assert list(faults(answer)) == [field]
    assert cursor(answer) == [f"password-{field}"]
    assert not [secret for secret in (old, new) if secret and secret in answer.text]
    assert office.desk("zhao").get("/account").status_code == 200


def test_changing_the_password_signs_other_browsers_out(office: Office) -> None:
    here, elsewhere = office.desk("zhao"), office.desk("zhao")
    here.post("/account/password", old=PASSWORD, new=OTHER)
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("name", PEOPLE)
def test_the_own_page_says_what_the_role_permits(office: Office, name: str) -> None:
    page = office.desk(name).get("/account").text
    said = re.search(r'<ul class="permits">(.*?)</ul>', page, re.S)
    assert said is not None
    permitted = [one.title.zh for key, one in PERMISSIONS.items() if may(PEOPLE[name], key)]
    assert re.findall(r"</svg>([^<]+)</li>", said[1]) == permitted


def test_sessions_are_listed_and_ended(office: Office) -> None:
    here, elsewhere = office.desk("zhao"), office.desk("zhao")
    page = here.get("/account").text
    ids = re.findall(r'name="session" value="([^"]+)"', page)
    assert len(ids) == 1
    assert page.count("当前设备") == 1
    answer = here.post("/account/sessions/end", session=ids[0])
    assert answer.headers["Location"] == "/account?done=session-ended#sessions"
    assert elsewhere.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_all_other_sessions_are_ended_at_once(office: Office) -> None:
    here, others = office.desk("zhao"), [office.desk("zhao") for _ in range(2)]
    stranger = office.desk("qian")
    here.post("/account/sessions/end-others")
    assert [desk.get("/account").status_code for desk in others] == [303, 303]
    assert here.get("/account").status_code == stranger.get("/account").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(office: Office) -> None:
    zhao, qian = office.desk("zhao"), office.desk("qian")
    office.desk("zhao")
    session = re.findall(r'name="session" value="([^"]+)"', zhao.get("/account").text)[0]
    assert qian.post("/account/sessions/end", session=session).status_code == 404
    assert session in zhao.get("/account").text


# tokens


def test_a_token_is_shown_once_and_works(office: Office) -> None:
    desk = office.desk("zhao")
    answer = desk.post("/account/tokens", title="QGIS <b>", role="viewer", days="30")
    token = shown_once(answer)
    assert token.startswith("eco_")
    assert "Location" not in answer.headers
    assert token not in str(answer.headers)
    assert "QGIS &lt;b&gt;" in answer.text
    later = desk.get("/account").text
    assert token not in later
    assert token[:10] in later
    bearer = {"Authorization": f"Bearer {token}"}
    assert office.desk().client.get("/api/v1/layers", headers=bearer).status_code == 200
    number = re.findall(r"/account/tokens/(\d+)/revoke", later)[0]
    desk.post(f"/account/tokens/{number}/revoke")
    assert office.desk().client.get("/api/v1/layers", headers=bearer).status_code == 401
    assert "已吊销" in desk.get("/account").text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": "900"}, "days"),
        ({"days": "many"}, "days"),
        ({"role": "admin"}, "role"),
        ({"role": "king"}, "role"),
        ({"title": "  "}, "title"),
    ],
)
def test_what_is_wrong_with_a_token_stands_at_its_field(
    office: Office, change: dict[str, str], field: str
) -> None:
    fields = {"title": "script", "role": "viewer", "days": "30", **change}
    answer = office.desk("zhao").post("/account/tokens", **fields)
    assert answer.status_code == 422
    assert list(faults(answer)) == [field]
    assert cursor(answer) == [f"token-{field}"]
    assert f'value="{fields["days"]}"' in answer.text
    assert "once-secret" not in answer.text


def test_a_role_offers_only_tokens_within_it(office: Office) -> None:
    offered = {
        name: set(re.findall(r'<option value="(\w+)"', office.desk(name).get("/account").text))
        for name in ("zhao", "qian", "wang")
    }
    assert offered["zhao"] == {"viewer"}
    assert offered["qian"] == {"viewer", "reviewer"}
    assert offered["wang"] == {"viewer", "editor", "admin"}


def test_nobody_revokes_the_token_of_somebody_else(office: Office) -> None:
    with office.database.transaction() as session:
        owner = accounts.get_account(session, "zhao")
        made = tokens.make_token(session, owner, "script", "viewer", 5, None)
    assert office.desk("qian").post(f"/account/tokens/{made.info.id}/revoke").status_code == 404
    admin = office.desk("wang")
    foreign = admin.post(f"/accounts/qian/tokens/{made.info.id}/revoke")
    assert foreign.status_code == 404
    answer = admin.post(f"/accounts/zhao/tokens/{made.info.id}/revoke")
    assert answer.headers["Location"] == "/accounts/zhao?done=token-revoked#tokens"


# accounts


@pytest.mark.parametrize("name", ["zhao", "li.na", "qian"])
def test_only_administrators_keep_accounts(office: Office, name: str) -> None:
    desk = office.desk(name)
    pages = [desk.get(address) for address in ADMIN_PAGES]
    steps = [desk.post(address, name="x", on="true", role="admin") for address in ADMIN_STEPS]
    assert {answer.status_code for answer in pages + steps} == {403}
    assert "管理员" in pages[0].text
    assert "换个账号登录" in pages[0].text
    assert office.desk("zhao").get("/account").status_code == 200


def test_the_refused_page_says_which_role_is_needed_and_which_one_has(office: Office) -> None:
    page = office.desk("li.na").get("/accounts?lang=en").text
    assert PERMISSIONS["manage_accounts"].title.en in page
    assert "Administrator" in page
    assert ROLES["editor"].title.en in page
    assert 'href="/sign-in?next=/accounts%3Flang%3Den"' in page


def test_a_new_account_gets_a_password_that_is_shown_once(office: Office) -> None:
    desk = office.desk("wang")
    answer = desk.post("/accounts", name="Sun.Li", display_name="孙丽", role="editor")
    once = shown_once(answer)
    assert once not in str(answer.headers)
    assert once not in desk.get("/accounts").text
    assert "孙丽" in answer.text
    assert office.desk().sign_in("sun.li", once).status_code == 303


@pytest.mark.parametrize(
    ("name", "role", "status", "field"),
    [
        ("zhao", "viewer", 409, "name"),
        ("ZHAO", "viewer", 409, "name"),
        ("a b", "viewer", 422, "name"),
        ("../x", "viewer", 422, "name"),
        ("", "viewer", 422, "name"),
        ("sun", "king", 422, "role"),
    ],
)
def test_what_is_wrong_with_a_new_account_stands_at_its_field(
    office: Office, name: str, role: str, status: int, field: str
) -> None:
    answer = office.desk("wang").post("/accounts", name=name, role=role, display_name="Kept")
    assert answer.status_code == status
    assert list(faults(answer)) == [field]
    assert cursor(answer) == [f"add-{field}"]
    assert 'value="Kept"' in answer.text
    assert "once-secret" not in answer.text


def test_a_field_that_no_form_has_changes_nothing(office: Office) -> None:
    desk = office.desk("wang")
    answer = desk.post("/accounts/zhao", display_name="Z", role="admin", must_change="false")
    assert answer.status_code == 422
    assert office.desk("zhao").get("/accounts").status_code == 403


def test_name_and_role_are_changed_and_the_change_holds_at_once(office: Office) -> None:
    zhao = office.desk("zhao")
    assert zhao.get("/accounts").status_code == 403
    answer = office.desk("wang").post("/accounts/zhao", display_name="赵一", role="admin")
    assert answer.headers["Location"] == "/accounts/zhao?done=account-saved"
    page = zhao.get("/accounts")
    assert page.status_code == 200
    assert "赵一" in page.text


def test_the_last_administrator_keeps_the_role(office: Office) -> None:
    desk = office.desk("wang")
    answer = desk.post("/accounts/wang", display_name="New", role="viewer")
    assert answer.status_code == 409
    assert list(faults(answer)) == ["role"]
    assert 'value="New"' in answer.text
    assert desk.post("/accounts/wang/disable").status_code == 409
    with office.database.reading() as session:
        assert accounts.get_account(session, "wang").display_name == "wang"


def test_a_reset_password_is_shown_once_and_ends_sessions(office: Office) -> None:
    zhao, wang = office.desk("zhao"), office.desk("wang")
    once = shown_once(wang.post("/accounts/zhao/reset"))
    assert zhao.get("/account").status_code == 303
    assert office.desk().sign_in("zhao", PASSWORD).status_code == 401
    assert office.desk().sign_in("zhao", once).status_code == 303
    assert once not in wang.get("/accounts/zhao").text


def test_a_disabled_account_cannot_sign_in_until_it_is_enabled(office: Office) -> None:
    zhao, wang = office.desk("zhao"), office.desk("wang")
    page = wang.get(wang.post("/accounts/zhao/disable").headers["Location"]).text
    assert "账号已停用" in page
    assert "/accounts/zhao/enable" in page
    assert "/accounts/zhao/reset" not in page
    assert zhao.get("/account").status_code == 303
    assert office.desk().sign_in("zhao").status_code == 401
    wang.post("/accounts/zhao/enable")
    assert office.desk().sign_in("zhao").status_code == 303


def test_an_unknown_account_is_not_found(office: Office) -> None:
    desk = office.desk("wang")
    assert desk.get("/accounts/nobody").status_code == 404
    assert desk.post("/accounts/nobody", display_name="x", role="viewer").status_code == 404
    assert desk.post("/accounts/nobody/reset").status_code == 404


def test_viewing_without_signing_in_is_turned_on_and_off(office: Office) -> None:
    stranger, desk = office.desk(), office.desk("wang")
    assert stranger.get("/layers").status_code == 303
    assert desk.post("/office/viewing", on="true").status_code == 303
    assert stranger.get("/layers").status_code == 200
    assert "已开启" in desk.get("/accounts").text
    desk.post("/office/viewing", on="false")
    assert stranger.get("/layers").status_code == 303
    assert desk.post("/office/viewing", on="perhaps").status_code == 422


@pytest.mark.parametrize("viewing", [True, False])
def test_the_table_of_permissions_is_the_one_that_counts(office: Office, viewing: bool) -> None:
    with office.database.transaction() as session:
        options.set_anonymous_viewing(session, viewing, None)
    page = office.desk("wang").get("/accounts?lang=en").text
    table = page[page.index('<table class="matrix">') :]
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', table, re.S)
    said = {unescape(title): re.findall(r"(Yes|No)</span></td>", cells) for title, cells in rows}
    for key, one in PERMISSIONS.items():
        roles = [None, *ROLES]
        expected = [may(role, key, anonymous_viewing=viewing) for role in roles]
        assert said[one.title.en] == ["Yes" if given else "No" for given in expected]


# pages in general


@pytest.mark.parametrize(
    "address", ["/sign-in", "/account", "/account/password", "/accounts", "/accounts/zhao"]
)
def test_pages_of_accounts_are_whole_in_english_and_kept_by_no_cache(
    office: Office, address: str
) -> None:
    desk = office.desk("wang")
    answer = desk.get(f"{address}?lang=en")
    assert answer.status_code == 200
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
    office: Office, address: str, page: str
) -> None:
    answer = office.desk("wang").get(f"{address}?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (303, page)


def test_a_name_that_is_markup_is_shown_as_text(office: Office) -> None:
    desk = office.desk("wang")
    desk.post("/accounts/zhao", display_name="<script>alert(1)</script>", role="viewer")
    for address in ("/accounts", "/accounts/zhao"):
        assert "<script>alert" not in desk.get(address).text
    assert "&lt;script&gt;" in office.desk("zhao").get("/").text


def test_a_form_of_another_site_changes_nothing(office: Office) -> None:
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


# names of a restricted layer


@pytest.fixture
def add_layer(office: Office) -> Callable[[str, str], None]:
    """A catalogue entry of a secrecy grade, without content."""

    def add(name: str, secrecy: str) -> None:
        layer = Layer(id=name, kind="lake", title_zh=name, title_en=name, key_field="code")
        version = Version(
            sha256=f"{name:0<64}", features=1, bbox=[114.0, 30.0, 114.1, 30.1],
            crs="EPSG:4490", secrecy=secrecy, manifest={},
        )  # fmt: skip
        with office.database.transaction() as session:
            make_live(session, layer, version)

    return add


def test_a_restricted_layer_is_opened_to_accounts_on_its_page(
    office: Office, add_layer: Callable[[str, str], None]
) -> None:
    add_layer("red", "restricted")
    zhao, wang = office.desk("zhao"), office.desk("wang")
    assert zhao.get("/layers/red").status_code == 404
    assert "还没有授权任何账号" in wang.get("/layers/red").text
    answer = wang.post("/layers/red/named", name="Zhao")
    assert answer.headers["Location"] == "/layers/red?done=named#named"
    assert 'href="/accounts/zhao"' in wang.get("/layers/red").text
    assert 'href="/layers/red"' in wang.get("/accounts/zhao").text
    seen = zhao.get("/layers/red")
    assert seen.status_code == 200
    assert "可查看的账号" not in seen.text
    wang.post("/layers/red/named/remove", name="zhao")
    assert zhao.get("/layers/red").status_code == 404


def test_naming_nobody_known_says_so_at_the_field(
    office: Office, add_layer: Callable[[str, str], None]
) -> None:
    add_layer("red", "restricted")
    answer = office.desk("wang").post("/layers/red/named", name="nobody")
    assert answer.status_code == 404
    assert list(faults(answer)) == ["name"]
    assert office.desk("wang").post("/layers/none/named", name="zhao").status_code == 404


def test_a_layer_that_is_not_restricted_names_nobody(
    office: Office, add_layer: Callable[[str, str], None]
) -> None:
    add_layer("open", "internal")
    assert "可查看的账号" not in office.desk("wang").get("/layers/open").text
