"""Hits of a run on the command line and in the JSON interface."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from shapely.geometry import Point, box

from layers.catalogue import Layer, Version, make_live
from layers.content import canonical
from projects.accounts import accounts
from projects.metrics import run_metric
from webmap.commands import main

KEY = "outfalls/W1/Z1"
INPUTS = {"zones": "protected", "outfalls": "outfalls"}
WEST, SOUTH = 499_000.0, 3_380_000.0


PASSWORD = "水木清华-balcony-31"  # noqa: S105


def put(site: Any, layer: str, kind: str, **columns: Any) -> None:
    shape = columns.pop("shape")
    frame = gpd.GeoDataFrame({name: [one] for name, one in columns.items()}, geometry=[shape])
    content = canonical(frame.set_crs(4547), kind=kind, key_field="code")
    site.store.put(content)
    with site.database.transaction() as session:
        titles = {"title_zh": layer, "title_en": layer}
        version = Version(
            sha256=content.sha256,
            features=1,
            bbox=list(content.bbox),
            crs="EPSG:4547",
            secrecy="public",
            manifest={},
        )
        make_live(session, Layer(id=layer, kind=kind, key_field="code", **titles), version)


@pytest.fixture
def office(private_home: Path, opened: Callable[[Path], Any]) -> Iterator[Any]:
    """An installation with one run that has one hit."""
    site = opened(private_home)
    ground = box(WEST, SOUTH, WEST + 900, SOUTH + 900)
    put(site, "protected", "protected_water", code="Z1", name="区", grade="source_1", shape=ground)
    place = Point(WEST + 100, SOUTH + 100)
    put(site, "outfalls", "outfall", code="W1", name="口", shape=place)
    run_metric(site.database, site.store, "protected_zone_hits", INPUTS)
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


@pytest.fixture
def call(office: Any) -> Callable[..., Result]:
    def of(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False)

    return of


def test_the_commands_list_hits_and_keep_decisions(call: Callable[..., Result]) -> None:
    number = "1"
    assert "待处理" in call("metrics", "hits", number).output
    reason = ("--reason", "现场核查属实")
    done = call("metrics", "decide", number, "1", "--decision", "accepted", *reason)
    assert KEY in done.output + done.stderr
    told = json.loads(call("metrics", "hits", number, "--json").output)["hits"]
    assert [(one["key"], one["decision"]) for one in told] == [(KEY, "accepted")]
    assert told[0]["decided"]["reason"] == "现场核查属实"
    assert (
        json.loads(call("metrics", "hits", number, "--decision", "open", "--json").output)["hits"]
        == []
    )
    wrong = call("metrics", "decide", number, "9", "--decision", "removed", *reason)
    assert wrong.exit_code != 0
    assert "hit-not-found" in wrong.output + wrong.stderr
    again = ("--decision", "removed", "--reason", "已封堵", "--json")
    history = json.loads(call("metrics", "decide", number, KEY, *again).output)["history"]
    assert [one["decision"] for one in history] == ["removed", "accepted"]


def signed_in(site: Any, role: str, signing_in: Callable[..., Any]) -> FlaskClient:
    with site.database.transaction() as session:
        accounts.add_account(session, role, role, password=PASSWORD, by=None)
    client: FlaskClient = site.app.test_client()
    assert signing_in(client, role, PASSWORD).status_code == 303
    return client


def test_the_interface_lists_hits_and_takes_decisions_of_those_who_may(
    office: Any, signing_in: Callable[..., Any]
) -> None:
    address = "/api/v1/metrics/runs/1/hits"
    body = {"key": KEY, "decision": "justified", "reason": "有批文"}
    for role, status in (("viewer", 403), ("reviewer", 201)):
        client = signed_in(office, role, signing_in)
        token = re.search(r'name="csrf" content="([^"]+)"', client.get("/metrics").text)
        head = {"X-CSRFToken": token[1] if token else ""}
        assert client.post(address, json=body, headers=head).status_code == status
        told = client.get(address).json["hits"][0]
    assert (told["decision"], told["decided"]["by"]) == ("justified", "reviewer")
    assert told["article"] == "第六十四条"
    assert client.post(address, json=body | {"reason": " "}, headers=head).status_code == 400
    assert client.get("/api/v1/metrics/runs/9/hits").status_code == 404
