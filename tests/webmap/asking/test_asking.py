"""Questions about a place in the JSON interface: answers, files, refusals, and who may ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from webmap.commands import main

BOX = "113.99,30.47,114.05,30.51"


@pytest.fixture
def viewer(client_of: Callable[[str], FlaskClient]) -> FlaskClient:
    return client_of("viewer")


@pytest.mark.slow
def test_a_rectangle_is_answered_in_both_ways_and_taken_along(
    viewer: FlaskClient, token_of_form: Callable[..., str]
) -> None:
    found = viewer.get(f"/api/v1/area?box={BOX}").json
    zones = next(one for one in found["layers"] if one["layer"] == "zones")
    assert zones["number"] == 3
    assert {one["key"] for one in zones["features"]} == {"A", "B", "C"}
    assert {one["class"] for one in zones["classes"]} == {"met", "not_met", "not_assessed"}
    assert zones["size"].endswith("km²")
    assert zones["share_text"].endswith("%")
    assert found["shape"]["type"] == "Polygon"
    body = {"chosen": ["zones/A"], "within": 0}
    token = {"X-CSRFToken": token_of_form(viewer, "/account")}
    posted = viewer.post("/api/v1/area?lang=en", json=body, headers=token)
    english = viewer.get("/api/v1/area?chosen=zones/A&within=0&lang=en")
    assert posted.json == english.json
    assert english.json["sentence"].startswith("3 features in 3 layers: inside chosen")
    with viewer.get(f"/api/v1/area/file.xlsx?box={BOX}") as taken:
        assert taken.data.startswith(b"PK")
        assert "attachment" in taken.headers["Content-Disposition"]
    told = viewer.get(f"/api/v1/area/rules?box={BOX}").json
    assert told["rows"]
    tools = viewer.get("/api/v1/asking").json
    assert tools["may"] == {"export": True, "check": True, "link": False}
    measured: Any = viewer.get("/api/v1/measure?points=114,30;114.1,30").json
    assert measured["length"] == "9,648.63 m"


def test_who_may_not_and_what_is_wrong_is_told(client: FlaskClient) -> None:
    assert not any(client.get("/api/v1/asking").json["may"].values())
    assert client.get(f"/api/v1/area/file.xlsx?box={BOX}").status_code == 401
    for address, code in (
        ("/api/v1/area", "asked-nothing"),
        ("/api/v1/area?boxx=1", "parameter-unknown"),
        ("/api/v1/area?chosen=zones", "feature-not-named"),
        (f"/api/v1/area?box={BOX}&within=nan", "input-invalid"),
        ("/api/v1/measure", "parameter-missing"),
    ):
        answered = client.get(address)
        assert answered.status_code in (400, 422)
        assert answered.json["code"] == code


@pytest.mark.slow
def test_the_command_says_what_the_interface_says(
    site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOATLAS_HOME", str(site.settings.home))
    ring = [[114.0, 30.49], [114.02, 30.49], [114.02, 30.51], [114.0, 30.49]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {}, "geometry": shape}
    plot, out = tmp_path / "地块.geojson", tmp_path / "found.xlsx"
    plot.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    asked = ["area", "ask", str(plot), "--hits", "--json", "--out", str(out)]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    asking = {"place": json.dumps(shape)}
    answer = site.app.test_client().get("/api/v1/area", query_string=asking).json
    public = {one["layer"]: one["number"] for one in answer["layers"]}
    assert public.items() <= {one["layer"]: one["number"] for one in told["layers"]}.items()
    assert told["rules"]["rows"]
    assert out.read_bytes().startswith(b"PK")
    both = CliRunner().invoke(main, ["area", "ask", str(plot), "--bbox", "114,30,115,31"])
    assert both.exit_code == 2
