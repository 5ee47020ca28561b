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

from projects.accounts import accounts, tokens
from webmap.edge.access import open_to_all
from webmap.edge.json_answer import answer

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
QUESTIONS, WRITINGS = 3, 2


@pytest.fixture(scope="module")
def asked(site: Any) -> list[Any]:
    """What the description says can be read."""
    told = schemathesis.openapi.from_wsgi("/api/v1/openapi.json?lang=en", site.app)
    found = [one.ok() for one in told.get_all_operations()]
    return [one for one in found if one.method.upper() == "GET"]


@pytest.fixture(scope="module")
def written(
    opened: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[list[Any], dict[str, str]]]:
    """What can be written in an office of its own, and the token of somebody who may."""
    made = opened(tmp_path_factory.mktemp("written") / "home")
    with made.database.transaction() as session:
        accounts.add_account(session, "hub", "editor", by=None)
        hub = accounts.get_account(session, "hub")
        token = tokens.make_token(session, hub, "hub", "editor", 9, None)
    told = schemathesis.openapi.from_wsgi("/api/v1/openapi.json?lang=en", made.app)
    every = [one.ok() for one in told.get_all_operations()]
    yield (
        # A workbook is none that a generator makes.
        [one for one in every if one.method.upper() != "GET" and one.path != "/project-lists"],
        {"Authorization": f"Bearer {token.token}"},
    )
    made.app.extensions["ecoatlas"].database.close()
    made.database.close()


def ask(operation: Any, questions: int = QUESTIONS, headers: dict[str, str] | None = None) -> None:
    """Raises what is wrong with an answer."""

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
        case.validate_response(case.call(headers=headers), checks=CHECKS, headers=headers)

    question()


def test_what_is_read_is_answered_as_it_is_described(asked: list[Any]) -> None:
    assert len(asked) > 60
    for operation in asked:
        ask(operation)


def test_what_is_written_is_taken_or_refused_as_it_is_described(
    written: tuple[list[Any], dict[str, str]],
) -> None:
    operations, headers = written
    assert len(operations) > 50
    for operation in operations:
        ask(operation, WRITINGS, headers)


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
