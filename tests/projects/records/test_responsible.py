"""Who answers for a feature that no project is built on: those of the zone that it lies in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
from shapely.geometry import Point, box

from layers.catalogue import resolve
from layers.storage.store import Store
from layers.system.database import Database
from projects.records.records import add_project, link
from projects.records.responsible import responsible_for


def test_a_feature_without_a_project_is_of_the_unit_of_its_zone(
    database: Database, store: Store, add_layer: Callable[..., Any]
) -> None:
    names = {"code": ["Z1", "Z2"], "name": ["甲区", "乙区"], "verdict": ["met", "met"]}
    shapes = [box(114.0, 30.0, 114.1, 30.1), box(114.1, 30.0, 114.2, 30.1)]
    add_layer(database, "zones", "sponge_zone", gpd.GeoDataFrame(names, geometry=shapes, crs=4490))
    points = [Point(114.05, 30.05), Point(114.15, 30.05), Point(115, 31)]
    plants = {"code": ["P1", "P2", "P3"], "name": ["甲厂", "乙厂", "丙厂"]}
    add_layer(
        database, "plants", "sewage_plant", gpd.GeoDataFrame(plants, geometry=points, crs=4490)
    )
    with database.transaction() as session:
        for code, unit, layer, key in (
            ("A", "区住建局", "zones", "Z1"),
            ("B", "区水务湖泊局", "plants", "P2"),
        ):
            values = {"code": code, "name": code, "status": "在建", "lead_unit": unit}
            add_project(session, values)
            link(session, code, layer, [key], store=store)
        ref = resolve(session, "plants")
        found = {
            key: [(one.unit, one.through.zh) for one in responsible_for(session, store, ref, key)]
            for key in ("P1", "P2", "P3")
        }
    assert found["P2"] == [("区水务湖泊局", "项目 B")]
    assert found["P1"][0][0] == "区住建局"
    assert "Z1" in found["P1"][0][1]
    assert found["P3"] == []


def test_what_lies_in_no_zone_is_of_the_unit_of_the_nearest_section_of_its_water(
    database: Database, store: Store, add_layer: Callable[..., Any]
) -> None:
    sections = {"code": ["S1", "S2", "S3"], "name": ["上", "下", "别"],
                "river": ["通顺河", "通顺河", "东荆河"]}  # fmt: skip
    places = [Point(114.0, 30.0), Point(114.5, 30.0), Point(114.31, 30.0)]
    add_layer(database, "sections", "monitoring_section",
              gpd.GeoDataFrame(sections, geometry=places, crs=4490))  # fmt: skip
    outfalls = {"code": ["O1", "O2"], "name": ["甲口", "乙口"], "receiving_water": ["通顺河", None]}
    shapes = [Point(114.3, 30.0), Point(114.3, 30.1)]
    add_layer(
        database, "outfalls", "outfall", gpd.GeoDataFrame(outfalls, geometry=shapes, crs=4490)
    )
    with database.transaction() as session:
        for code, unit, key in (("A", "区住建局", "S1"), ("B", "区水务湖泊局", "S3")):
            values = {"code": code, "name": code, "status": "在建", "lead_unit": unit}
            add_project(session, values)
            link(session, code, "sections", [key], store=store)
        ref = resolve(session, "outfalls")
        (found,) = responsible_for(session, store, ref, "O1")
        assert (found.unit, "S1" in found.through.zh) == ("区住建局", True)
        assert responsible_for(session, store, ref, "O2") == []
        add_project(session, {"code": "C", "name": "C", "status": "在建", "lead_unit": "区发改局"})
        link(session, "C", "sections", ["S2"], store=store)
        (nearer,) = responsible_for(session, store, ref, "O1")
        assert nearer.unit == "区发改局"
