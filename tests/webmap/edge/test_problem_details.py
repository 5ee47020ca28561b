"""Refusals: one form for people, one for programs, and never the text of a fault."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from layers.settings import Settings
from projects.opening import open_database
from webmap.app import create_app
from webmap.edge.access import open_to_all
from webmap.edge.security import is_known_host, own_names


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/nothing", 404, "page-not-found"),
        ("/api/v1/layers/nowhere/features/1", 404, "unknown-layer"),
        ("/api/v1/layers/zones/features/nobody", 404, "feature-not-found"),
        ("/api/v1/projects/XM-99", 404, "unknown-project"),
        ("/api/v1/policy/items/NOPE", 404, "unknown-item"),
        ("/api/v1/metrics/runs", 400, "parameter-missing"),
        ("/api/v1/metrics/runs?metric=nope", 404, "unknown-metric"),
        ("/api/v1/metrics/runs/77", 404, "run-not-found"),
    ],
)
def test_a_refusal_of_the_interface_is_a_problem_in_both_languages(
    client: FlaskClient, path: str, status: int, code: str
) -> None:
    joint = "&" if "?" in path else "?"
    zh = client.get(f"{path}{joint}lang=zh")
    en = client.get(f"{path}{joint}lang=en")
    assert zh.status_code == status
    assert zh.mimetype == "application/problem+json"
    problem = zh.get_json()
    assert problem.keys() == {"type", "title", "status", "detail", "code"}
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["title"] != en.get_json()["title"]


@pytest.mark.parametrize("path", ["/nothing", "/layers/nowhere", "/projects/XM-99", "/policy/X"])
def test_a_refusal_of_a_page_is_a_page(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert 'href="/"' in response.text


def test_a_program_that_asks_a_page_for_json_gets_json(client: FlaskClient) -> None:
    response = client.get("/nothing", headers={"Accept": "application/json"})
    assert response.get_json()["code"] == "page-not-found"


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    response = client.post("/api/v1/layers")
    assert response.status_code == 405
    assert "GET" in response.get_json()["detail"]


@pytest.mark.parametrize("path", ["/broken", "/api/v1/broken"])
def test_a_fault_gives_a_reference_and_never_its_text(
    tmp_path: object, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    settings = Settings(home=tmp_path)
    open_database(settings).close()
    app = create_app(settings)
    break_at(app, path)
    with caplog.at_level(logging.ERROR, "ecoatlas.web"):
        response = app.test_client().get(path)
    app.extensions["ecoatlas"].database.close()
    assert response.status_code == 500
    assert "the secret of the fault" not in response.text
    (record,) = caplog.records
    reference = str(record.args[0]) if record.args else ""
    assert len(reference) == 8
    assert reference in response.text


def break_at(app: Flask, path: str) -> None:
    @open_to_all
    def fault() -> str:
        raise RuntimeError("the secret of the fault")

    app.add_url_rule(path, view_func=fault)


def test_a_page_of_another_site_cannot_reach_us_under_its_own_name(client: FlaskClient) -> None:
    refused = client.get("/api/v1/layers", headers={"Host": "evil.example"})
    assert refused.status_code == 400
    assert refused.get_json()["code"] == "unknown-host"
    assert client.get("/api/v1/layers", headers={"Host": "127.0.0.1:8000"}).status_code == 200


def test_addresses_and_given_names_are_known_hosts() -> None:
    names = own_names(" Map.Office.Local , ")
    known = ("localhost:8000", "192.168.1.5", "[::1]:8000", "map.office.local:80")
    assert [is_known_host(host, names) for host in known] == [True] * 4
    unknown = ("", "evil.example", "127.0.0.1.evil.example", "[bad")
    assert [is_known_host(host, names) for host in unknown] == [False] * 4


@pytest.mark.parametrize("path", ["/", "/api/v1/layers", "/nothing", "/tiles/zones/1.pmtiles"])
def test_every_answer_is_closed_by_its_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_a_nonce_is_used_once(client: FlaskClient) -> None:
    first, second = (client.get("/").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second
