"""The JSON interface: what the side panel, the card and scripts read."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

HOSTILE = "<img src=x onerror=alert(1)>丙区（示例）"


def ask(client: FlaskClient, path: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.text
    found = response.get_json()
    assert isinstance(found, dict)
    return found


def test_a_feature_has_titles_units_and_links(client: FlaskClient) -> None:
    card = ask(client, "layers/zones/features/A?lang=en")
    attributes = {one["name"]: one for one in card["attributes"]}
    assert attributes["verdict"]["title"] == "Verdict"
    assert attributes["verdict"]["text"] == "Met"
    assert attributes["capture_target"]["text"] == "70.00%"
    assert attributes["原文备注"]["text"] == "现场已核"
    assert [project["code"] for project in card["projects"]] == ["XM-1"]
    assert card["projects"][0]["status_text"] == "Under construction"
    assert [clause["id"] for clause in card["clauses"]] == ["WEDZ-2023-09-03"]
    assert "≥ 50%" in card["clauses"][0]["targets"][0]["text"]
    assert card["bounds"] == pytest.approx([114.0, 30.48, 114.02, 30.5])


def test_an_empty_value_is_unknown_and_not_a_word(client: FlaskClient) -> None:
    attributes = {a["name"]: a for a in ask(client, "layers/zones/features/B")["attributes"]}
    assert attributes["capture_target"]["text"] is None
    assert attributes["原文备注"]["text"] is None


def test_the_area_of_a_feature_is_measured_on_the_ellipsoid(client: FlaskClient) -> None:
    attributes = {a["name"]: a for a in ask(client, "layers/zones/features/A")["attributes"]}
    # 0.02° by 0.02° at 30.49° north is 2.217 km by 1.920 km.
    assert float(attributes["area_m2"]["text"]) == pytest.approx(2.217 * 1.920, rel=1e-3)
    assert attributes["area_m2"]["unit"] == "km²"


def test_the_unit_of_a_field_is_given(client: FlaskClient) -> None:
    attributes = {a["name"]: a for a in ask(client, "layers/plants/features/P1")["attributes"]}
    assert attributes["capacity_m3_d"]["text"] == "50,000"
    assert attributes["capacity_m3_d"]["unit"] == "m³/d"


def test_names_stay_as_they_are_for_the_script_to_show_as_text(client: FlaskClient) -> None:
    assert ask(client, "layers/zones/features/C")["name"] == HOSTILE


def test_a_version_can_be_asked_for(client: FlaskClient) -> None:
    assert ask(client, "layers/zones@1/features/A")["layer"]["version"] == 1
    assert client.get("/api/v1/layers/zones@7/features/A").status_code == 404


def test_the_run_that_stands_is_the_stored_result(client: FlaskClient) -> None:
    (run,) = ask(client, "metrics/runs?metric=sponge_coverage")["runs"]
    assert ask(client, "metrics/runs?metric=township_coverage")["runs"] == []
    total = run["result"]["total"]
    assert total["share"] == pytest.approx(0.25, abs=2e-4)
    parts = ("met_m2", "not_met_m2", "not_assessed_m2", "no_zone_m2")
    assert sum(total[part] for part in parts) == pytest.approx(total["built_up_m2"])
    assert run["result"]["target"]["met"] is None, "half of it nobody has assessed"
    assert ask(client, f"metrics/runs/{run['id']}")["result"] == run["result"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲", {("feature", "甲区（示例）"), ("project", "甲区改造（示例）")}),
        ("p1", {("feature", "试验厂")}),
        ("XM-1", {("project", "甲区改造（示例）")}),
        ("jqgz", {("project", "甲区改造（示例）")}),
        ("SYC", {("feature", "试验厂")}),
        ("没有这样的名字", set()),
        ("  ", set()),
    ],
)
def test_search_finds_by_name_and_code(
    client: FlaskClient, text: str, found: set[tuple[str, str]]
) -> None:
    results = client.get("/api/v1/search", query_string={"q": text}).get_json()["results"]
    assert {(one["type"], one["name"]) for one in results} == found


def test_what_is_written_comes_before_what_only_sounds_alike(client: FlaskClient) -> None:
    results = client.get("/api/v1/search", query_string={"q": "jq"}).get_json()["results"]
    names = [one["name"] for one in results]
    assert names.index("甲区（示例）") < names.index("甲区改造（示例）")
    assert client.get("/api/v1/search?q=j").get_json()["results"][0]["name"] == "建成区（示例）"


@pytest.mark.parametrize("typed", ["jianchengqu", "jian cheng qu", "jcq", "\u202e建成区\u200b"])
def test_search_finds_by_full_pinyin_initials_and_past_unseen_marks(
    client: FlaskClient, typed: str
) -> None:
    results = client.get("/api/v1/search", query_string={"q": typed}).get_json()["results"]
    assert results[0]["name"] == "建成区（示例）"


def test_search_finds_clauses_in_both_languages(client: FlaskClient) -> None:
    for text in ("推进海绵城市建设", "sponge-city construction"):
        results = client.get("/api/v1/search", query_string={"q": text}).get_json()["results"]
        assert "/policy/WEDZ-2023-09-03" in [one["url"] for one in results]


def test_a_clause_has_targets_checks_and_projects(client: FlaskClient) -> None:
    item = ask(client, "policy/items/WEDZ-2023-09-03?lang=zh")
    assert [target["id"] for target in item["targets"]] == [
        "WEDZ-2023-T22",
        "WEDZ-2023-T23",
        "WEDZ-2023-T33",
    ]
    assert "SC-SPONGE-AREA" in item["spatial_checks"]
    assert [project["code"] for project in item["projects"]] == ["XM-1"]


def test_a_clause_leads_to_that_of_the_city_it_answers_and_back(client: FlaskClient) -> None:
    zone = ask(client, "policy/items/WEDZ-2023-01-04?lang=zh")
    assert [one["id"] for one in zone["answers"]] == ["WH-2023-01", "WH-2023-22"]
    assert zone["answered_by"] == []
    city = ask(client, "policy/items/WH-2023-22?lang=zh")
    assert [one["url"] for one in city["answered_by"]] == ["/policy/WEDZ-2023-01-04"]
    page = client.get("/policy/WEDZ-2023-01-04").text
    assert 'href="/policy/WH-2023-22"' in page
    assert "对应上级条款" in page
    assert "对应上级条款" not in client.get("/policy/WEDZ-2023-09-03").text


def test_a_target_that_was_split_says_so_where_its_clause_is_read(client: FlaskClient) -> None:
    page = client.get("/policy/SY-2018-02").text
    assert "已拆分，由 SY-2018-T41、SY-2018-T42 代替" in page


def test_projects_are_listed_and_told_in_full(client: FlaskClient) -> None:
    listed = [one["code"] for one in ask(client, "projects")["projects"]]
    assert [code for code in listed if code.startswith("XM-")] == ["XM-1"]
    assert ask(client, "projects?status=stopped")["projects"] == []
    detail = ask(client, "projects/XM-1?lang=en")
    assert detail["features"] == [
        {
            "layer": "zones",
            "layer_title": "Drainage zones (illustrative)",
            "key": "A",
            "name": "甲区（示例）",
            "version": 1,
            "holds": True,
        }
    ]
    assert detail["lead_unit"] == "区住建局"
    assert detail["lead_unit_title"] != "区住建局"


def test_the_versions_of_a_feature_are_told(client: FlaskClient) -> None:
    (first,) = ask(client, "layers/zones/history/A")["steps"]
    assert (first["version"], first["live"], first["step"]) == (1, True, "first")
    assert client.get("/api/v1/layers/zones/history/nobody").status_code == 404
    assert client.get("/api/v1/layers/nowhere/history/A").status_code == 404


def test_search_finds_units_by_any_of_their_names(client: FlaskClient) -> None:
    results = client.get("/api/v1/search", query_string={"q": "武汉市水务"}).get_json()["results"]
    unit = next(one for one in results if one["type"] == "unit")
    assert unit["name"].startswith("武汉市水务")
    assert client.get(unit["url"]).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "114.02, 30.5",
        "30.5 114.02",
        "114°01′12″ 30°30′",
        "114°1'12\"E, 30°30'N",
        "501920.0, 3375541.9",
        "38501920.0 3375541.9",
    ],
)
def test_search_finds_a_place_by_its_coordinates(client: FlaskClient, typed: str) -> None:
    results = client.get("/api/v1/search", query_string={"q": typed}).get_json()["results"]
    assert {one["type"] for one in results} == {"place"}
    near = [tuple(map(float, one["url"].split("/")[2:])) for one in results]
    assert any(abs(lon - 114.02) < 2e-4 and abs(lat - 30.5) < 2e-4 for lat, lon in near), near
    assert "114.02000°E、30.50000°N" in {one["name"] for one in results}
    assert all(one["about"] for one in results)


def test_search_finds_figures_by_what_they_are_about_and_layers_by_title(
    client: FlaskClient,
) -> None:
    def found(text: str) -> dict[tuple[str, str], str]:
        results = client.get("/api/v1/search", query_string={"q": text}).get_json()["results"]
        return {(one["type"], one["name"]): one["url"] for one in results}

    (run,) = ask(client, "metrics/runs?metric=sponge_coverage")["runs"]
    stands = f"/metrics/runs/{run['id']}#rows"
    assert found("海绵城市达标面积")["figure", "海绵城市达标面积比例"] == stands
    assert found("岸线 企业")["figure", "岸线1公里、3公里禁令"] == "/metrics/bank_bans"
    assert found("排水分区")["layer", "排水分区（示例）"] == "/layers/zones"
    assert not [kind for kind, _ in found("p") if kind in ("figure", "layer")], "of one letter"


@pytest.mark.parametrize(
    ("typed", "corners"),
    [
        ("114.02,30.5;114.03,30.5；114.03,30.51", 3),
        ("114.02 30.5\n114.03 30.5\n114.03 30.51\n114.02 30.51", 4),
        ("501920, 3375541; 502920, 3375541; 502920, 3376541", 3),
    ],
)
def test_corners_that_are_pasted_into_the_search_are_a_site(
    client: FlaskClient, typed: str, corners: int
) -> None:
    (found,) = client.get("/api/v1/search", query_string={"q": typed}).get_json()["results"]
    assert found["type"] == "site"
    assert str(corners) in found["name"]
    page = client.get(found["url"])
    assert page.status_code == 200


def test_what_only_looks_like_corners_is_sought_as_words(client: FlaskClient) -> None:
    results = client.get("/api/v1/search?q=XM-1;2025-01;12345").get_json()["results"]
    assert "site" not in {one["type"] for one in results}


@pytest.mark.parametrize("typed", ["2025 12", "12345", "0 0 0 0 0", "200.5, 95.25", "1e400 1e400"])
def test_numbers_that_are_no_place_in_china_find_none(client: FlaskClient, typed: str) -> None:
    results = client.get("/api/v1/search", query_string={"q": typed}).get_json()["results"]
    assert "place" not in {one["type"] for one in results}
