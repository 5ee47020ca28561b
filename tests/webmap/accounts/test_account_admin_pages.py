"""Accounts as the administrator keeps them, and the names of a restricted layer."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from projects.accounts import accounts, options
from projects.accounts.permissions import PERMISSIONS, ROLES, may

PASSWORD = "seven otters juggle lanterns"  # noqa: S105
OTHER = "nine badgers polish trumpets"
ADMIN_PAGES = ("/accounts", "/accounts/zhao")
ADMIN_STEPS = (
    "/accounts",
    "/accounts/zhao",
    "/accounts/zhao/reset",
    "/accounts/zhao/disable",
    "/accounts/zhao/enable",
    "/accounts/zhao/tokens/1/revoke",
    "/office/viewing",
    "/office/profile",
    "/accounts/zhao/layers",
    "/layers/any/named",
    "/layers/any/named/remove",
)


# accounts


@pytest.mark.slow
@pytest.mark.parametrize("name", ["zhao", "li.na", "qian"])
def test_only_administrators_keep_accounts(office: Any, name: str) -> None:
    desk = office.desk(name)
    pages = [desk.get(address) for address in ADMIN_PAGES]
    steps = [desk.post(address, name="x", on="true", role="admin") for address in ADMIN_STEPS]
    assert {answer.status for answer in pages + steps} == {403}
    assert "管理员" in pages[0].text
    assert "换个账号登录" in pages[0].text
    assert office.desk("zhao").get("/account").status == 200


def test_the_lines_of_the_office_and_a_post_are_kept(office: Any) -> None:
    desk = office.desk("wang")
    saved = desk.post(
        "/office/profile", name="某某局（示例）", number="核〔2026〕号", area="汉南区"
    )
    assert saved.status == 303
    assert 'value="某某局（示例）"' in desk.get("/accounts").text
    desk.post("/accounts/zhao", display_name="赵", post="科长", role="viewer")
    assert 'value="科长"' in desk.get("/accounts/zhao").text


def test_the_refused_page_says_which_role_is_needed_and_which_one_has(office: Any) -> None:
    page = office.desk("li.na").get("/accounts?lang=en").text
    assert PERMISSIONS["manage_accounts"].title.en in page
    assert "Administrator" in page
    assert ROLES["editor"].title.en in page
    assert 'href="/sign-in?next=/accounts%3Flang%3Den"' in page


def test_a_new_account_gets_a_password_that_is_shown_once(office: Any) -> None:
    desk = office.desk("wang")
    answer = desk.post("/accounts", name="Sun.Li", display_name="孙丽", role="editor")
    once = answer.once
    assert once not in str(answer.headers)
    assert once not in desk.get("/accounts").text
    assert "孙丽" in answer.text
    assert office.desk().sign_in("sun.li", once).status == 303


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
    office: Any, name: str, role: str, status: int, field: str
) -> None:
    answer = office.desk("wang").post("/accounts", name=name, role=role, display_name="Kept")
    assert answer.status == status
    assert list(answer.faults) == [field]
    assert answer.cursor == [f"add-{field}"]
    assert 'value="Kept"' in answer.text
    assert "once-secret" not in answer.text


def test_a_field_that_no_form_has_changes_nothing(office: Any) -> None:
    desk = office.desk("wang")
    answer = desk.post("/accounts/zhao", display_name="Z", role="admin", must_change="false")
    assert answer.status == 422
    assert office.desk("zhao").get("/accounts").status == 403


def test_name_and_role_are_changed_and_the_change_holds_at_once(office: Any) -> None:
    zhao = office.desk("zhao")
    assert zhao.get("/accounts").status == 403
    answer = office.desk("wang").post("/accounts/zhao", display_name="赵一", role="admin")
    assert answer.location == "/accounts/zhao?done=account-saved"
    page = zhao.get("/accounts")
    assert page.status == 200
    assert "赵一" in page.text


def test_the_last_administrator_keeps_the_role(office: Any) -> None:
    desk = office.desk("wang")
    answer = desk.post("/accounts/wang", display_name="New", role="viewer")
    assert answer.status == 409
    assert list(answer.faults) == ["role"]
    assert 'value="New"' in answer.text
    assert desk.post("/accounts/wang/disable").status == 409
    with office.database.reading() as session:
        assert accounts.get_account(session, "wang").display_name == "wang"


def test_a_reset_password_is_shown_once_and_ends_sessions(office: Any) -> None:
    zhao, wang = office.desk("zhao"), office.desk("wang")
    once = wang.post("/accounts/zhao/reset").once
    assert zhao.get("/account").status == 303
    assert office.desk().sign_in("zhao", PASSWORD).status == 401
    assert office.desk().sign_in("zhao", once).status == 303
    assert once not in wang.get("/accounts/zhao").text


def test_a_disabled_account_cannot_sign_in_until_it_is_enabled(office: Any) -> None:
    zhao, wang = office.desk("zhao"), office.desk("wang")
    page = wang.get(wang.post("/accounts/zhao/disable").location).text
    assert "账号已停用" in page
    assert "/accounts/zhao/enable" in page
    assert "/accounts/zhao/reset" not in page
    assert zhao.get("/account").status == 303
    assert office.desk().sign_in("zhao").status == 401
    wang.post("/accounts/zhao/enable")
    assert office.desk().sign_in("zhao").status == 303


def test_an_unknown_account_is_not_found(office: Any) -> None:
    desk = office.desk("wang")
    assert desk.get("/accounts/nobody").status == 404
    assert desk.post("/accounts/nobody", display_name="x", role="viewer").status == 404
    assert desk.post("/accounts/nobody/reset").status == 404


def test_viewing_without_signing_in_is_turned_on_and_off(office: Any) -> None:
    stranger, desk = office.desk(), office.desk("wang")
    assert stranger.get("/layers").status == 303
    assert desk.post("/office/viewing", on="true").status == 303
    assert stranger.get("/layers").status == 200
    assert "已开启" in desk.get("/accounts").text
    desk.post("/office/viewing", on="false")
    assert stranger.get("/layers").status == 303
    assert desk.post("/office/viewing", on="perhaps").status == 422


@pytest.mark.parametrize("viewing", [True, False])
def test_the_table_of_permissions_is_the_one_that_counts(office: Any, viewing: bool) -> None:
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


# names of a restricted layer


@pytest.mark.slow
def test_a_restricted_layer_is_opened_to_accounts_on_its_page(
    office: Any, add_layer: Callable[[str, str], None]
) -> None:
    add_layer("red", "restricted")
    zhao, wang = office.desk("zhao"), office.desk("wang")
    assert zhao.get("/layers/red").status == 404
    assert "还没有授权任何账号" in wang.get("/layers/red").text
    answer = wang.post("/layers/red/named", name="Zhao")
    assert answer.location == "/layers/red?done=named#named"
    assert 'href="/accounts/zhao"' in wang.get("/layers/red").text
    assert 'href="/layers/red"' in wang.get("/accounts/zhao").text
    seen = zhao.get("/layers/red")
    assert seen.status == 200
    assert "可查看的账号" not in seen.text
    wang.post("/layers/red/named/remove", name="zhao")
    assert zhao.get("/layers/red").status == 404
    # The same on the page of the account.
    answer = wang.post("/accounts/zhao/layers", layer="red", on="true")
    assert answer.location == "/accounts/zhao?done=named#layers"
    assert zhao.get("/layers/red").status == 200
    assert "取消查看" in wang.get("/accounts/zhao").text
    wang.post("/accounts/zhao/layers", layer="red", on="false")
    assert zhao.get("/layers/red").status == 404
    assert wang.post("/accounts/zhao/layers", layer="none", on="true").status == 404
    assert "管理员能看到全部图层" in wang.get("/accounts/wang").text


@pytest.mark.slow
def test_naming_nobody_known_says_so_at_the_field(
    office: Any, add_layer: Callable[[str, str], None]
) -> None:
    add_layer("red", "restricted")
    answer = office.desk("wang").post("/layers/red/named", name="nobody")
    assert answer.status == 404
    assert list(answer.faults) == ["name"]
    assert office.desk("wang").post("/layers/none/named", name="zhao").status == 404


def test_a_layer_that_is_not_restricted_names_nobody(
    office: Any, add_layer: Callable[[str, str], None]
) -> None:
    add_layer("open", "internal")
    assert "可查看的账号" not in office.desk("wang").get("/layers/open").text
