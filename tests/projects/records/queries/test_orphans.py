"""Links that a version would break: named by project, asked about before it is live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pytest
import shapely
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.catalogue import VersionRef, get_layer, resolve
from layers.storage.store import Store
from layers.system.database import Database
from projects.records.changes.records import add_project, link
from projects.records.queries.orphans import OrphanLink, links_hold, would_break
from tests.imported import rollback

AddLayer = Callable[..., VersionRef]


def zones(*codes: str) -> gpd.GeoDataFrame:
    west = 114.0 + 0.01 * gpd.pd.Series(range(len(codes)))
    table = {"code": list(codes), "name": [f"分区{code}" for code in codes]}
    boxes = shapely.box(west, 30.4, west + 0.01, 30.41)
    return gpd.GeoDataFrame(table, geometry=boxes, crs=4490)


@pytest.fixture
def office(database: Database, store: Store, add_layer: AddLayer) -> Database:
    """Version 1 has A and B, version 2, which is live, A to D; P-1 stands on A and C, P-2 on C."""
    add_layer(database, "zones", "sponge_zone", zones("A", "B"))
    add_layer(database, "zones", "sponge_zone", zones("A", "B", "C", "D"))
    with database.transaction() as session:
        for code, name, keys in (("P-1", "甲项目", ["A", "C"]), ("P-2", "乙项目", ["C"])):
            add_project(session, {"code": code, "name": name, "status": "building"})
            link(session, code, "zones", keys, store=store)
    return database


def restore(office: Database, store: Store, version: int, *accept: str) -> Any:
    return rollback(office, "zones", version, before_live=links_hold(store, accept), accept=accept)


def broken_by(session: Session, store: Store, layer_id: str, version: int) -> list[OrphanLink]:
    """The links that would break if this version became live."""
    content = resolve(session, f"{layer_id}@{version}").sha256
    return would_break(session, store, get_layer(session, layer_id), content)


def test_a_version_without_linked_features_names_the_projects(
    office: Database, store: Store
) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        restore(office, store, 1)
    error = refused.value
    assert (error.code, error.status) == ("links-would-break", 409)
    assert "P-1、P-2" in error.message.zh
    assert "1 linked" in error.message.en
    assert "P-1, P-2" in error.message.en
    assert [one.values["code"] for one in error.problems] == ["P-1", "P-2"]
    assert "甲项目" in error.problems[0].message.zh
    assert "C" in error.problems[0].message.en
    with office.reading() as session:
        assert resolve(session, "zones").number == 2


def test_accepted_the_version_is_live_and_the_links_wait_for_their_feature(
    office: Database, store: Store
) -> None:
    lost = [OrphanLink("P-1", "甲项目", "C"), OrphanLink("P-2", "乙项目", "C")]
    with office.reading() as session:
        assert broken_by(session, store, "zones", 1) == lost
    assert restore(office, store, 1, "links-would-break").changed
    # They hold again with version 2, so there is nothing to ask.
    assert restore(office, store, 2).changed


def test_a_link_that_does_not_hold_now_cannot_break(
    office: Database, store: Store, add_layer: AddLayer
) -> None:
    add_layer(office, "zones", "sponge_zone", zones("A"))  # version 3, live; C is gone already
    with office.reading() as session:
        assert broken_by(session, store, "zones", 1) == []
    assert restore(office, store, 1).changed


def test_a_layer_without_links_has_nothing_to_lose(
    database: Database, store: Store, add_layer: AddLayer
) -> None:
    add_layer(database, "zones", "sponge_zone", zones("A"))
    add_layer(database, "zones", "sponge_zone", zones("B"))
    assert restore(database, store, 1).changed


def test_links_to_another_layer_are_not_counted(
    office: Database, store: Store, add_layer: AddLayer
) -> None:
    add_layer(office, "others", "sponge_zone", zones("X"))
    add_layer(office, "others", "sponge_zone", zones("Y"))
    with office.reading() as session:
        assert get_layer(session, "others").live_version == 2
        assert broken_by(session, store, "others", 1) == []


def test_of_many_projects_and_features_the_first_are_named(
    database: Database, store: Store, add_layer: AddLayer
) -> None:
    codes = [f"Z{number:02d}" for number in range(12)]
    add_layer(database, "zones", "sponge_zone", zones("A"))
    add_layer(database, "zones", "sponge_zone", zones("A", *codes))
    with database.transaction() as session:
        for number in range(7):
            record = {"code": f"P-{number}", "name": "项目", "status": "building"}
            add_project(session, record)
            link(session, f"P-{number}", "zones", codes, store=store)
    with pytest.raises(EcoAtlasError) as refused:
        restore(database, store, 1)
    said = refused.value.message.zh
    assert "12 个已关联的要素" in said
    assert "7 个项目" in said
    assert "P-4…" in said
    assert "P-5" not in said
    assert len(refused.value.problems) == 7
    assert "Z09…" in refused.value.problems[0].message.zh
