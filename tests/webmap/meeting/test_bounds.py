"""A file of many features asks as little as one of few, and the form reads none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import box
from sqlalchemy import event

from layers.catalogue import Layer, Version, make_live, resolve
from layers.storage.content import canonical
from layers.storage.data_file import read_parts
from layers.storage.store import DATA, Store
from layers.system.row_access import EVERYTHING
from projects.records.changes.records import add_project, link
from projects.work.services import Services
from tests.webmap.conftest import CLAUSE
from webmap.map.features import feature_card, feature_cards
from webmap.meeting import expecting
from webmap.meeting.choosing import Asked
from webmap.meeting.content import Content, gather
from webmap.meeting.expecting import expect, expected_size
from webmap.meeting.file import write_page

pytestmark = pytest.mark.slow

FEW, MANY = 10, 200
MOST_FOR_A_FORM = 15


@contextmanager
def queries(office: Services) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*call: Any) -> None:
        asked.append(call[2])

    event.listen(office.database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(office.database.engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, opened: Callable[..., Any]
) -> Iterator[Services]:
    """Two hundred plants in a row, each with one of twenty projects; a zone that two others own."""
    site = opened(tmp_path_factory.mktemp("many") / "home")
    keys = [f"W{n:03}" for n in range(MANY)]
    row = [box(114 + n / 1000, 30, 114.0005 + n / 1000, 30.0005) for n in range(MANY)]
    put(site, "plants", "sewage_plant", keys, row)
    put(site, "zones", "sponge_zone", ["Z"], [box(114, 29.9, 114.3, 30.1)])
    with site.database.transaction() as session:
        for n in range(20):
            clause = {"action_item_id": CLAUSE} if n % 2 else {}
            values = {"code": f"P{n:02}", "name": f"项目 {n}", "status": "building"}
            add_project(session, values | {"lead_unit": "区住建局"} | clause)
            own = keys[n:180:20]
            link(session, f"P{n:02}", "plants", own, store=site.store)
        link(session, "P00", "zones", ["Z"], store=site.store)
    yield Services(site.settings, site.database, site.store, EVERYTHING)
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


def put(site: Any, layer_id: str, kind: str, keys: list[str], shapes: list[Any]) -> None:
    columns = {"code": keys, "name": [f"示例 {key}" for key in keys]}
    content = canonical(
        gpd.GeoDataFrame(columns, geometry=shapes, crs=4490), kind=kind, key_field="code"
    )
    site.store.put(content, manifest={"features": content.features})
    with site.database.transaction() as session:
        layer = Layer(
            id=layer_id, kind=kind, title_zh=layer_id, title_en=layer_id, key_field="code"
        )
        version = Version(
            sha256=content.sha256, features=content.features, bbox=list(content.bbox),
            crs="EPSG:4490", secrecy="public", manifest={},
        )  # fmt: skip
        make_live(session, layer, version)


def taken(office: Services, many: int) -> tuple[Content, int]:
    window = (113.9, 29.0, 114 + (many - 0.2) / 1000, 31.0)
    with queries(office) as asked:
        found = gather(office, Asked("sewage", window), "某人")
    return found, len(asked)


def test_cards_of_many_features_take_the_queries_of_few(office: Services) -> None:
    (few, asked), (many, again) = taken(office, FEW), taken(office, MANY)
    assert (len(few.outlines["plants"].frame), len(many.outlines["plants"].frame)) == (FEW, MANY)
    assert again == asked
    cards = {name: card for name, card in many.answers.items() if name.startswith("layers/plants/")}
    assert len(cards) == MANY
    own, of_zone = cards["layers/plants/features/W001"], cards["layers/plants/features/W199"]
    assert [one["code"] for one in own["projects"]] == ["P01"]
    assert [one["id"] for one in own["clauses"]] == [CLAUSE]
    assert "P01" in own["responsible_unit"].zh
    assert (of_zone["projects"], of_zone["clauses"]) == ([], [])
    assert "P00" in of_zone["responsible_unit"].zh


def test_a_card_of_many_is_the_card_that_a_click_asks_for(office: Services) -> None:
    with office.reading() as session:
        ref = resolve(session, "plants")
        together = feature_cards(session, office.store, ref, ["W001", "W002", "W199"])
    for one in together:
        assert feature_card(office, "plants", one.key).as_dict() == one.as_dict()


def test_the_form_reads_no_feature(office: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_asked: Any, **_more: Any) -> Any:
        raise AssertionError("features were read")

    size = len(write_page(taken(office, MANY)[0], "zh").encode())
    for reader in ("frame", "features", "table", "attribute_table"):
        monkeypatch.setattr(Store, reader, refuse)
    monkeypatch.setattr(Store, "parts", only_boxes)
    with queries(office) as asked:
        found = expect(office, Asked("sewage"), "某人")
    assert found.features == MANY
    assert found.corners == pytest.approx(5 * MANY, rel=0.3)
    assert len(asked) <= MOST_FOR_A_FORM
    said = float(expected_size(found, "zh").split()[0])
    assert said * (1000 if said > 10 else 1e6) == pytest.approx(size, rel=0.15)
    with queries(office) as inside:
        fewer = expect(office, Asked("sewage", (113.9, 29, 114.0098, 31)), "某人")
    assert (fewer.features, len(inside)) == (FEW, len(asked))
    assert expected_size(fewer, "zh") != expected_size(found, "zh")


def only_boxes(store: Store, sha256: str, columns: Any) -> Any:
    assert list(columns) == ["bbox"]
    with store.open_file(sha256, DATA) as file:
        yield from read_parts(file, columns)


def test_where_outlines_are_simplified_until_they_fit_the_form_names_no_metres(
    office: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expecting, "MOST_CORNERS", 100)
    found = expect(office, Asked("sewage"), "某人")
    assert "写在文件里" in found.outlines_said.zh
