"""Schemathesis asks every address of the interface that reads, as its description says it may be
asked: nothing is a fault of the server, and what is answered is what the description tells.

It is called as a library, a few questions an address: 0.03 s of processor each.
"""

from __future__ import annotations

import traceback
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

from webmap.edge.access import open_to_all
from webmap.edge.json_answer import answer

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
QUESTIONS = 3


@pytest.fixture(scope="module")
def asked(site: Any) -> list[Any]:
    """What the description says can be read."""
    told = schemathesis.openapi.from_wsgi("/api/v1/openapi.json?lang=en", site.app)
    found = [one.ok() for one in told.get_all_operations()]
    return [one for one in found if one.method.upper() == "GET"]


def ask(operation: Any, questions: int = QUESTIONS) -> None:
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
        case.validate_response(case.call(), checks=CHECKS)

    question()


def test_what_is_read_is_answered_as_it_is_described(asked: list[Any]) -> None:
    assert len(asked) > 60
    for operation in asked:
        ask(operation)


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
