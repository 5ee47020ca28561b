"""Sight of scripts and desktop programs, which come with a token, and what they try to change."""

from __future__ import annotations

from typing import Any

import pytest

from projects.accounts.accounts import get_account
from projects.accounts.tokens import make_token

pytestmark = pytest.mark.slow

HIDDEN = ("kanarie-zones", "a-kanarie-boundary")


def bearer(office: Any, account: str, role: str) -> dict[str, str]:
    with office.database.transaction() as session:
        owner = get_account(session, account)
        made = make_token(session, owner, "test", role, 1, None)
    return {"Authorization": f"Bearer {made.token}"}


def test_a_token_sees_what_its_role_sees(offices: Any) -> None:
    """An administrator's token for looking shows no more than any token for looking."""
    client, found = offices.guarded.app.test_client(), {}
    for role in ("viewer", "admin"):
        headers = bearer(offices.guarded, "admin", role)
        answer = client.get("/api/v1/layers", headers=headers)
        found[role] = {layer["id"] for layer in answer.get_json()["layers"]}
        tiles = client.get("/tiles/kanarie-zones/2.pmtiles", headers=headers, buffered=True)
        assert tiles.status_code == (200 if role == "admin" else 404)
    assert found["admin"] - found["viewer"] == set(HIDDEN)


def run_of(zones: str) -> dict[str, Any]:
    return {"metric": "sponge_coverage", "inputs": {"zones": zones, "built_up": "built_up"}}


CHANGES: list[tuple[str, str, dict[str, Any], int]] = [
    ("POST", "/api/v1/metrics/runs", run_of("kanarie-zones"), 404),
    ("POST", "/api/v1/metrics/runs", run_of("kanarie-zones@1"), 404),
    ("POST", "/api/v1/metrics/runs", run_of("zones@2"), 404),
    ("POST", "/api/v1/metrics/runs", run_of("a-kanarie-boundary"), 404),
    ("PUT", "/api/v1/projects/XM-1/links", {"layer": "kanarie-zones", "keys": ["KNR-71"]}, 404),
    ("PUT", "/api/v1/projects/XM-1/links", {"layer": "kanarie-zones", "keys": ["KNR-0"]}, 404),
    ("DELETE", "/api/v1/projects/XM-1/links", {"layer": "kanarie-zones", "keys": ["KNR-71"]}, 200),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), CHANGES)
def test_what_is_hidden_can_be_neither_used_nor_linked(
    offices: Any, method: str, path: str, body: dict[str, Any], status: int
) -> None:
    answers = []
    for office in (offices.guarded, offices.plain):
        headers = bearer(office, "script", "editor")
        client = office.app.test_client()
        answers.append(client.open(path, method=method, json=body, headers=headers))
    guarded, plain = answers
    assert (guarded.status_code, guarded.data) == (plain.status_code, plain.data)
    assert guarded.status_code == status


def test_links_that_are_not_seen_stay_when_they_are_taken_away(offices: Any) -> None:
    """The administrator still sees them after the attempts above."""
    headers = bearer(offices.guarded, "admin", "admin")
    client = offices.guarded.app.test_client()
    body = {"layer": "kanarie-zones", "keys": ["KNR-71"]}
    path = "/api/v1/projects/XM-1/links"
    client.delete(path, json=body, headers=bearer(offices.guarded, "script", "editor"))
    features = client.get("/api/v1/projects/XM-1", headers=headers).get_json()["features"]
    assert "KNR-71" in {feature["key"] for feature in features}
