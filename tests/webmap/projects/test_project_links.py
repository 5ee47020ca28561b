"""Which feature a project is built on is proposed by names and confirmed by people."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from layers.audit.tables import AuditEntry
from layers.catalogue import resolve
from projects.records.changes.records import (
    add_project,
    features_of_project,
    get_project,
    link,
    unlink,
)
from projects.records.files.matching import Named, propose
from projects.records.queries.responsible import responsible_for
from webmap.projects import link_pages

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def mapped(desk: Any, tmp_path_factory: pytest.TempPathFactory, own_layer: Any) -> Any:
    """The zones 甲区 (A), 乙区 (B) and another (C), and two projects that are called like them."""
    folder: Path = tmp_path_factory.mktemp("zones")
    own_layer(desk.site, folder)
    own_layer(desk.site, folder, "plants")
    with desk.site.database.transaction() as session:
        for code, name, unit in (("M-1", "甲区改造工程", "区住建局"), ("M-2", "乙渠", None)):
            values = {"code": code, "name": name, "status": "在建"}
            add_project(session, values | ({"lead_unit": unit} if unit else {}))
    return desk


def test_names_propose_by_spelling_sound_and_likeness() -> None:
    features = [Named("A", "甲区（示例）"), Named("B", "沌口泵站"), Named("C", "后官湖湿地公园")]
    asked = [("1", "甲区改造工程"), ("2", "囤口泵站"), ("3", "后官湖湿地"), ("4", "无关")]
    found = {one.code: (one.key, one.why.zh) for one in propose(asked, features, 70.0)}
    assert found["1"] == ("A", "同名")
    assert found["2"][0] == "B"
    assert found["3"] == ("C", "名称相近")
    assert "4" not in found


def test_features_are_compared_in_parts_and_none_is_left_out_unsaid(
    mapped: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[int, set[str]]] = []

    def propose_few(projects: Any, features: Any, least: float) -> Any:
        compared.append((len(projects), {one.key for one in features}))
        return propose(projects, features, least)

    monkeypatch.setattr(link_pages, "propose", propose_few)
    monkeypatch.setattr(link_pages, "PART", 2)
    monkeypatch.setattr(link_pages, "ON_A_PAGE", 1)
    first = mapped.wu.get("/projects/orphans?layer=zones").text
    assert "比对的是第 1–2 个没有关联的要素，共 3 个" in first
    assert "比对的是第 1 页" in first
    assert first.count('rel="next"') == 4
    mapped.wu.get("/projects/orphans?layer=zones&part=2&projects=2&features=99")
    there = mapped.wu.get("/projects/M-2/links?layer=zones").text
    assert "比对的是第 1–2 个" in there
    assert "/links?layer=zones&amp;part=2" in there
    assert [(projects, len(keys)) for projects, keys in compared] == [(1, 2), (1, 1), (1, 2)]
    assert compared[0][1] | compared[1][1] == {"A", "B", "C"}
    assert mapped.wu.get("/projects/orphans?layer=zones&part=x").status_code == 422


def test_what_is_ticked_is_linked_and_nothing_else(mapped: Any) -> None:
    page = mapped.wu.get("/projects/orphans?layer=zones").text
    assert "M-1\tA" in page
    assert mapped.viewer.get("/projects/orphans?layer=zones").text.count('name="pair"') == 0
    refused = mapped.send(mapped.wu, "/projects/orphans", layer="zones", pair="M-1\tnone")
    assert refused.status_code == 404
    done = mapped.send(mapped.wu, "/projects/orphans", layer="zones", pair="M-1\tA")
    assert "新关联 1 个要素" in done.text
    place = "/projects/M-2/links"
    assert "读音相同" in mapped.wu.get(f"{place}?layer=zones").text
    wrong = mapped.send(mapped.wu, place, layer="zones", keys="B、Q")
    assert 'id="links-keys-fault"' in wrong.text
    assert "新关联 1 个" in mapped.send(mapped.wu, place, layer="zones", keys="B").text
    gone = mapped.send(mapped.wu, place, layer="zones", key="B", step="unlink")
    assert "取消关联 1 个" in gone.text
    with mapped.reading() as session:
        assert list(features_of_project(session, "M-2")) == []


def test_features_chosen_on_the_map_are_given_to_a_project_and_to_clauses_in_one_step(
    mapped: Any,
) -> None:
    place = "/projects/link?chosen=zones%2FC"
    card = mapped.wu.get("/api/v1/layers/zones/features/C").json
    assert card["link_url"] == place
    assert mapped.viewer.get("/api/v1/layers/zones/features/C").json["link_url"] is None
    for wrong in ("", "?chosen=", "?chosen=zones", "?layer=zones&key=C"):
        assert mapped.wu.get(f"/projects/link{wrong}").status_code in (400, 422)
    body: dict[str, Any] = {"chosen": ["zones/B", "plants/P1", "zones/C", "zones/C"]}
    with mapped.site.database.transaction() as session:
        for code in ("N-1", "N-2", "N-3"):
            name = "同名项目" if code != "N-3" else "独名项目"
            add_project(session, {"code": code, "name": name, "status": "规划"})
    first = mapped.wu.get(place).text
    assert ("还没有项目" in first, "请先把它们关联到项目" in first, "N-3" in first) == (True,) * 3
    no_clause = mapped.send(mapped.wu, "/projects/link/clauses", **body, items="WEDZ-2023-09-03")
    assert "这些要素还没有项目" in no_clause.text
    for written, said in (("nobody", "编号或全名"), ("同名项目", "N-1、N-2")):
        refused = mapped.send(mapped.wu, "/projects/link", **body, code=written)
        assert said in refused.text.partition('id="link-code-fault"')[2]
    gone = mapped.send(mapped.wu, "/projects/link", chosen=["zones/B", "zones/Q"], code="N-3")
    assert 'id="link-code-fault"' in gone.text

    done = mapped.send(mapped.wu, "/projects/link", **body, code="独名项目")
    assert "项目 N-3 新关联 3 个要素" in done.text
    assert "chosen%3Dzones%252FB%26chosen%3Dzones%252FC%26chosen%3Dplants%252FP1" in done.text
    again = mapped.send(mapped.wu, "/projects/link", **body, code="N-3")
    assert "新关联 0 个要素" in again.text
    mapped.send(mapped.wu, "/projects/link", chosen="zones/C", code="N-1")
    answered = mapped.send(mapped.wu, "/projects/link/clauses", **body, items="WEDZ-2023-09-03")
    assert "新对应 2 条条款" in answered.text
    assert mapped.viewer.get(place).status_code == 403
    with mapped.reading() as session:
        assert {one.feature_key for one in features_of_project(session, "N-3")} == {"B", "C", "P1"}
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.subject == "N-3").order_by(AuditEntry.number)
        ).all()
        told = [(one.action, one.details) for one in entries[1:]]
    linked = {"layers": ["zones", "plants"], "keys": ["zones/B", "zones/C", "plants/P1"]}
    assert told[0] == ("project-linked", linked | {"features": 3})
    assert [action for action, _ in told[1:]] == ["project-changed"]


def test_the_page_of_a_project_has_a_map_of_its_features_and_the_states_of_its_targets(
    mapped: Any,
) -> None:
    mapped.send(mapped.wu, "/projects/M-1/links", layer="zones", keys="A、B")
    mapped.send(mapped.wu, "/projects/M-1/clauses", items="WEDZ-2023-09-03")
    page = mapped.viewer.get("/projects/M-1").text
    asked = json.loads(re.findall(r'id="run-map-options">(.+?)</script>', page)[0])
    assert [one["url"] for one in asked["tables"]] == ["/api/v1/projects/M-1/shapes/zones"]
    drawn = mapped.viewer.get("/api/v1/projects/M-1/shapes/zones").json
    keys = {one["properties"]["key"] for one in drawn["features"]}
    assert keys == set(re.findall(r'<tr data-key="(\w+)"', page)) == {"A", "B"}
    assert "还没有现行的命中结果" in page
    assert 'id="WEDZ-2023-T22"' in page.partition("对应目标的状态")[2]
    without = mapped.viewer.get("/projects/F-1").text
    assert ("run-map" in without, "对应目标的状态" in without) == (False, False)
    assert mapped.viewer.get("/api/v1/projects/nobody/shapes/zones").status_code == 404


def test_clauses_are_proposed_for_many_and_confirmed_by_a_person(mapped: Any) -> None:
    with mapped.site.database.transaction() as session:
        kind = {"kind": "海绵", "lead_unit": "武汉经开区住建局"}
        for code, name in (("K-1", "北片海绵城市改造"), ("K-2", "南片海绵城市"), ("K-3", "食堂")):
            values = {"code": code, "name": name, "status": "规划"}
            add_project(session, values | (kind if code != "K-3" else {}))
    page = mapped.wu.get("/projects/clauses?text=K-").text
    item = "WEDZ-2023-09-03"
    assert all(f'value="{code}\t{item}"' in page for code in ("K-1", "K-2"))
    assert "名称有“海绵城市”、类别“海绵城市”、牵头单位列在条款中" in page
    assert page.index("没有提示的项目（1 个）") < page.index("/projects/K-3/links")
    shown = [f"{code}\t{item}" for code in ("K-1", "K-2")]
    nothing = mapped.send(mapped.wu, "/projects/clauses", query="text=K-", shown=shown)
    assert "新对应 0 条条款" in nothing.text
    wrong = mapped.send(mapped.wu, "/projects/clauses", pair=["K-1\tX-9", f"K-2\t{item}"])
    assert wrong.status_code == 400
    assert "X-9" in wrong.text
    done = mapped.send(mapped.wu, "/projects/clauses", query="text=K-", shown=shown, every=item)
    assert "新对应 2 条条款" in done.text
    assert "1 个项目没有对应条款" in done.text
    place = "/projects/K-3/clauses"
    assert 'id="links-items-fault"' in mapped.send(mapped.wu, place, items="X-9").text
    told = mapped.send(mapped.wu, place, items=f"WEDZ-2023-05-03、{item.lower()}")
    assert "新对应 2 条条款" in told.text
    gone = mapped.send(mapped.wu, place, item="WEDZ-2023-05-03", step="unlink")
    assert "取消对应 1 条条款" in gone.text
    with mapped.reading() as session:
        answered = {code: get_project(session, code).item_ids for code in ("K-1", "K-2", "K-3")}
        assert answered == {code: [item] for code in answered}
    assert mapped.send(mapped.reporter, "/projects/clauses", pair=shown).status_code == 403
    assert mapped.send(mapped.reporter, place, items="WEDZ-2023-05-03").status_code == 403


def test_proposals_of_clauses_take_the_same_few_queries(mapped: Any) -> None:
    asked: list[str] = []
    engine = mapped.site.app.extensions["ecoatlas"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    counts = []
    for text in ("F-1", ""):
        mapped.wu.get("/projects/clauses")
        asked.clear()
        mapped.wu.get(f"/projects/clauses?text={text}")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_unit_of_a_feature_is_that_of_its_project_or_of_its_zone(mapped: Any) -> None:
    with mapped.site.database.transaction() as session:
        store = mapped.site.store
        link(session, "M-1", "zones", ["A"], store=store)
        unlink(session, "M-1", "zones", ["B"])
        found = responsible_for(session, store, resolve(session, "zones"), ["A", "B"])
        assert {key: [one.unit for one in some] for key, some in found.items()} == {
            "A": ["区住建局"]
        }
    card = mapped.wu.get("/api/v1/layers/zones/features/A?lang=zh").json
    assert "区住建局" in card["responsible_unit"]
    table = mapped.wu.get("/layers/zones/table").text
    assert table.index("责任单位") < table.index("区住建局")
    rows = mapped.wu.get("/api/v1/layers/zones/table").json
    assert rows["responsible_units"]["A"] == ["区住建局"]
    for units, said in (("&units=1", True), ("", False)):
        with mapped.wu.get(f"/layers/zones/export?format=geojson{units}") as taken:
            assert ("区住建局".encode() in taken.data) == said
