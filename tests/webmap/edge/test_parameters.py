"""What nobody declared in an address is refused: at every address that answers to GET."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

ASKED = {"nobody_knows_this": "1"}
REAL = {"metric": "sponge_coverage", "layer": "zones"}
EXCEPTIONS = {
    "assets.static_file": "a file is the same whatever is asked of it",
    "health.healthz": "programs that watch add a moment, so that no cache answers",
}


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """One address of each rule that answers to GET."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()):
                values = {name: value(rule, name) for name in rule.arguments}
                built = rule.build(values, append_unknown=False)
                assert built is not None
                yield rule.endpoint, built[1]


def value(rule: Rule, name: str) -> Any:
    converter = rule._converters[name]
    if isinstance(converter, IntegerConverter):
        return 1
    if isinstance(converter, AnyConverter):
        return next(iter(converter.items))
    return REAL.get(name, "x")


def test_every_address_refuses_a_parameter_that_nobody_declared(
    site: Any, client_of: Callable[[str], FlaskClient]
) -> None:
    client = client_of("admin")
    every = list(addresses(site.app))
    said = {name: client.get(one, query_string=ASKED).status_code for name, one in every}
    assert len(every) > 120
    assert {name for name, status in said.items() if status != 400} == set(EXCEPTIONS)


def test_what_is_wrong_is_said_with_what_may_stand_there(client: FlaskClient) -> None:
    answer = client.get("/api/v1/chiefs?longitude=114")
    assert (answer.status_code, answer.json["code"]) == (400, "parameter-unknown")
    assert "“longitude”" in answer.json["title"]
    assert "lat, lon" in answer.json["detail"]
