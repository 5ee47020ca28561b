"""Bad input: a clear refusal, the right status, an audit entry, nothing changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from layers.audit import AuditEntry
from layers.system.database import now
from projects.accounts import accounts, sessions, tokens
from projects.accounts.tables import Account, ApiToken
from projects.records.model.tables import Project
from webmap.edge import limits

pytestmark = pytest.mark.slow

Clients = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def no_counts(site: Any) -> None:
    """Refusals of the test before are forgotten."""
    site.app.extensions["ecoatlas_limits"].storage.reset()


def last_entry(site: Any) -> AuditEntry:
    with site.database.reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        assert isinstance(entry, AuditEntry)
        session.expunge(entry)
    return entry


def count(site: Any) -> int:
    return last_entry(site).number


def token_for(site: Any, client: Any, role: str, **changes: Any) -> str:
    with site.database.transaction() as session:
        account = accounts.get_account(session, client.name)
        made = tokens.make_token(session, account, "t", role, 30, None)
        row = session.get_one(ApiToken, made.info.id)
        for name, value in changes.items():
            setattr(row, name, value)
    return made.token


def send(client: FlaskClient, token: str, body: Any, **options: Any) -> TestResponse:
    """A change with a token: no form, so no form token."""
    headers = {"Authorization": f"Bearer {token}"} | options.pop("headers", {})
    path, method = options.pop("path", "/api/v1/projects"), options.pop("method", "POST")
    if not isinstance(body, str | bytes):
        body = json.dumps(body)
    options.setdefault("content_type", "application/json")
    return client.open(path, method=method, data=body, headers=headers, **options)


def test_a_wrong_password_is_refused_recorded_and_signs_nobody_in(
    site: Any, changing: Clients, signing_in: Callable[..., TestResponse]
) -> None:
    name = changing("viewer").name  # type: ignore[attr-defined]
    client = site.app.test_client()
    answer = signing_in(client, name, "wrong password 123")
    assert answer.status_code == 401
    assert "用户名或密码不对" in answer.text
    entry = last_entry(site)
    assert (entry.action, entry.outcome, entry.details["name"]) == (
        "sign-in-failed",
        "refused",
        name,
    )
    assert "wrong password" not in json.dumps(entry.details)
    assert client.get("/account").status_code == 303


def test_guessing_is_slowed_and_the_colleague_still_gets_in_where_he_has_been_before(
    site: Any, changing: Clients, signing_in: Callable[..., TestResponse]
) -> None:
    colleague: Any = changing("viewer")
    stranger = site.app.test_client()
    stranger.environ_base["REMOTE_ADDR"] = "10.9.9.9"
    codes = [
        signing_in(stranger, colleague.name, f"guess number {n}").status_code for n in range(7)
    ]
    assert codes == [401] * 5 + [429] * 2
    refused = signing_in(stranger, colleague.name, "guess again and again")
    assert int(refused.headers["Retry-After"]) <= 60
    again = site.app.test_client()
    assert signing_in(again, colleague.name).status_code == 303


def test_expired_revoked_foreign_and_mistyped_tokens_are_refused(
    site: Any, changing: Clients
) -> None:
    client: Any = changing("editor")
    good = token_for(site, client, "viewer")
    fresh = site.app.test_client()
    ask = lambda token: fresh.get("/api/v1/layers", headers={"Authorization": f"Bearer {token}"})  # noqa: E731
    assert ask(good).status_code == 200
    bad = [
        token_for(site, client, "viewer", expires_at=now() - dt.timedelta(seconds=1)),
        token_for(site, client, "viewer", revoked_at=now()),
        good[:-1],
        good + "x",
        "eco_",
        "zzz",
    ]
    for token in bad:
        before = count(site)
        answer = ask(token)
        assert (answer.status_code, (answer.json or {})["code"]) == (401, "token-refused")
        entry = last_entry(site)
        assert entry.number == before + 1
        assert (entry.action, entry.details["code"]) == ("request-refused", "token-refused")
        assert token not in json.dumps(entry.details) or len(token) < 8


def test_a_token_as_password_works_for_desktop_programs_and_a_real_password_does_not(
    site: Any, changing: Clients
) -> None:
    client: Any = changing("viewer")
    token = token_for(site, client, "viewer")
    fresh = site.app.test_client()
    assert fresh.get("/api/v1/layers", auth=(client.name, token)).status_code == 200
    assert (
        fresh.get("/api/v1/layers", auth=(client.name, "正确 的马 电池 订书钉 蓝")).status_code
        == 401
    )


def test_a_token_opens_no_page_of_accounts_and_makes_no_other_token(
    site: Any, changing: Clients
) -> None:
    client: Any = changing("admin")
    token, fresh = token_for(site, client, "admin"), site.app.test_client()
    headers = {"Authorization": f"Bearer {token}"}
    assert fresh.get("/accounts", headers=headers).status_code == 401
    made = send(fresh, token, {"title": "x", "role": "viewer"}, path="/api/v1/tokens")
    assert (made.status_code, (made.json or {})["code"]) == (403, "token-cannot")


def test_a_form_sent_again_after_signing_out_changes_nothing(
    site: Any, changing: Clients, token_of_form: Callable[..., str]
) -> None:
    client: Any = changing("admin")
    form = {"name": "replayed", "role": "viewer", "csrf_token": token_of_form(client, "/accounts")}
    cookie = client.get_cookie("ecoatlas")
    assert cookie is not None
    client.post("/sign-out", data={"csrf_token": form["csrf_token"]})
    client.set_cookie("ecoatlas", cookie.value)
    answer = client.post("/accounts", data=form)
    assert answer.status_code in (303, 401)
    with site.database.reading() as session:
        assert session.scalar(select(Account).where(Account.name == "replayed")) is None


def test_a_form_without_its_token_or_from_another_site_is_refused(
    site: Any, changing: Clients, token_of_form: Callable[..., str]
) -> None:
    client: Any = changing("admin")
    good = token_of_form(client, "/accounts")
    tries: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({"csrf_token": "x"}, {}),
        ({"csrf_token": good}, {"Origin": "https://evil.example"}),
        ({"csrf_token": good}, {"Sec-Fetch-Site": "cross-site"}),
        ({"csrf_token": good}, {"Sec-Fetch-Site": "same-site"}),
    ]
    for data, headers in tries:
        answer = client.post(
            "/accounts", data={"name": "forged", "role": "admin", **data}, headers=headers
        )
        assert answer.status_code == 400, (data, headers)
        assert last_entry(site).details["code"] == "csrf-failed"
    with site.database.reading() as session:
        assert session.scalar(select(Account).where(Account.name == "forged")) is None


def test_a_cookie_that_was_tampered_with_signs_nobody_in(site: Any, changing: Clients) -> None:
    client: Any = changing("viewer")
    cookie = client.get_cookie("ecoatlas")
    for value in (
        cookie.value[:-3] + "abc",
        "x",
        "",
        "eyJfdXNlcl9pZCI6IjEifQ.x.y",
    ):
        client.set_cookie("ecoatlas", value)
        assert client.get("/account").status_code == 303, value


def test_a_session_ends_on_the_server_when_signing_out(
    site: Any, changing: Clients, token_of_form: Callable[..., str]
) -> None:
    client: Any = changing("viewer")
    cookie = client.get_cookie("ecoatlas")
    client.post("/sign-out", data={"csrf_token": token_of_form(client, "/account")})
    client.set_cookie("ecoatlas", cookie.value)
    assert client.get("/account").status_code == 303


def test_signing_in_makes_a_new_session_whatever_cookie_was_there(
    site: Any, changing: Clients, signing_in: Callable[..., TestResponse]
) -> None:
    client: Any = changing("viewer")
    before = client.get_cookie("ecoatlas").value
    signing_in(client, client.name)
    assert client.get_cookie("ecoatlas").value != before


def test_the_cookie_is_closed_to_scripts_and_other_sites(
    site: Any, changing: Clients, signing_in: Callable[..., TestResponse]
) -> None:
    name = changing("viewer").name  # type: ignore[attr-defined]
    answer = signing_in(site.app.test_client(), name)
    (set_,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("ecoatlas=")]
    assert "HttpOnly" in set_
    assert "SameSite=Lax" in set_
    assert "Path=/" in set_


def test_over_tls_the_cookie_is_secure_and_bound_to_the_host(site: Any) -> None:
    answer = site.app.test_client().get("/sign-in", base_url="https://localhost")
    (set_,) = [one for one in answer.headers.getlist("Set-Cookie") if "ecoatlas" in one]
    assert set_.startswith("__Host-ecoatlas=")
    assert "Secure" in set_
    assert "Domain" not in set_
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_a_forged_host_is_refused_and_recorded(site: Any) -> None:
    answer = site.app.test_client().get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert last_entry(site).details["code"] == "unknown-host"


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded"]
)
def test_a_forged_forwarded_header_changes_nothing(
    site: Any, changing: Clients, signing_in: Callable[..., TestResponse], header: str
) -> None:
    client = site.app.test_client()
    client.environ_base["HTTP_" + header.upper().replace("-", "_")] = (
        "for=6.6.6.6;host=evil.example;proto=https"
    )
    signing_in(client, "nobody-here", "whatever it is 1")
    entry = last_entry(site)
    assert entry.origin == "127.0.0.1"
    assert "evil.example" not in client.get("/sign-in").text


TRICKS = [
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/x",
    "a%00b",
    "..%5c..%5cx",
    "%252e%252e%252f",
    "x' OR 1=1--",
    "{{7*7}}",
    "%0d%0aSet-Cookie:a=b",
    "-1",
    "9" * 40,
    "a" * 3000,
    "%ff%fe",
]
PLACES = [
    "/layers/{}", "/tiles/{}/1.pmtiles", "/tiles/zones/{}.pmtiles", "/projects/{}", "/policy/{}",
    "/metrics/runs/{}", "/api/v1/layers/{}/features/A", "/api/v1/layers/zones/features/{}",
    "/api/v1/projects/{}", "/api/v1/policy/items/{}", "/api/v1/metrics/runs/{}", "/accounts/{}",
    "/static/{}/x.js", "/static/abc/{}",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_path_tricks_find_nothing_and_break_nothing(
    site: Any, client_of: Clients, place: str
) -> None:
    client = client_of("admin")
    for trick in TRICKS:
        answer = client.get(place.format(trick))
        assert 400 <= answer.status_code < 500, (place, trick, answer.status_code)
        assert "Traceback" not in answer.text
        assert "root:" not in answer.text
        assert "a=b" not in str(answer.headers.get("Set-Cookie"))


def test_a_climbing_path_is_recorded(site: Any, client_of: Clients) -> None:
    client_of("viewer").get("/layers/..%2f..%2fetc%2fpasswd")
    assert last_entry(site).details["code"] in ("page-not-found", "unknown-layer")


BODIES: list[tuple[str, Any, dict[str, Any], int, str]] = [
    ("ten megabytes", b'{"code": "' + b"x" * 10_000_000 + b'"}', {}, 413, "body-too-large"),
    ("unknown field", {"code": "N-1", "name": "n", "status": "planned", "owner": "x"}, {}, 422, "input-invalid"),  # noqa: E501
    ("no json", "code=N-1", {}, 400, "body-not-json"),
    ("a list", [1], {}, 400, "body-not-json"),
    ("form type", {"code": "N-1"}, {"content_type": "text/plain"}, 415, "body-type"),
    ("not a number", '{"code": "N-1", "progress_percent": NaN}', {}, 400, "body-not-json"),
    ("too large a number", '{"code": "N-1", "progress_percent": 1e999}', {}, 422, "input-invalid"),
    ("a name twice", '{"code": "N-1", "code": "N-2"}', {}, 400, "body-not-json"),
    ("too deep", "[" * 100_000, {}, 400, "body-not-json"),
    ("deep object", '{"a":' * 60 + "1" + "}" * 60, {}, 400, "body-not-json"),
    ("not utf-8", b'{"code": "\xff\xfe"}', {}, 400, "body-not-json"),
    ("null byte", '{"code": "N\\u0000"}', {}, 422, "input-invalid"),
    ("wrong type", {"code": {"$gt": ""}}, {}, 422, "input-invalid"),
    ("huge integer", '{"code": "N-1", "progress_percent": ' + "9" * 5000 + "}", {}, 400, "body-not-json"),  # noqa: E501
    ("lone surrogate", '{"code": "\\ud800", "name": "n", "status": "planned"}', {}, 422, "input-invalid"),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "options", "status", "code"), [b[1:] for b in BODIES], ids=[b[0] for b in BODIES]
)
def test_a_body_that_does_not_fit_is_refused_and_recorded(
    site: Any, changing: Clients, body: Any, options: dict[str, Any], status: int, code: str
) -> None:
    client: Any = changing("editor")
    token, before = token_for(site, client, "editor"), count(site)
    answer = send(site.app.test_client(), token, body, **options)
    assert (answer.status_code, (answer.json or {})["code"]) == (status, code)
    assert answer.mimetype == "application/problem+json"
    entry = last_entry(site)
    assert (entry.number > before, entry.details["code"]) == (True, code)
    with site.database.reading() as session:
        assert list(session.scalars(select(Project.code))) == ["XM-1"]


def test_a_script_that_asks_without_end_is_slowed(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "API_BY_ADDRESS", limits.parse("3/minute"))
    client = site.app.test_client()
    codes = [client.get("/api/v1/layers").status_code for _ in range(5)]
    assert codes == [200] * 3 + [429] * 2
    assert client.get("/api/v1/layers").headers["Retry-After"]
    assert client.get("/layers").status_code == 200


def test_a_refused_field_is_named_in_both_languages(site: Any, changing: Clients) -> None:
    client: Any = changing("editor")
    token = token_for(site, client, "editor")
    body = {"code": "N-1", "name": "n", "status": "planned", "owner": "x"}
    for language, said in (("zh", "没有“owner”这个字段。"), ("en", "There is no field “owner”.")):
        answer = send(site.app.test_client(), token, body, path=f"/api/v1/projects?lang={language}")
        assert answer.json is not None
        assert answer.json["problems"] == [
            {"code": "input-unknown", "field": "owner", "feature": None, "title": said}
            | {"detail": answer.json["problems"][0]["detail"]}
        ]


def test_nothing_of_one_account_can_be_touched_from_another(
    site: Any, changing: Clients, token_of_form: Callable[..., str]
) -> None:
    victim: Any = changing("editor")
    token_for(site, victim, "editor")
    attacker: Any = changing("editor")
    with site.database.reading() as session:
        owner = accounts.get_account(session, victim.name)
        (held,) = tokens.list_tokens(session, owner.id)
        (opened,) = sessions.list_sessions(session, owner.id)
    csrf = {"csrf_token": token_of_form(attacker, "/account")}
    for path in (f"/account/tokens/{held.id}/revoke", f"/account/tokens/{held.id + 1000}/revoke"):
        assert attacker.post(path, data=csrf).status_code == 404
    attacker.post("/account/sessions/end", data={**csrf, "session": opened.id})
    answer = attacker.delete(
        f"/api/v1/tokens/{held.id}", headers={"X-CSRFToken": csrf["csrf_token"]}
    )
    assert (answer.status_code, (answer.json or {})["code"]) == (404, "unknown-token")
    with site.database.reading() as session:
        assert tokens.list_tokens(session, owner.id)[0].revoked_at is None
        assert len(sessions.list_sessions(session, owner.id)) == 1


def test_a_one_time_password_leads_to_the_password_page_only(
    site: Any, signing_in: Callable[..., TestResponse]
) -> None:
    with site.database.transaction() as session:
        made = accounts.add_account(session, f"new-{now():%H%M%S%f}", "viewer", by=None)
    client = site.app.test_client()
    signing_in(client, made.account.name, made.password)
    assert client.get("/projects").headers["Location"] == "/account/password"
    refused = client.get("/api/v1/projects")
    assert (refused.status_code, (refused.json or {})["code"]) == (403, "password-must-change")
    assert client.get("/account/password").status_code == 200


@pytest.mark.parametrize("number", ["1" * 5000, "²", "-1", "0", "1e3", "1&page=2"])
@pytest.mark.parametrize("path", ["/layers/zones/table", "/sheets/design_rainfall", "/pool"])
def test_a_page_that_is_none_is_refused_everywhere_alike(
    client: FlaskClient, path: str, number: str
) -> None:
    refused = client.get(f"{path}?page={number}")
    assert (refused.status_code, "不是页码" in refused.text) == (422, True)
    assert client.get(f"{path}?page=").status_code == 200


def test_a_range_of_thousands_of_digits_is_no_range(client: FlaskClient) -> None:
    asked = {"Range": f"bytes=0-{'9' * 5000}"}
    assert client.get("/tiles/zones/1.pmtiles", headers=asked).status_code == 200


def test_the_last_page_of_a_sheet_is_shown_where_a_later_one_is_asked_for(
    client: FlaskClient,
) -> None:
    page = client.get("/sheets/runoff_coefficients?page=99").text
    assert 'id="row-1"' in page
