"""Closed by default: every address is marked, and the mark holds for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from projects.accounts import options
from projects.accounts.permissions import ROLES, may
from webmap.edge.access import OPEN, SAFE, needs

pytestmark = pytest.mark.slow

OPEN_ADDRESSES = {
    "/api/v1/me",
    "/healthz",
    "/session",
    "/sign-in",
    "/sign-out",
    "/static/<stamp>/<path:path>",
}


def addresses(app: Flask) -> Iterator[tuple[str, str, str, str]]:
    """Rule, a path that fits it, method, and what it needs."""
    for rule in app.url_map.iter_rules():
        needed = needs(app.view_functions[rule.endpoint])
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.rule, path_of(rule), method, needed or OPEN


def path_of(rule: Rule) -> str:
    """The address with some value in each place."""
    values = {name: value_for(converter) for name, converter in rule._converters.items()}
    built = rule.build(values, append_unknown=False)
    assert built is not None
    return str(built[1])


def value_for(converter: BaseConverter) -> object:
    if isinstance(converter, IntegerConverter):
        return 1
    return sorted(converter.items)[0] if isinstance(converter, AnyConverter) else "x"


def test_every_address_is_listed_as_open_or_guarded(site: Any) -> None:
    unmarked = [
        r.rule
        for r in site.app.url_map.iter_rules()
        if needs(site.app.view_functions[r.endpoint]) is None
    ]
    assert unmarked == []
    assert {rule for rule, _, _, needed in addresses(site.app) if needed == OPEN} == OPEN_ADDRESSES


def test_an_address_without_a_mark_answers_nobody(empty_site: Any) -> None:
    empty_site.app.add_url_rule("/forgotten", view_func=lambda: "secret", endpoint="forgotten")
    refused = empty_site.app.test_client().get("/forgotten")
    assert refused.status_code == 403
    assert "secret" not in refused.text


def ask(client: FlaskClient, path: str, method: str) -> TestResponse:
    headers = {"Accept": "application/json"}
    return client.open(path, method=method, headers=headers, buffered=True)


def test_nothing_guarded_answers_people_who_are_not_signed_in(empty_site: Any) -> None:
    with empty_site.database.transaction() as session:
        options.set_anonymous_viewing(session, False, None)
    client, seen = empty_site.app.test_client(), 0
    for rule, path, method, needed in addresses(empty_site.app):
        if needed == OPEN:
            continue
        answer = ask(client, path, method)
        assert answer.status_code == 401, f"{method} {rule}"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer"), rule
        assert answer.json is not None
        assert answer.json["code"] == "not-signed-in"
        seen += 1
    assert seen > 30


def test_a_page_leads_to_the_sign_in_page_and_back(empty_site: Any) -> None:
    with empty_site.database.transaction() as session:
        options.set_anonymous_viewing(session, False, None)
    answer = empty_site.app.test_client().get("/projects?status=building")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/projects%3Fstatus%3Dbuilding"


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_is_refused_exactly_what_the_table_does_not_permit(
    site: Any, client_of: Callable[[str], FlaskClient], role: str
) -> None:
    client = client_of(role)
    for rule, path, method, needed in addresses(site.app):
        if needed == OPEN:
            continue
        answer = ask(client, path, method)
        forbidden = answer.status_code == 403 and (answer.json or {}).get("code") == "forbidden"
        assert forbidden is not may(role, needed), f"{role} {method} {rule}"
        if method not in SAFE and not forbidden:
            assert answer.json is not None
            assert answer.json["code"] == "csrf-failed", f"{method} {rule} without a form token"


def test_a_refusal_names_the_permission_and_who_has_it(
    client_of: Callable[[str], FlaskClient],
) -> None:
    page = client_of("viewer").get("/accounts")
    assert page.status_code == 403
    assert "管理账号、准许与设置" in page.text
    assert "管理员" in page.text
    english = client_of("viewer").get("/accounts?lang=en")
    assert "Keep accounts, grants and settings" in english.text
    assert "Administrator" in english.text
