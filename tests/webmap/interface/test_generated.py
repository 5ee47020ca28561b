"""Schemathesis asks every address of the interface, those that write in an office of their own, as
its description says it may be asked: nothing is a fault of the server, and what is answered is what
the description tells.

It is called as a library, a few questions an address: 0.03 s of processor each.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy.orm import Session

from projects.accounts import accounts, tokens
from projects.accounts.permissions import NEVER_BY_TOKEN, may
from webmap.edge.access import open_to_all
from webmap.edge.cookies import NAME
from webmap.edge.json_answer import answer

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
QUESTIONS, WRITINGS = 3, 2
Sent = dict[str, dict[str, str]]
NOT_REACHED = {"csrf-failed", "forbidden", "not-signed-in", "token-refused"}
PASSWORD = "correct horse battery"  # noqa: S105


@pytest.fixture(scope="module")
def asked(site: Any) -> list[Any]:
    """What the description says can be read."""
    told = schemathesis.openapi.from_wsgi("/api/v1/openapi.json?lang=en", site.app)
    found = [one.ok() for one in told.get_all_operations()]
    return [one for one in found if one.method.upper() == "GET"]


@pytest.fixture(scope="module")
def written(
    opened: Callable[[Path], Any],
    tmp_path_factory: pytest.TempPathFactory,
    signing_in: Callable[..., Any],
    token_of_form: Callable[..., str],
) -> Iterator[list[tuple[Any, Sent]]]:
    """What can be written in an office of its own, each with what somebody sends who may: a token,
    or the session of an administrator where none is enough."""
    made = opened(tmp_path_factory.mktemp("written") / "home")
    with made.database.transaction() as session:
        by_role = {role: _token(session, role) for role in ("editor", "reviewer")}
        accounts.add_account(session, "chief", "admin", password=PASSWORD, by=None)
    client = made.app.test_client()
    signing_in(client, "chief", PASSWORD)
    form = {"X-CSRFToken": token_of_form(client, "/account")}
    # Of which the cookie knows since.
    cookie = client.get_cookie(NAME)
    assert cookie is not None
    chief = {"headers": form, "cookies": {NAME: cookie.value}}
    told = schemathesis.openapi.from_wsgi("/api/v1/openapi.json?lang=en", made.app)
    every = [one.ok() for one in told.get_all_operations()]
    yield [
        (one, _sent(one.definition.raw["x-permission"], by_role) or chief)
        for one in every
        # A workbook is none that a generator makes.
        if one.method.upper() != "GET" and one.path != "/project-lists"
    ]
    made.app.extensions["ecoatlas"].database.close()
    made.database.close()


def _token(session: Session, role: str) -> Sent:
    accounts.add_account(session, role, role, by=None)
    made = tokens.make_token(session, accounts.get_account(session, role), role, role, 9, None)
    return {"headers": {"Authorization": f"Bearer {made.token}"}}


def _sent(permission: str, by_role: dict[str, Sent]) -> Sent | None:
    """The token of somebody who has the permission, where one is enough."""
    if permission in NEVER_BY_TOKEN:
        return None
    return next((sent for role, sent in by_role.items() if may(role, permission)), None)


def ask(operation: Any, questions: int = QUESTIONS, sent: Sent | None = None) -> set[str]:
    """How it was answered, by status or code; raises what is wrong with an answer."""
    found: set[str] = set()

    @settings(
        max_examples=questions,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy())
    def question(case: Any) -> None:
        # None made up beside what is sent.
        case.headers.pop("Authorization", None)
        answered = case.call(**sent or {})
        kept = answered.status_code < 300
        found.add(str(answered.status_code) if kept else answered.json()["code"])
        case.validate_response(answered, checks=CHECKS)

    question()
    return found


def test_what_is_read_is_answered_as_it_is_described(asked: list[Any]) -> None:
    assert len(asked) > 60
    for operation in asked:
        ask(operation)


def test_what_is_written_is_taken_or_refused_as_it_is_described(
    written: list[tuple[Any, Sent]],
) -> None:
    assert len(written) > 50
    found = {one.label: ask(one, WRITINGS, sent) for one, sent in written}
    # Whoever may not is refused before anything of the work is reached.
    refused = {label for label, told in found.items() if told & NOT_REACHED}
    assert not refused, sorted(refused)
    assert "200" in found["PUT /project-views"]


def test_an_answer_that_is_not_described_is_found(
    site: Any, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> Any:
        return answer({"name": None, "colour": "red"})

    (me,) = (one for one in asked if one.path == "/me")
    monkeypatch.setitem(site.app.view_functions, "api_accounts.me", open_to_all(gone))
    with pytest.raises(BaseExceptionGroup) as found:
        ask(me, 1)
    assert "Response violates schema" in "".join(traceback.format_exception(found.value))
