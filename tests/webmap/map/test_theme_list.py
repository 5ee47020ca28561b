"""The list of a theme: what is behind first, with size, project, unit and due date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pytest
from flask.testing import FlaskClient
from shapely.geometry import Point
from sqlalchemy import event

from geo.words import Text
from layers.catalogue import Description
from layers.kinds import KINDS, THEMES
from projects.metrics.families import FAMILIES
from projects.records.changes.records import add_project, link
from tests.imported import import_file
from webmap.map.features import gap_said
from webmap.map.theme_list import QUERIES, Sized, _named, _notes, of_project, theme_list
from webmap.policy.cards import ProjectCard


def listed(client: FlaskClient, theme: str, language: str = "zh") -> dict[str, Any]:
    response = client.get(f"/api/v1/themes/{theme}?lang={language}")
    assert response.status_code == 200, response.text
    found = response.get_json()
    assert isinstance(found, dict)
    return found


def test_what_is_behind_comes_first_the_largest_before_others(client: FlaskClient) -> None:
    found = listed(client, "sponge")
    assert [row["key"] for row in found["rows"]] == ["B", "C", "A"]
    assert [row["behind"] for row in found["rows"]] == [True, True, False]
    assert (found["total"], found["behind"]) == (3, 2)
    assert found["rows"][0]["size"].endswith("km²")
    assert found["behind_text"] == "未达标 1 个、未评估 1 个", "nobody assessed one of them"
    (within,) = found["notes"]
    assert "图例计视野内全部要素" in within
    assert "经济技术开发区" in within


def test_a_figure_older_than_the_layer_says_so() -> None:
    layer = SimpleNamespace(number=3, title=Text("排水分区", "Zones"))
    sized = Sized(Text("面积", "Area"), {}, (), 2, None)
    (note,) = _notes(layer, sized)  # type: ignore[arg-type]
    assert note.zh == "按“排水分区”第 2 版计算，图层已有第 3 版。"


def test_each_row_says_its_project_or_that_there_is_none(client: FlaskClient) -> None:
    rows = {row["key"]: row for row in listed(client, "sponge")["rows"]}
    (project,) = rows["A"]["projects"]
    assert (project["code"], project["url"]) == ("XM-1", "/projects/XM-1")
    assert isinstance(project["late"], bool)
    assert rows["B"]["projects"] == []


@pytest.mark.slow
def test_a_row_without_a_project_says_the_unit_of_the_zone_it_lies_in(
    tmp_path: Path, opened: Any, own_layer: Any
) -> None:
    site = opened(tmp_path / "home")
    own_layer(site, tmp_path)
    shapes = [Point(114.01, 30.49), Point(114.03, 30.49)]
    plants = gpd.GeoDataFrame(
        {"code": ["P1", "P2"], "name": ["甲厂", "乙厂"]}, geometry=shapes, crs=4490
    )
    plants.to_file(tmp_path / "plants.geojson")
    import_file(
        site.database, site.store, tmp_path / "plants.geojson", layer_id="plants",
        kind="sewage_plant", title=Text("厂（示例）", "Plants (illustrative)"), key="code",
        crs="EPSG:4490", accept=("crs-missing",),
        description=Description(source="试验数据", secrecy="public"),
    )  # fmt: skip
    with site.database.transaction() as session:
        values = {"code": "XM-1", "name": "示例", "status": "在建", "lead_unit": "区住建局"}
        add_project(session, values)
        link(session, "XM-1", "zones", ["A"], store=site.store)
    rows = listed(site.app.test_client(), "sewage")["rows"]
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()
    told = {row["key"]: (row["units"], row["projects"]) for row in rows}
    assert told == {"P1": (["区住建局"], []), "P2": ([], [])}


def test_a_theme_without_a_figure_lists_its_features_by_name(client: FlaskClient) -> None:
    found = listed(client, "sewage")
    assert [row["key"] for row in found["rows"]] == ["P1"]
    assert (found["behind"], found["size_title"]) == (0, None)


def test_projects_are_a_theme_with_the_features_that_they_are_built_on(client: FlaskClient) -> None:
    found = listed(client, "projects")
    rows = {row["projects"][0]["code"]: row for row in found["rows"]}
    assert ["zones", "A"] in rows["XM-1"]["places"]
    assert found["total"] == len(rows)
    late = [row["behind"] for row in found["rows"]]
    assert late == sorted(late, reverse=True)
    assert found["behind"] == sum(late)


def test_late_projects_come_first_the_earliest_due_before_others_and_what_is_over_last() -> None:
    def made(code: str, status: str, due: str | None, *, late: bool) -> ProjectCard:
        day = dt.date.fromisoformat(due) if due else None
        said = Text(status, status)
        return ProjectCard(code, code, status, said, None, None, None, day, None, late, False)

    cards = [
        made("over", "completed", "2024-01-01", late=False),
        made("open-ended", "building", None, late=False),
        made("later", "building", "2027-06-30", late=False),
        made("late", "stopped", "2026-01-01", late=True),
        made("latest", "building", "2025-01-01", late=True),
    ]
    rows = sorted((of_project(card, ()) for card in cards), key=lambda row: row.order)
    assert [row.name for row in rows] == ["latest", "late", "later", "open-ended", "over"]
    assert [row.behind for row in rows] == [True, True, False, False, False]


def test_a_place_in_a_layer_that_is_not_seen_is_not_told(client: FlaskClient) -> None:
    shown = {one["id"] for one in client.get("/api/v1/layers").get_json()["layers"]}
    rows = listed(client, "projects")["rows"]
    assert {layer for row in rows for layer, _ in row["places"]} <= shown


def test_a_theme_that_is_none_is_refused_with_those_that_are(client: FlaskClient) -> None:
    response = client.get("/api/v1/themes/forest")
    assert response.status_code == 404
    assert "sponge" in response.get_json()["detail"]


def test_the_number_of_queries_does_not_grow_with_the_features(site: Any) -> None:
    asked: list[str] = []

    def heard(*about: Any) -> None:
        asked.append(str(about[2]))

    services = site.app.extensions["ecoatlas"]
    event.listen(services.database.engine, "before_cursor_execute", heard)
    found = theme_list(services, "sponge")
    event.remove(services.database.engine, "before_cursor_execute", heard)
    assert found.rows
    assert len([one for one in asked if one.startswith("SELECT")]) <= QUERIES


def test_themes_are_groups_of_kinds_and_each_has_one_that_leads() -> None:
    groups = {kind.group for kind in KINDS.values()}
    assert set(THEMES) <= groups
    assert {kind.theme for kind in KINDS.values() if kind.on_map.leads} == set(THEMES)
    assert {family.theme for family in FAMILIES} - {None} <= set(THEMES)


@pytest.mark.parametrize("kind", [one for one in KINDS.values() if one.on_map.ground])
def test_ground_belongs_to_no_theme_and_leads_none(kind: Any) -> None:
    assert kind.theme is None
    assert not kind.on_map.leads


def test_a_gap_is_what_a_feature_has_to_reach_and_does_not() -> None:
    kind = KINDS["sponge_zone"]
    short = gap_said(kind, {"capture_actual": 0.625, "capture_target": 0.7})
    assert short == Text("7.50 个百分点", "7.50 percentage points")
    for there, wanted in ((0.7, 0.7), (0.8, 0.7), (None, 0.7), (0.6, None), ("0.6", 0.7)):
        assert gap_said(kind, {"capture_actual": there, "capture_target": wanted}) is None
    assert gap_said(KINDS["lake"], {"capture_actual": 0.1, "capture_target": 0.2}) is None


def test_rows_say_their_gap_where_the_layer_has_what_it_is_worked_out_of() -> None:
    columns = {"code": ["A", "B"], "capture_actual": [0.5, 0.9], "capture_target": [0.7, 0.7]}
    store = SimpleNamespace(
        columns=lambda _: list(columns),
        attribute_table=lambda _, names: pa.table(columns).select(names),
    )
    ref = SimpleNamespace(sha256="x", key_field="code")
    found = list(_named(store, ref, KINDS["sponge_zone"]))  # type: ignore[arg-type]
    assert [(row[0], row[3] and row[3].zh) for row in found] == [
        ("A", "20.00 个百分点"),
        ("B", None),
    ]
    del columns["capture_target"]
    assert [row[3] for row in _named(store, ref, KINDS["sponge_zone"])] == [None, None]  # type: ignore[arg-type]
