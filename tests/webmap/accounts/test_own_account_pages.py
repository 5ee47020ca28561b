"""The page of one's own account: password, sessions, tokens."""

from __future__ import annotations

import re
from typing import Any

import pytest

from projects.accounts import accounts, tokens
from projects.accounts.permissions import PERMISSIONS, may

PASSWORD = "seven otters juggle lanterns"  # noqa: S105
OTHER = "nine badgers polish trumpets"
PEOPLE = {"wang": "admin", "zhao": "viewer", "li.na": "editor", "qian": "reviewer"}


# one's own account


def test_a_one_time_password_is_changed_before_anything_else(office: Any) -> None:
    once = office.desk("wang").post("/accounts", name="sun", role="viewer").once
    desk = office.desk()
    assert desk.sign_in("sun", once).status == 303
    for address in ("/", "/account", "/layers"):
        assert desk.get(address).location == "/account/password"
    page = desk.get("/account/password").text
    assert "请先设置自己的密码" in page
    assert '<nav class="topnav"' not in page
    answer = desk.post("/account/password", account="sun", old=once, new=OTHER)
    assert answer.location == "/account?done=password-changed"
    assert "密码已修改" in desk.get(answer.location).text
    assert desk.get("/layers").status == 200


@pytest.mark.slow
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
    office: Any, old: str, new: str, field: str
) -> None:
    answer = office.desk("zhao").post("/account/password", old=old, new=new)
    assert answer.status == 422
    assert list(answer.faults) == [field]
    assert answer.cursor == [f"password-{field}"]
    assert not [secret for secret in (old, new) if secret and secret in answer.text]
    assert office.desk("zhao").get("/account").status == 200


def test_changing_the_password_signs_other_browsers_out(office: Any) -> None:
    here, elsewhere = office.desk("zhao"), office.desk("zhao")
    here.post("/account/password", old=PASSWORD, new=OTHER)
    assert here.get("/account").status == 200
    assert elsewhere.get("/account").location.startswith("/sign-in")


@pytest.mark.parametrize("name", PEOPLE)
def test_the_own_page_says_what_the_role_permits(office: Any, name: str) -> None:
    page = office.desk(name).get("/account").text
    said = re.search(r'<ul class="permits">(.*?)</ul>', page, re.S)
    assert said is not None
    permitted = [one.title.zh for key, one in PERMISSIONS.items() if may(PEOPLE[name], key)]
    assert re.findall(r"</svg>([^<]+)</li>", said[1]) == permitted


def test_sessions_are_listed_and_ended(office: Any) -> None:
    here, elsewhere = office.desk("zhao"), office.desk("zhao")
    page = here.get("/account").text
    ids = re.findall(r'name="session" value="([^"]+)"', page)
    assert len(ids) == 1
    assert page.count("当前设备") == 1
    answer = here.post("/account/sessions/end", session=ids[0])
    assert answer.location == "/account?done=session-ended#sessions"
    assert elsewhere.get("/account").status == 303
    assert here.get("/account").status == 200


def test_all_other_sessions_are_ended_at_once(office: Any) -> None:
    here, others = office.desk("zhao"), [office.desk("zhao") for _ in range(2)]
    stranger = office.desk("qian")
    here.post("/account/sessions/end-others")
    assert [desk.get("/account").status for desk in others] == [303, 303]
    assert here.get("/account").status == stranger.get("/account").status == 200


@pytest.mark.slow
def test_nobody_ends_the_session_of_somebody_else(office: Any) -> None:
    zhao, qian = office.desk("zhao"), office.desk("qian")
    office.desk("zhao")
    session = re.findall(r'name="session" value="([^"]+)"', zhao.get("/account").text)[0]
    assert qian.post("/account/sessions/end", session=session).status == 404
    assert session in zhao.get("/account").text


# tokens


def test_a_token_is_shown_once_and_works(office: Any) -> None:
    desk = office.desk("zhao")
    answer = desk.post("/account/tokens", title="QGIS <b>", role="viewer", days="30")
    token = answer.once
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
    office: Any, change: dict[str, str], field: str
) -> None:
    fields = {"title": "script", "role": "viewer", "days": "30", **change}
    answer = office.desk("zhao").post("/account/tokens", **fields)
    assert answer.status == 422
    assert list(answer.faults) == [field]
    assert answer.cursor == [f"token-{field}"]
    assert f'value="{fields["days"]}"' in answer.text
    assert "once-secret" not in answer.text


def test_a_role_offers_only_tokens_within_it(office: Any) -> None:
    """And scopes that such a role has something to do with."""

    def offered(name: str, of: str) -> set[str]:
        page = office.desk(name).get("/account").text
        (select,) = re.findall(rf'<select id="token-{of}".*?</select>', page, re.DOTALL)
        return set(re.findall(r'<option value="(\w+)"', select))

    assert offered("zhao", "role") == {"viewer"}
    assert offered("qian", "role") == {"viewer", "reviewer"}
    assert offered("wang", "role") == {"viewer", "editor", "admin"}
    assert offered("zhao", "scope") == {"role", "read"}
    writing = {"readings", "progress", "values", "exchange"}
    assert offered("wang", "scope") == {"role", "read"} | writing


def test_nobody_revokes_the_token_of_somebody_else(office: Any) -> None:
    with office.database.transaction() as session:
        owner = accounts.get_account(session, "zhao")
        made = tokens.make_token(session, owner, "script", "viewer", 5, None)
    assert office.desk("qian").post(f"/account/tokens/{made.info.id}/revoke").status == 404
    admin = office.desk("wang")
    foreign = admin.post(f"/accounts/qian/tokens/{made.info.id}/revoke")
    assert foreign.status == 404
    answer = admin.post(f"/accounts/zhao/tokens/{made.info.id}/revoke")
    assert answer.location == "/accounts/zhao?done=token-revoked#tokens"
